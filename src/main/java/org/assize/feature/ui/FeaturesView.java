package org.assize.feature.ui;

import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.function.ValueProvider;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assize.feature.FeatureDefinition;
import org.assize.feature.FeatureDistribution;
import org.assize.feature.FeatureDistributions;
import org.assize.feature.FeatureTexts;
import org.assize.feature.Features;
import org.assize.platform.ui.Axis;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Histogram;
import org.assize.platform.ui.KeysetGrid;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Sparkline;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.CurrentActor;
import org.assize.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/** Every feature with what it means and how it is spread here. */
@Route("features")
@RolesAllowed("models:read")
@NavEntry(section = NavEntry.Section.LEARNING, order = 30, glyph = Glyph.LAYERS, key = "e")
class FeaturesView extends Page implements BeforeEnterObserver {

    private static final int SHAPE = 24;
    private static final int BARS = 30;

    private final CurrentActor actor;
    private final Features features;
    private final FeatureDistributions distributions;
    private final FeatureTexts words;
    private final Select<SubjectKind> kind = new Select<>();
    private final TextField search = new TextField();
    private final Span measured = new Span();
    private final Grid<FeatureDefinition> grid = new KeysetGrid<>();
    private final Div detail = new Div();
    private Map<String, FeatureDistribution> known = Map.of();

    FeaturesView(CurrentActor actor, Features features, FeatureDistributions distributions) {
        super("nav.features");
        this.actor = actor;
        this.features = features;
        this.distributions = distributions;
        this.words = new FeatureTexts(Texts.language(), features.options());
        note(Texts.t("feature.page.note"));
        kind.setItems(SubjectKind.values());
        kind.setItemLabelGenerator(each -> Texts.t("feature.page.kind." + each.code()));
        kind.setAriaLabel(Texts.t("feature.page.kind"));
        kind.addValueChangeListener(change -> go(change.isFromClient()));
        search.setPlaceholder(Texts.t("feature.page.search"));
        search.setAriaLabel(Texts.t("feature.page.search"));
        search.setPrefixComponent(Glyph.SEARCH.icon());
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.addValueChangeListener(change -> go(change.isFromClient()));
        ViewKeys.bind(search, "s", "feature.page.search");
        measured.addClassNames("muted", "small");
        Div spacer = new Div();
        spacer.addClassName("spacer");
        Div bar = new Div(kind, search, spacer, measured);
        bar.addClassName("toolbar");
        columns();
        grid.setSelectionMode(Grid.SelectionMode.SINGLE);
        grid.addSelectionListener(chosen -> chosen.getFirstSelectedItem().ifPresentOrElse(this::open, this::close));
        grid.setEmptyStateComponent(
                new EmptyState(Glyph.SEARCH, Texts.t("feature.page.none"), Texts.t("feature.page.noneNext")));
        detail.addClassNames("feature-detail");
        detail.getElement().setAttribute("role", "region");
        detail.getElement().setAttribute("aria-label", Texts.t("feature.page.detail"));
        Div split = new Div(grid, detail);
        split.addClassNames("split", "split-most-left", "split-fill");
        addClassName("page-fill");
        add(bar, split);
    }

    private void columns() {
        grid.addColumn(words::name)
                .setHeader(Texts.t("feature.page.name"))
                .setFlexGrow(1)
                .setWidth("13rem");
        grid.addColumn(each -> words.family(each.family()))
                .setHeader(Texts.t("feature.page.family"))
                .setFlexGrow(0)
                .setWidth("7.5rem");
        grid.addComponentColumn(this::shape)
                .setHeader(Texts.t("feature.page.shape"))
                .setFlexGrow(0)
                .setWidth("7.5rem");
        number("feature.page.usual", this::usual, "11rem");
        number(
                "feature.page.missing",
                each -> {
                    FeatureDistribution spread = known.get(each.name());
                    return spread == null ? "–" : Texts.percent(spread.missingShare(), 1);
                },
                "5.5rem");
    }

    private void number(String headerKey, ValueProvider<FeatureDefinition, String> text, String width) {
        grid.addColumn(text)
                .setHeader(Texts.t(headerKey))
                .setTextAlign(ColumnTextAlign.END)
                .setFlexGrow(0)
                .setWidth(width);
    }

    private String usual(FeatureDefinition feature) {
        FeatureDistribution spread = known.get(feature.name());
        if (spread == null || spread.isEmpty()) {
            return "–";
        }
        return switch (feature.unit()) {
            case FLAG -> Texts.t("feature.page.yes", Texts.percent(spread.mean(), 1));
            // the size of a bucket means nothing
            case BUCKET -> "–";
            case COUNT, MONEY, SHARE, TIMES, DAYS, HOURS, STARS, DEVIATIONS, CLOCK_HOUR, NUMBER ->
                words.value(feature, spread.quantile(0.05)) + " – " + words.value(feature, spread.quantile(0.95));
        };
    }

    private Sparkline shape(FeatureDefinition feature) {
        FeatureDistribution spread = known.get(feature.name());
        double[] counts = spread == null
                ? new double[0]
                : Arrays.stream(spread.histogram(SHAPE))
                        .mapToDouble(FeatureDistribution.Bar::count)
                        .toArray();
        return new Sparkline(Texts.t("feature.page.shapeOf", words.name(feature)), counts);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        QueryParameters asked = event.getLocation().getQueryParameters();
        kind.setValue(
                asked.getSingleParameter("kind").filter("seller"::equals).isPresent()
                        ? SubjectKind.SELLER
                        : SubjectKind.ORDER);
        search.setValue(asked.getSingleParameter("q").orElse(""));
        show();
    }

    private void go(boolean byPerson) {
        if (byPerson) {
            getUI().ifPresent(ui -> ui.navigate(
                    FeaturesView.class,
                    QueryParameters.simple(
                            search.isEmpty()
                                    ? Map.of("kind", kind.getValue().code())
                                    : Map.of("kind", kind.getValue().code(), "q", search.getValue()))));
        }
    }

    private void show() {
        SubjectKind of = kind.getValue();
        known = distributions.of(actor.get(), of);
        Instant at = distributions.measuredAt(actor.get(), of);
        measured.removeAll();
        if (at == null) {
            measured.add(new Span(Texts.t("feature.page.notMeasured")));
        } else {
            measured.add(new Span(Texts.t("feature.page.measured") + " "), new RelativeTime(at));
        }
        String wanted = search.getValue().toLowerCase(Locale.ROOT);
        List<FeatureDefinition> all = features.catalog(of).features().stream()
                .filter(each -> each.name().contains(wanted)
                        || words.name(each).toLowerCase(Locale.ROOT).contains(wanted)
                        || words.definition(each).toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
        grid.setItems(all);
        if (all.isEmpty()) {
            close();
        } else {
            grid.select(all.getFirst());
        }
    }

    private void close() {
        detail.removeAll();
    }

    private void open(FeatureDefinition feature) {
        detail.removeAll();
        H2 title = new H2(words.name(feature));
        title.addClassName("section-title");
        DescriptionList facts = new DescriptionList();
        facts.addClassName("kv");
        Span code = new Span(feature.name());
        code.addClassName("mono-id");
        fact(facts, "feature.page.code", code);
        fact(
                facts,
                "feature.page.unit",
                new Span(Texts.t("feature.page.unit." + feature.unit().name().toLowerCase(Locale.ROOT))));
        fact(
                facts,
                "feature.page.missingRule",
                new Span(Texts.t(
                        "feature.page.missingRule." + feature.missing().name().toLowerCase(Locale.ROOT))));
        FeatureDistribution spread = known.get(feature.name());
        if (spread != null && !spread.isEmpty()) {
            fact(facts, "feature.page.middle", new Span(words.value(feature, spread.quantile(0.5))));
            fact(
                    facts,
                    "feature.page.range",
                    new Span(words.value(feature, spread.min()) + " – " + words.value(feature, spread.max())));
            fact(facts, "feature.page.vectors", new Span(Texts.number(spread.values() + spread.missing())));
        }
        detail.add(title, new Paragraph(words.definition(feature)));
        picture(feature, spread);
        detail.add(facts);
    }

    private void picture(FeatureDefinition feature, @Nullable FeatureDistribution spread) {
        if (spread == null || spread.isEmpty()) {
            Paragraph nothing = new Paragraph(Texts.t("feature.page.nothingSeen"));
            nothing.addClassName("muted");
            detail.add(nothing);
            return;
        }
        FeatureDistribution.Bar[] bars = spread.histogram(BARS);
        double width = bars[0].to() > bars[0].from() ? bars[0].to() - bars[0].from() : 1;
        double sample = spread.sorted().length;
        Histogram histogram = new Histogram(
                Texts.t("feature.page.shapeOf", words.name(feature)),
                Axis.number(Texts.t("feature.page.unit." + feature.unit().name().toLowerCase(Locale.ROOT)), 2),
                Axis.number(Texts.t("feature.page.perMille"), 0),
                bars[0].from(),
                width);
        histogram.group(
                words.name(feature),
                null,
                Arrays.stream(bars)
                        .map(bar -> Math.round(bar.count() * 1000 / sample))
                        .toList());
        detail.add(histogram);
    }

    private static void fact(DescriptionList list, String key, Span value) {
        list.add(new DescriptionList.Term(Texts.t(key)), new DescriptionList.Description(value));
    }
}
