package org.assize.training.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyModifier;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeDetails;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.RangeInput;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.assize.platform.Interval;
import org.assize.platform.ui.Axis;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.CalibrationChart;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Figure;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.LineChart;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.ShortId;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;
import org.assize.training.DecidePromotion;
import org.assize.training.ModelRegistry;
import org.assize.training.ModelReport;
import org.assize.training.ModelVersion;
import org.assize.training.Promotion;
import org.assize.training.Promotions;
import org.assize.training.RequestPromotion;
import org.jspecify.annotations.Nullable;

/** One model beside the champion of its time, on the same later days; and what it was made of. */
@Route("models/:version")
@RolesAllowed("models:read")
class ModelView extends Page implements BeforeEnterObserver {

    private final CurrentActor actor;
    private final ModelRegistry models;
    private final Promotions promotions;
    private final RequestPromotion request;
    private final DecidePromotion decide;
    private final Div head = new Div();
    private final Div answer = new Div();
    private final Div body = new Div();
    private String version = "";

    ModelView(
            CurrentActor actor,
            ModelRegistry models,
            Promotions promotions,
            RequestPromotion request,
            DecidePromotion decide) {
        super("nav.models");
        this.actor = actor;
        this.models = models;
        this.promotions = promotions;
        this.request = request;
        this.decide = decide;
        RouterLink back = new RouterLink(Texts.t("training.back"), ModelsView.class);
        actions(ViewKeys.bind(back, "Escape", "training.back"), head);
        head.addClassName("toolbar");
        body.addClassName("page-body");
        answer.getElement().setAttribute("role", "status");
        answer.setVisible(false);
        add(answer, body);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        version = event.getRouteParameters().get("version").orElse("");
        show();
    }

    private void show() {
        head.removeAll();
        body.removeAll();
        title(version);
        Optional<ModelVersion> found = models.find(actor.get(), version);
        if (found.isEmpty()) {
            body.add(new EmptyState(Glyph.BRAIN, Texts.t("training.noModel"), Texts.t("training.noModelNext")));
            return;
        }
        ModelVersion model = found.get();
        promotion(model);
        body.add(summary(model));
        ModelReport report = model.report();
        if (report == null) {
            body.add(new EmptyState(Glyph.CHART, Texts.t("training.notMeasured"), Texts.t("training.notMeasuredNext")));
        } else {
            body.add(comparison(model.kind(), report));
        }
        body.add(facts(model));
    }

    private static Div summary(ModelVersion model) {
        Div line = new Div();
        line.addClassName("toolbar");
        if (model.champion()) {
            line.add(new Badge(Texts.t("training.champion"), Badge.Tone.ACCENT));
        }
        line.add(
                new Badge(Texts.t("training.kind." + model.kind().code())),
                new Badge(Texts.t("training.algorithm." + model.algorithm())));
        Span by = new Span(Texts.t("training.by", model.createdBy()));
        by.addClassName("muted");
        line.add(by, new RelativeTime(model.createdAt()));
        return line;
    }

    private void promotion(ModelVersion model) {
        Optional<Promotion> waiting = promotions.newest(actor.get(), 100).stream()
                .filter(each -> each.open() && each.modelVersion().equals(model.version()))
                .findFirst();
        if (waiting.isPresent()) {
            body.add(PromotionLine.of(actor, waiting.get(), decide, true, this::told));
        } else if (!model.champion() && actor.get().may(Permission.REQUEST_PROMOTIONS)) {
            boolean before = promotions.newest(actor.get(), 500).stream()
                    .anyMatch(
                            each -> each.modelVersion().equals(model.version()) && "approved".equals(each.decision()));
            Button ask = new Button(
                    Texts.t(before ? "training.rollBack" : "training.promote"),
                    before ? Glyph.UNDO.icon() : Glyph.TREND.icon(),
                    click -> ask(before));
            ask.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            head.add(ViewKeys.click(ask, "p"));
        }
    }

    private void ask(boolean rollback) {
        Dialog dialog = new Dialog(Texts.t(rollback ? "training.rollBack.title" : "training.promote.title", version));
        TextArea reason = new TextArea(Texts.t("training.reason"));
        reason.setHelperText(Texts.t("training.reason.hint"));
        reason.setMaxLength(2_000);
        reason.setWidthFull();
        Button send = new Button(Texts.t("training.ask"), click -> {
            switch (request.request(actor.get(), version, rollback, reason.getValue())) {
                case RequestPromotion.Result.Requested _ -> {
                    dialog.close();
                    told(Texts.t("training.asked"), true);
                }
                case RequestPromotion.Result.ReasonMissing _ -> {
                    reason.setInvalid(true);
                    reason.setErrorMessage(Texts.t("training.reason.missing"));
                }
                case RequestPromotion.Result.NoSuchModel _,
                        RequestPromotion.Result.AlreadyChampion _,
                        RequestPromotion.Result.AlreadyRequested _ -> {
                    dialog.close();
                    told(Texts.t("training.alreadyAsked"), false);
                }
                case RequestPromotion.Result.Unusable(String detail) -> {
                    dialog.close();
                    told(Texts.t("training.unusable", detail), false);
                }
            }
        });
        send.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        // what was typed last reaches the server before the click
        send.addClickShortcut(Key.ENTER, KeyModifier.CONTROL).resetFocusOnActiveElement();
        send.setSuffixComponent(ViewKeys.kbd("Ctrl+Enter"));
        dialog.add(reason);
        dialog.getFooter().add(new Button(Texts.t("platform.cancel"), click -> dialog.close()), send);
        dialog.open();
        reason.focus();
    }

    private void told(String text, boolean done) {
        answer.setText(text);
        answer.setClassName("notice " + (done ? "notice-ok" : "notice-warning"));
        answer.setVisible(true);
        show();
    }

    // ---------------------------------------------------------------- comparison

    private static Component comparison(SubjectKind kind, ModelReport report) {
        String note =
                Texts.t("training.figures.note", day(report.testFrom()), day(report.testUntil()), report.capacity());
        ModelReport.Side champion = report.champion();
        if (champion != null && champion.refitted()) {
            note += " " + Texts.t("training.figures.refitted", champion.version());
        }
        Div left = panel(Texts.t("training.figures"), note, table(kind, report), whatIf(report));
        Div right = panel(Texts.t("training.pictures"), "", precisionPerDay(report));
        if (!report.challenger().calibration().isEmpty()) {
            right.add(calibration(report));
        }
        Div split = new Div(left, right);
        split.addClassName("split");
        return split;
    }

    private static NativeTable table(SubjectKind kind, ModelReport report) {
        NativeTable table = new NativeTable();
        table.addClassName("figure-table");
        table.setCaptionText(Texts.t("training.figures.caption"));
        ModelReport.Side champion = report.champion();
        NativeTableRow header = new NativeTableRow();
        header.add(
                column(Texts.t("training.figure")), column(report.challenger().version()));
        if (champion != null) {
            header.add(column(Texts.t("training.difference")), column(Texts.t("training.versus", champion.version())));
        }
        table.getHead().add(header);
        figures(
                table,
                kind,
                report.capacity(),
                report.challenger().figures(),
                champion == null ? null : champion.figures(),
                report.difference());
        counts(table, report.challenger().rows(), report.challenger().frauds(), champion != null);
        ModelReport.Unknown unknown = report.unknownOnly();
        if (unknown != null) {
            NativeTableHeaderCell only = new NativeTableHeaderCell(Texts.t("training.unknownOnly." + kind.code()));
            only.getElement().setAttribute("colspan", champion == null ? "2" : "4");
            only.getElement().setAttribute("scope", "rowgroup");
            only.addClassName("figure-group");
            only.setTitle(Texts.t("training.unknownOnly.what"));
            table.getBody().add(new NativeTableRow(only));
            figures(table, kind, report.capacity(), unknown.challenger(), unknown.champion(), unknown.difference());
            counts(table, unknown.rows(), unknown.frauds(), champion != null);
        }
        return table;
    }

    private static void figures(
            NativeTable table,
            SubjectKind kind,
            int capacity,
            Map<String, ModelReport.Figure> own,
            @Nullable Map<String, ModelReport.Figure> champions,
            @Nullable Map<String, ModelReport.Figure> differences) {
        for (String name : Figures.NAMES) {
            if (!own.containsKey(name)) {
                continue;
            }
            String key = "training.figure." + (name.equals(Figures.CARD_PRECISION) ? name + "." + kind.code() : name);
            NativeTableHeaderCell label = rowLabel(Texts.t(key, capacity));
            label.setTitle(Texts.t(key + ".what", capacity));
            NativeTableRow row = new NativeTableRow(label, cell(own.get(name)));
            if (champions != null) {
                row.add(
                        difference(name, differences == null ? null : differences.get(name)),
                        cell(champions.get(name)));
            }
            table.getBody().add(row);
        }
    }

    /** Both have scored the same rows. */
    private static void counts(NativeTable table, int rows, int frauds, boolean champion) {
        NativeTableRow tested =
                new NativeTableRow(rowLabel(Texts.t("training.testRows")), textCell(Texts.number(rows)));
        NativeTableRow fraud =
                new NativeTableRow(rowLabel(Texts.t("training.testFrauds")), textCell(Texts.number(frauds)));
        if (champion) {
            tested.add(textCell(""), textCell(Texts.number(rows)));
            fraud.add(textCell(""), textCell(Texts.number(frauds)));
        }
        table.getBody().add(tested, fraud);
    }

    private static NativeTableHeaderCell column(String text) {
        NativeTableHeaderCell cell = new NativeTableHeaderCell(text);
        cell.getElement().setAttribute("scope", "col");
        return cell;
    }

    private static NativeTableHeaderCell rowLabel(String text) {
        NativeTableHeaderCell cell = new NativeTableHeaderCell(text);
        cell.getElement().setAttribute("scope", "row");
        return cell;
    }

    private static NativeTableCell textCell(String text) {
        return new NativeTableCell(text);
    }

    private static NativeTableCell cell(ModelReport.@Nullable Figure figure) {
        Span interval = new Span(Figures.interval(figure));
        interval.addClassNames("muted", "small");
        return new NativeTableCell(new Span(Figures.value(figure)), interval);
    }

    /** Coloured, and marked, only where the interval leaves zero out. */
    private static NativeTableCell difference(String name, ModelReport.@Nullable Figure figure) {
        int verdict = Figures.verdict(name, figure);
        Span value = new Span((verdict > 0 ? "▲ " : verdict < 0 ? "▼ " : "") + Figures.signed(figure));
        if (verdict != 0) {
            value.addClassName(verdict > 0 ? "better" : "worse");
            value.setTitle(Texts.t(verdict > 0 ? "training.better" : "training.worse"));
        }
        Span interval = new Span(Figures.interval(figure));
        interval.addClassNames("muted", "small");
        return new NativeTableCell(value, interval);
    }

    private static LineChart precisionPerDay(ModelReport report) {
        LineChart chart = new LineChart(
                Texts.t("training.perDay", report.capacity()),
                Axis.time(Texts.t("training.day")),
                Axis.percent(Texts.t("training.perDay", report.capacity())).between(0, top(report)));
        chart.line(report.challenger().version(), points(report.challenger()));
        ModelReport.Side champion = report.champion();
        if (champion != null) {
            chart.line(champion.version(), points(champion));
        }
        return chart;
    }

    /** Where the axis ends: rare fraud would lie flat on the ground of one that reaches 100 %. */
    private static double top(ModelReport report) {
        double highest = Stream.of(report.challenger(), report.champion())
                .filter(Objects::nonNull)
                .flatMap(side -> side.perDay().stream())
                .mapToDouble(day -> day.precisionAtCapacity() == null ? 0 : day.precisionAtCapacity())
                .max()
                .orElse(1);
        return roomy(highest);
    }

    private static double roomy(double highest) {
        return DoubleStream.of(0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
                .filter(end -> end >= highest * 1.1)
                .findFirst()
                .orElse(1);
    }

    private static List<LineChart.Point> points(ModelReport.Side side) {
        return side.perDay().stream()
                .map(each -> LineChart.Point.at(
                        each.day().atStartOfDay(ZoneOffset.UTC).toInstant(),
                        each.precisionAtCapacity() == null ? Double.NaN : each.precisionAtCapacity()))
                .toList();
    }

    private static CalibrationChart calibration(ModelReport report) {
        List<CalibrationChart.Bin> own = bins(report.challenger());
        ModelReport.Side champion = report.champion();
        List<CalibrationChart.Bin> others = champion == null ? List.of() : bins(champion);
        double highest = Stream.concat(own.stream(), others.stream())
                .mapToDouble(bin -> Math.max(bin.said(), bin.high()))
                .max()
                .orElse(1);
        CalibrationChart chart = new CalibrationChart(Texts.t("training.calibration"), roomy(highest));
        chart.bins(report.challenger().version(), own);
        if (champion != null) {
            chart.bins(champion.version(), others);
        }
        return chart;
    }

    private static List<CalibrationChart.Bin> bins(ModelReport.Side side) {
        return side.calibration().stream()
                .map(bin -> {
                    Interval share = Interval.ofShare(bin.fraudShare(), bin.rows());
                    return new CalibrationChart.Bin(
                            bin.meanScore(), share.value(), share.low(), share.high(), bin.rows());
                })
                .toList();
    }

    // ---------------------------------------------------------------- what if

    private static Component whatIf(ModelReport report) {
        List<ModelReport.Step> steps = report.challenger().thresholds().stream()
                .sorted(Comparator.comparingDouble(ModelReport.Step::flagsPerDay))
                .toList();
        if (steps.size() < 2) {
            return new Div();
        }
        H2 title = new H2(Texts.t("training.whatIf"));
        title.addClassName("section-title");
        Figure cases = new Figure(Texts.t("training.whatIf.cases"), "");
        Figure frauds = new Figure(Texts.t("training.whatIf.frauds"), "");
        Figure precision = new Figure(Texts.t("training.whatIf.precision"), "");
        Figure recall = new Figure(Texts.t("training.whatIf.recall"), "");
        RangeInput slider = new RangeInput(ValueChangeMode.EAGER);
        slider.setMin(0);
        slider.setMax(steps.size() - 1);
        slider.setStep(1.0);
        slider.addClassName("what-if");
        slider.getElement().setAttribute("aria-label", Texts.t("training.whatIf"));
        ModelReport.Side champion = report.champion();
        Runnable move = () -> {
            ModelReport.Step step = steps.get((int) Math.round(slider.getValue()));
            ModelReport.Step before = champion == null ? null : nearest(champion.thresholds(), step.flagsPerDay());
            cases.value(Texts.number(step.flagsPerDay(), step.flagsPerDay() < 10 ? 1 : 0));
            frauds.value(Texts.number(step.flagsPerDay() * step.precision(), 1));
            precision.value(Texts.percent(step.precision(), 1));
            recall.value(Texts.percent(step.recall(), 1));
            cases.note(Texts.t(
                    "training.whatIf.threshold", Texts.number(step.threshold(), step.threshold() < 0.1 ? 4 : 3)));
            if (champion != null && before != null) {
                frauds.note(Texts.t(
                        "training.whatIf.champion",
                        champion.version(),
                        Texts.number(before.flagsPerDay() * before.precision(), 1)));
                String others = Texts.number(before.flagsPerDay(), before.flagsPerDay() < 10 ? 1 : 0);
                precision.note(Texts.t(
                        "training.whatIf.champion", champion.version(), Texts.percent(before.precision(), 1), others));
                recall.note(Texts.t(
                        "training.whatIf.champion", champion.version(), Texts.percent(before.recall(), 1), others));
            }
        };
        slider.addValueChangeListener(change -> move.run());
        int start = 0;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).flagsPerDay() <= report.capacity() * 1.05) {
                start = i;
            }
        }
        slider.setValue((double) start);
        move.run();
        ViewKeys.bind(slider, "w", "training.whatIf");
        Div box = new Div(title, slider, Figure.row(cases, frauds, precision, recall));
        box.addClassName("panel");
        return box;
    }

    private static ModelReport.@Nullable Step nearest(List<ModelReport.Step> steps, double flagsPerDay) {
        return steps.stream()
                .min(Comparator.comparingDouble(step -> Math.abs(step.flagsPerDay() - flagsPerDay)))
                .orElse(null);
    }

    // ---------------------------------------------------------------- what it was made of

    private static Component facts(ModelVersion model) {
        Map<String, Object> on = model.trainedOn();
        DescriptionList list = new DescriptionList();
        list.addClassName("kv");
        fact(list, "training.fact.window", window(on));
        fact(list, "training.fact.asOf", new Span(instant(on.get("asOf"))));
        fact(list, "training.rows", new Span(Figures.count(on.get("rows"))));
        fact(list, "training.frauds", new Span(Figures.count(on.get("frauds"))));
        if (on.get("byPeople") != null) {
            fact(list, "training.fact.byPeople", new Span(Figures.count(on.get("byPeople"))));
        }
        if (on.get("delay") != null) {
            long days = Duration.parse(on.get("delay").toString()).toDays();
            fact(list, "training.fact.delay", new Span(Texts.t("training.fact.delay.days", days)));
        }
        if (on.get("snapshot") != null) {
            fact(list, "training.fact.snapshot", new ShortId(String.valueOf(on.get("snapshot"))).keep(20));
        }
        fact(list, "training.seed", new Span(Long.toString(model.seed())));
        fact(
                list,
                "training.options",
                new Span(model.options().entrySet().stream()
                        .map(option -> Texts.t("training.option." + option.getKey()) + " "
                                + Texts.number(option.getValue(), option.getValue() % 1 == 0 ? 0 : 2))
                        .collect(Collectors.joining(" · "))));
        fact(list, "training.fact.sha256", new ShortId(model.sha256()).keep(24));
        fact(list, "training.fact.smile", new Span("Smile " + model.smileVersion()));
        Div names = new Div();
        names.addClassName("name-cloud");
        model.features().forEach(name -> {
            Span one = new Span(name);
            one.addClassName("mono-id");
            names.add(one);
        });
        NativeDetails used = new NativeDetails(
                Texts.t("training.fact.features", model.features().size()), names);
        return panel(Texts.t("training.facts"), "", list, used);
    }

    private static Span window(Map<String, Object> on) {
        return new Span(
                Texts.t("training.fact.fromUntil", instant(on.get("trainFrom")), instant(on.get("trainUntil"))));
    }

    private static void fact(DescriptionList list, String key, Component value) {
        list.add(new DescriptionList.Term(Texts.t(key)), new DescriptionList.Description(value));
    }

    private static Div panel(String titleText, String note, Component... content) {
        H2 title = new H2(titleText);
        title.addClassName("section-title");
        Div panel = new Div(title);
        panel.addClassName("panel");
        if (!note.isEmpty()) {
            Span text = new Span(note);
            text.addClassNames("muted", "small");
            panel.add(text);
        }
        panel.add(content);
        return panel;
    }

    /** An instant of the registry, cut to minutes. */
    private static String instant(@Nullable Object text) {
        return text == null ? "–" : text.toString().replaceFirst("T(\\d\\d:\\d\\d).*", " $1 UTC");
    }

    private static String day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
