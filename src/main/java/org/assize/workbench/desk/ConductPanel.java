package org.assize.workbench.desk;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import org.assize.feature.CategoryUsual;
import org.assize.feature.CategoryUsual.Range;
import org.assize.feature.CategoryUsual.Usual;
import org.assize.feature.Conduct;
import org.assize.feature.Conduct.Measure;
import org.assize.feature.Conduct.Share;
import org.assize.platform.Money;
import org.assize.platform.ui.MoneyText;
import org.assize.platform.ui.RangeLine;
import org.assize.platform.ui.Sparkline;
import org.assize.platform.ui.Texts;
import org.assize.subject.Seller;
import org.jspecify.annotations.Nullable;

/** How old a seller is and how it trades, each figure drawn against its category. Of few orders no rate is made. */
final class ConductPanel extends Div {

    private static final int MONTHS_FROM = 92;
    private static final int YEARS_FROM = 731;

    private final Conduct conduct;
    private final @Nullable CategoryUsual usual;
    private final UnorderedList list = new UnorderedList();

    ConductPanel(Seller seller, Standing standing) {
        conduct = standing.conduct();
        usual = standing.usual();
        addClassName("conduct");
        list.addClassName("measures");
        age(seller.registeredAt(), standing.asOf());
        if (conduct.total() == 0) {
            add(muted(Texts.t("workbench.conduct.none", Conduct.WEEKS)));
            return;
        }
        weekly(Measure.ORDERS, Arrays.stream(conduct.orders()).asDoubleStream().toArray(), ConductPanel::count);
        List<Money> value = conduct.value();
        if (value != null) {
            String currency = value.getFirst().currency();
            weekly(
                    Measure.VALUE,
                    value.stream().mapToDouble(Money::minor).toArray(),
                    minor -> MoneyText.rounded(new Money(Math.round(minor), currency)));
        }
        Measure.SHARES.forEach(this::share);
        add(list, muted(scope()));
    }

    private void age(@Nullable Instant registered, Instant asOf) {
        if (registered == null) {
            return;
        }
        long days = Math.max(0, Duration.between(registered, asOf).toDays());
        Span age = new Span(
                days < MONTHS_FROM
                        ? Texts.t("workbench.conduct.days", days)
                        : days < YEARS_FROM
                                ? Texts.t("workbench.conduct.months", days * 12 / 365)
                                : Texts.t("workbench.conduct.years", days / 365));
        age.addClassName("strong");
        Div line = new Div(age);
        line.addClassName("conduct-age");
        add(line);
    }

    private void weekly(Measure measure, double[] weeks, DoubleFunction<String> words) {
        String said = words.apply(weeks[weeks.length - 1]);
        Range range = range(measure);
        String peers = range == null ? "" : usual(peers(measure, range.low()), peers(measure, range.high()));
        Sparkline line = new Sparkline(
                Texts.t(
                        "workbench.conduct.spoken.weeks",
                        name(measure),
                        String.join(", ", Arrays.stream(weeks).mapToObj(words).toList()),
                        peers),
                weeks);
        if (range != null) {
            line.usual(range.low(), range.high());
        }
        Span figure = new Span(said);
        figure.addClassNames("num", "strong");
        row(measure, figure, line, peers, null);
    }

    /** The currency stands at the seller's own figure. */
    private String peers(Measure measure, double figure) {
        List<Money> value = conduct.value();
        return measure == Measure.VALUE && value != null
                ? Texts.number(
                        new Money(Math.round(figure), value.getFirst().currency())
                                .major()
                                .doubleValue(),
                        0)
                : count(figure);
    }

    private static String count(double orders) {
        return Texts.number(orders, orders % 1 == 0 || orders >= 10 ? 0 : 1);
    }

    /** Of what nobody tells the marketplace nothing is shown; of few orders, how many they are. */
    private void share(Measure measure) {
        Share its = conduct.shares().get(measure);
        Usual peers = usual == null ? null : usual.of().get(measure);
        boolean told = usual == null ? measure != Measure.LATE : peers != null;
        if (its == null || !told) {
            return;
        }
        Share all = peers == null ? null : peers.all();
        Range range = peers == null ? null : peers.range();
        String against = all == null
                ? ""
                : Texts.t(
                        usual != null && usual.category() != null
                                ? "workbench.conduct.category"
                                : "workbench.conduct.everybody",
                        percent(all.share()));
        boolean above = its.isEnough() && all != null && its.low() > (range == null ? all.share() : range.high());
        String of = Texts.t("workbench.conduct.of", its.happened(), its.counted());
        Span figure = new Span(its.isEnough() ? percent(its.share()) : of);
        figure.addClassNames("num", "strong");
        Span few = new Span(its.isEnough() ? of : Texts.t("workbench.conduct.tooFew"));
        few.addClassNames("muted", "small");
        Div figures = new Div(figure, few);
        figures.addClassNames("pair", "num");
        RangeLine line = new RangeLine(Texts.t(
                its.isEnough() ? "workbench.conduct.spoken.share" : "workbench.conduct.spoken.few",
                name(measure),
                of,
                percent(its.share()),
                percent(its.low()),
                percent(its.high()),
                against,
                range == null ? "" : usual(percent(range.low()), percent(range.high()))));
        if (its.isEnough()) {
            line.at(its.share()).between(its.low(), its.high());
        }
        if (range != null) {
            line.usual(range.low(), range.high());
        }
        if (all != null) {
            line.all(all.share());
        }
        if (above) {
            line.addClassName("risk-elevated");
            figure.addClassName("risk-elevated");
        }
        row(measure, figures, line, against, above ? mark() : null);
    }

    private void row(Measure measure, Component figure, Component picture, String peers, @Nullable Component mark) {
        Span label = new Span(name(measure));
        label.setTitle(Texts.t("workbench.conduct." + measure.code() + ".title"));
        Span against = new Span(peers);
        against.addClassNames("muted", "small");
        Div words = new Div(against);
        words.addClassName("measure-peers");
        if (mark != null) {
            words.add(mark);
        }
        list.add(new ListItem(label, figure, picture, words));
    }

    private static Span mark() {
        Span mark = new Span(Texts.t("workbench.conduct.above"));
        mark.addClassNames("dotted", "small");
        return mark;
    }

    private @Nullable Range range(Measure measure) {
        Usual peers = usual == null ? null : usual.of().get(measure);
        return peers == null ? null : peers.range();
    }

    private String scope() {
        Usual peers = usual == null ? null : usual.of().get(Measure.ORDERS);
        String window = Texts.t(
                conduct.cut() ? "workbench.conduct.latest" : "workbench.conduct.window",
                Conduct.WEEKS,
                conduct.total());
        if (usual == null || peers == null) {
            return window;
        }
        String category = usual.category();
        return window + " "
                + (category == null
                        ? Texts.t("workbench.conduct.against.all", peers.sellers())
                        : Texts.t("workbench.conduct.against", peers.sellers(), category));
    }

    private static String name(Measure measure) {
        return Texts.t("workbench.conduct." + measure.code());
    }

    private static String usual(String low, String high) {
        return low.equals(high) ? Texts.t("workbench.why.usualOne", low) : Texts.t("workbench.why.usual", low, high);
    }

    private static String percent(double share) {
        return Texts.percent(share, share > 0 && share < 0.1 ? 1 : 0);
    }

    private static Paragraph muted(String text) {
        Paragraph line = new Paragraph(text);
        line.addClassNames("muted", "small");
        return line;
    }
}
