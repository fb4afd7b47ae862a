package org.assize.workbench.desk;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Span;
import java.util.List;
import org.assize.casework.CaseFile;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.flagging.Flag;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.MoneyText;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.ScoreBar;
import org.assize.platform.ui.ShortId;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.SlaLeft;
import org.assize.workbench.CaseWords;
import org.assize.workbench.SlaText;
import org.jspecify.annotations.Nullable;

/** Which case this is, what is at stake, how long there is, and why it came. */
final class DeskHeader extends Div {

    private static final int FLAGS_SHOWN = 3;

    /**
     * @param name of the subject, where the marketplace has told one
     * @param lease counting down; null unless the case is the reader's
     * @param sla what is left of it, if the case is open
     */
    DeskHeader(
            CaseFile.Contents contents,
            @Nullable String name,
            @Nullable Lease lease,
            Runnable extend,
            SlaLeft sla,
            AlsoViewing also) {
        addClassName("desk-head");
        Div spacer = new Div();
        spacer.addClassName("spacer");
        Div second = second(contents);
        second.add(spacer, also);
        add(first(contents.fraudCase(), name, lease, extend, sla), second);
    }

    private static Div first(
            FraudCase its, @Nullable String name, @Nullable Lease lease, Runnable extend, SlaLeft sla) {
        Anchor back = new Anchor("queues/" + its.queue(), Glyph.ARROW_LEFT.icon(), new Span(CaseWords.queue(its)));
        back.addClassName("back");
        ViewKeys.bind(back, "Escape", "workbench.desk.back");
        H1 title = new H1(Texts.t("workbench.case", CaseWords.number(its.number())));
        title.addClassName("page-title");
        Div subject = new Div(CaseWords.glyph(its.subject().kind()).icon());
        subject.addClassName("desk-subject");
        if (name == null) {
            subject.add(new Span(CaseWords.kind(its.subject().kind())));
        } else {
            Span called = new Span(name);
            called.addClassNames("strong", "clip");
            called.setTitle(name);
            subject.add(called);
        }
        subject.add(new ShortId(its.subject().id()).keep(12));
        if (its.leadsRing()) {
            subject.add(Badge.of(Glyph.NETWORK, Texts.t("workbench.ring"), "badge-accent"));
        }
        if (its.market() != null) {
            subject.add(new Badge(its.market()));
        }
        Div spacer = new Div();
        spacer.addClassName("spacer");
        MoneyText risk = new MoneyText(its.valueAtRisk());
        risk.addClassName("strong");
        Div row = new Div(back, title, subject, spacer, fact("workbench.desk.atRisk", risk));
        row.addClassName("desk-row");
        if (its.state() == CaseState.CLOSED) {
            row.add(fact("workbench.desk.closed", new RelativeTime(its.closedAt())));
            String decision = its.decision();
            if (decision != null) {
                row.add(CaseWords.decision(decision));
            }
        } else {
            row.add(fact("workbench.desk.sla", new SlaText(sla)));
        }
        if (lease != null) {
            Button longer = new Button(Texts.t("workbench.desk.extend"), event -> extend.run());
            longer.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
            Div held = new Div(lease, ViewKeys.click(longer, "+"));
            held.addClassName("pair");
            row.add(held);
        }
        return row;
    }

    private static Div second(CaseFile.Contents contents) {
        Span label = new Span(Texts.t("workbench.desk.cameFrom"));
        label.addClassName("muted");
        Div row = new Div();
        row.addClassNames("desk-row", "desk-came");
        FraudCase its = contents.fraudCase();
        ScoreBar.Reading reading = CaseWords.reading(its);
        if (reading != null) {
            row.add(new ScoreBar(reading.score(), reading.topShare()));
        }
        if (contents.scoreIsHidden()) {
            Badge hidden = Badge.of(Glyph.EYE_OFF, Texts.t("workbench.scoreHidden"), "badge-accent");
            hidden.setTitle(Texts.t("workbench.scoreHidden.title"));
            row.add(hidden);
        }
        String model = its.modelVersion();
        if (model != null) {
            Span version = new Span(model);
            version.addClassNames("muted", "mono-id");
            version.setTitle(Texts.t("workbench.desk.model"));
            row.add(version);
        }
        row.add(label);
        List<Flag> flags = contents.flags();
        flags.stream().skip(Math.max(0, flags.size() - FLAGS_SHOWN)).forEach(flag -> row.add(flag(flag, its)));
        if (flags.size() > FLAGS_SHOWN) {
            Span more = new Span(Texts.t("workbench.desk.moreFlags", flags.size() - FLAGS_SHOWN));
            more.addClassName("muted");
            row.add(more);
        }
        return row;
    }

    private static Div flag(Flag flag, FraudCase its) {
        Badge origin = new Badge(Texts.t("workbench.origin." + flag.origin().code()));
        Div one = new Div(origin);
        one.addClassName("pair");
        Double score = flag.score();
        if (score != null) {
            Span figure = new Span(Texts.number(score, 2));
            figure.addClassName("num");
            one.add(figure);
            String model = flag.modelVersion();
            if (model != null) {
                figure.setTitle(Texts.t("workbench.desk.model") + " " + model);
            }
            Double percentile = flag.percentile();
            // the newest stands at the head of the row
            if (percentile != null && !score.equals(its.score())) {
                Span top = new Span(Texts.t("platform.score.top", Texts.percent(1 - percentile, 1)));
                top.addClassName("muted");
                one.add(top);
            }
        }
        if (flag.inclusionProbability() < 1) {
            Span drawn = new Span(Texts.t("workbench.desk.drawn", Texts.percent(flag.inclusionProbability(), 1)));
            drawn.addClassName("muted");
            one.add(drawn);
        }
        RelativeTime at = new RelativeTime(flag.flaggedAt());
        Span when = new Span();
        when.addClassName("muted");
        when.getElement().appendChild(at.getElement());
        one.add(when);
        return one;
    }

    private static Div fact(String labelKey, Component value) {
        Span label = new Span(Texts.t(labelKey));
        label.addClassName("muted");
        Div pair = new Div(label, value);
        pair.addClassName("pair");
        return pair;
    }
}
