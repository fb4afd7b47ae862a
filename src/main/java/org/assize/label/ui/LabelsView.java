package org.assize.label.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.DownloadHandler;
import jakarta.annotation.security.RolesAllowed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.assize.label.ExportLabels;
import org.assize.label.HandOutSnapshot;
import org.assize.label.Label;
import org.assize.label.LabelCounts;
import org.assize.label.LabelFormat;
import org.assize.label.Snapshots;
import org.assize.label.TakeSnapshot;
import org.assize.label.TakeSnapshot.Snapshot;
import org.assize.platform.AssizeClock;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Figure;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.KeysetGrid;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.ShortId;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;

/** What is known of subjects as of an instant: counted, looked at, taken away, frozen. */
@Route("labels")
@RolesAllowed("labels:read")
@NavEntry(section = NavEntry.Section.LEARNING, order = 10, glyph = Glyph.TAG, key = "l")
class LabelsView extends Page {

    private static final int SHOWN = 100;
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final CurrentActor actor;
    private final LabelCounts counts;
    private final ExportLabels labels;
    private final TakeSnapshot takeSnapshot;
    private final Snapshots snapshots;
    private final HandOutSnapshot handOut;
    private final AssizeClock clock;
    private final DateTimePicker asOf = new DateTimePicker();
    private final Select<SubjectKind> kind = new Select<>();
    private final Div figures = new Div();
    private final Div answer = new Div();
    private final Div frozen = new Div();
    private final Grid<Label> grid = new KeysetGrid<>();

    LabelsView(
            CurrentActor actor,
            LabelCounts counts,
            ExportLabels labels,
            TakeSnapshot takeSnapshot,
            Snapshots snapshots,
            HandOutSnapshot handOut,
            AssizeClock clock) {
        super("nav.labels");
        this.actor = actor;
        this.counts = counts;
        this.labels = labels;
        this.takeSnapshot = takeSnapshot;
        this.snapshots = snapshots;
        this.handOut = handOut;
        this.clock = clock;
        note(Texts.t("label.note"));
        actions(ViewKeys.bind(download(LabelFormat.CSV), "d", "label.download.csv"), download(LabelFormat.NDJSON));
        if (actor.get().may(Permission.TAKE_SNAPSHOTS)) {
            Button take = new Button(Texts.t("label.snapshot.take"), Glyph.LOCK.icon(), click -> freeze());
            take.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            actions(ViewKeys.click(take, "s"));
        }
        asOf.setLocale(Texts.language().equals(Locale.ENGLISH) ? Locale.UK : Texts.language());
        asOf.setDatePickerI18n(new DatePicker.DatePickerI18n().setDateFormat("yyyy-MM-dd"));
        asOf.addClassName("instant-field");
        asOf.setAriaLabel(Texts.t("label.asOf"));
        asOf.setValue(LocalDateTime.ofInstant(clock.now().truncatedTo(ChronoUnit.MINUTES), ZoneOffset.UTC)
                .plusMinutes(1));
        asOf.addValueChangeListener(change -> show());
        kind.setAriaLabel(Texts.t("label.kind"));
        kind.setItems(SubjectKind.values());
        kind.setItemLabelGenerator(each -> Texts.t("label.kind." + each.code()));
        kind.setValue(SubjectKind.ORDER);
        kind.addValueChangeListener(change -> show());
        Span asOfName = new Span(Texts.t("label.asOf"));
        asOfName.addClassName("muted");
        Div bar = new Div(asOfName, asOf, kind);
        bar.addClassName("toolbar");
        answer.getElement().setAttribute("role", "status");
        answer.setVisible(false);
        columns();
        Div top = new Div(figures, frozen);
        top.addClassNames("split", "split-wide-left");
        frozen.addClassNames("side", "side-short");
        addClassName("page-fill");
        add(bar, answer, top, grid);
    }

    private void columns() {
        grid.addComponentColumn(label -> new ShortId(label.subject().id()))
                .setHeader(Texts.t("label.subject"))
                .setWidth("8.5rem")
                .setFlexGrow(1);
        grid.addComponentColumn(LabelsView::word)
                .setHeader(Texts.t("label.label"))
                .setWidth("7rem")
                .setFlexGrow(0);
        grid.addColumn(label -> label.typology() == null ? "" : typology(label.typology()))
                .setHeader(Texts.t("label.typology"))
                .setWidth("8rem")
                .setFlexGrow(1);
        grid.addColumn(label -> source(label.source()))
                .setHeader(Texts.t("label.source"))
                .setWidth("9rem")
                .setFlexGrow(1);
        grid.addColumn(RelativeTime.renderer(Label::knownAt))
                .setHeader(Texts.t("label.knownAt"))
                .setWidth("6.5rem")
                .setFlexGrow(0);
        grid.addColumn(label -> Texts.t(label.mature() ? "label.mature.yes" : "label.mature.no"))
                .setHeader(Texts.t("label.mature"))
                .setWidth("6rem")
                .setFlexGrow(0);
        grid.addColumn(label -> {
                    Double probability = label.inclusionProbability();
                    return probability == null ? "–" : Texts.number(probability, 3);
                })
                .setHeader(Texts.t("label.inclusion"))
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("8rem")
                .setFlexGrow(0);
        grid.setEmptyStateComponent(new EmptyState(Glyph.TAG, Texts.t("label.empty"), Texts.t("label.emptyNext")));
    }

    private static Badge word(Label label) {
        return label.fraud()
                ? Badge.of(Glyph.GAVEL, Texts.t("label.fraud"), "verdict-fraud")
                : Badge.of(Glyph.LEGITIMATE, Texts.t("label.legitimate"), "verdict-legitimate");
    }

    private static String typology(String code) {
        String key = "verdict.typology." + code;
        return Texts.has(key) ? Texts.t(key) : code;
    }

    private static String source(String code) {
        return code.equals("verdict")
                ? Texts.t("label.source.verdict")
                : Texts.t(
                        "label.source.outcome",
                        code.replaceFirst("^outcome:", "").replace('_', ' '));
    }

    @Override
    protected void onAttach(AttachEvent attach) {
        show();
        showFrozen();
    }

    private Instant asOf() {
        LocalDateTime chosen = asOf.getValue();
        return chosen == null ? clock.now() : chosen.toInstant(ZoneOffset.UTC);
    }

    private void show() {
        figures.removeAll();
        figures.addClassName("figures");
        for (LabelCounts.Count count : counts.bySource(actor.get(), asOf())) {
            if (count.subjectKind().equals(kind.getValue().code())) {
                figures.add(new Figure(source(count.source()), Texts.number(count.frauds() + count.legitimate()))
                        .note(Texts.t("label.split", count.frauds(), count.legitimate())));
            }
        }
        figures.setVisible(figures.getComponentCount() > 0);
        grid.setItems(counts.first(actor.get(), asOf(), kind.getValue(), SHOWN));
    }

    private Anchor download(LabelFormat format) {
        String extension = format == LabelFormat.CSV ? "csv" : "ndjson";
        DownloadHandler handler = event -> {
            event.setContentType(format.mediaType());
            event.setFileName("labels-" + kind.getValue().code() + "." + extension);
            try (OutputStream out = event.getOutputStream()) {
                labels.export(actor.get(), new ExportLabels.Request(asOf(), null, kind.getValue(), format, true), out);
            }
        };
        Anchor anchor = new Anchor(handler, Texts.t("label.download." + extension));
        anchor.addClassName("button-link");
        anchor.addComponentAsFirst(Glyph.DOWNLOAD.icon());
        if (format == LabelFormat.CSV) {
            anchor.add(ViewKeys.kbd("d"));
        }
        return anchor;
    }

    private void freeze() {
        Instant instant = asOf().isAfter(clock.now()) ? clock.now() : asOf();
        Snapshot taken = takeSnapshot.take(actor.get(), instant);
        answer.setText(Texts.t("label.snapshot.taken", taken.rows()));
        answer.setClassName("notice notice-ok");
        answer.setVisible(true);
        showFrozen();
    }

    private void showFrozen() {
        frozen.removeAll();
        H2 title = new H2(Texts.t("label.snapshots"));
        title.addClassName("section-title");
        frozen.add(title);
        List<Snapshot> all = snapshots.page(actor.get(), null, 50).items();
        if (all.isEmpty()) {
            frozen.add(
                    new EmptyState(Glyph.LOCK, Texts.t("label.snapshots.empty"), Texts.t("label.snapshots.emptyNext")));
            return;
        }
        Div rows = new Div();
        rows.addClassName("rows");
        for (Snapshot each : all) {
            rows.add(line(each));
        }
        frozen.add(rows);
    }

    private Div line(Snapshot snapshot) {
        DownloadHandler handler = event -> {
            event.setContentType("text/csv");
            event.setFileName("snapshot-" + snapshot.id() + ".csv");
            try (InputStream content =
                            handOut.content(actor.get(), snapshot.id()).orElseThrow(() -> new IOException("gone"));
                    OutputStream out = event.getOutputStream()) {
                content.transferTo(out);
            }
        };
        Span rows = new Span(Texts.t("label.rows", snapshot.rows()));
        rows.addClassNames("muted", "small", "grows");
        Anchor download = new Anchor(handler, Texts.t("label.snapshot.download"));
        download.getElement()
                .setAttribute(
                        "aria-label",
                        Texts.t("label.snapshot.downloadOf", snapshot.asOf().toString()));
        Span asKnown = new Span(MINUTES.format(snapshot.asOf()));
        asKnown.addClassName("nowrap");
        return new Div(asKnown, rows, new ShortId(snapshot.sha256()).keep(10), download);
    }
}
