package org.assize.ingest.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.server.streams.DownloadEvent;
import com.vaadin.flow.server.streams.DownloadHandler;
import jakarta.annotation.security.RolesAllowed;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.assize.ingest.CancelImport;
import org.assize.ingest.ImportHistory;
import org.assize.ingest.ImportProgress;
import org.assize.ingest.ImportState;
import org.assize.ingest.ListedReject;
import org.assize.platform.AssizeClock;
import org.assize.platform.ui.Confirm;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Figure;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.KeysetGrid;
import org.assize.platform.ui.KeysetSource;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.ProgressLine;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.jspecify.annotations.Nullable;

/** One import: how far it is, what became of its rows, and which were not taken and why. */
@Route(FeedsNavigation.IMPORT)
@RolesAllowed("feeds:read")
class ImportView extends Page implements HasUrlParameter<String> {

    private final CurrentActor actor;
    private final ImportHistory history;
    private final CancelImport cancel;
    private final AssizeClock clock;
    private final EverySecond polling = new EverySecond(this, this::lookAgain);
    private final Div state = new Div();
    private final Div about = new Div();
    private final Div sofar = new Div();
    private final Figure read = new Figure(Texts.t("ingest.read"), "");
    private final Figure accepted = new Figure(Texts.t("ingest.accepted"), "");
    private final Figure duplicates = new Figure(Texts.t("ingest.duplicates"), "");
    private final Figure updated = new Figure(Texts.t("ingest.updated"), "");
    private final Figure rejected = new Figure(Texts.t("ingest.rejected"), "");
    private final Figure skipped = new Figure(Texts.t("ingest.skipped"), "");
    private final Figure rate = new Figure(Texts.t("ingest.rate"), "");
    private final Div rejects = new Div();
    private final Div listHead = new Div();
    private final Div allTaken = new Div();
    private final KeysetGrid<ListedReject> grid = new KeysetGrid<>();
    private final Button stop = new Button(Texts.t("ingest.cancel.verb"), Glyph.BAN.icon(), event -> ask());
    private UUID id = new UUID(0, 0);
    private long listed = -1;

    ImportView(CurrentActor actor, ImportHistory history, CancelImport cancel, AssizeClock clock) {
        super("ingest.import");
        this.actor = actor;
        this.history = history;
        this.cancel = cancel;
        this.clock = clock;
        addClassName("page-fill");
        RouterLink back = new RouterLink("", FeedsView.class);
        back.add(Glyph.ARROW_LEFT.icon());
        back.getElement().setAttribute("aria-label", Texts.t("ingest.back"));
        back.addClassName("back-link");
        beside(ViewKeys.bind(back, "Escape", "ingest.back"), state);
        actions(ViewKeys.click(stop, "x"));
        stop.addThemeVariants(ButtonVariant.LUMO_ERROR);
        about.addClassName("import-about");
        rejects.addClassName("import-rejects");
        list();
        add(about, sofar, Figure.row(read, accepted, duplicates, updated, rejected, skipped, rate), rejects);
    }

    @Override
    public void setParameter(BeforeEvent event, String parameter) {
        try {
            id = UUID.fromString(parameter);
        } catch (IllegalArgumentException e) {
            throw new NotFoundException("no import has this id");
        }
        ImportProgress found =
                history.find(actor.get(), id).orElseThrow(() -> new NotFoundException("no import has this id"));
        title(found.fileName());
        show(found);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        lookAgain();
    }

    private void lookAgain() {
        history.find(actor.get(), id).ifPresent(found -> {
            show(found);
            polling.look(!found.state().isFinal());
        });
    }

    private void show(ImportProgress found) {
        state.removeAll();
        state.add(FeedWords.of(found.state()));
        about.removeAll();
        about.add(
                new Span(FeedWords.of(found.feed())),
                new Span(Texts.t("ingest.broughtBy", found.requestedByName())),
                new RelativeTime(found.createdAt()));
        stop.setVisible(!found.state().isFinal() && actor.get().may(Permission.SEND_FEEDS));
        sofar.removeAll();
        if (found.state() == ImportState.RUNNING) {
            sofar.add(new ProgressLine(Texts.t("ingest.progress")).at(found.share()));
        }
        if (!found.problems().isEmpty()) {
            sofar.add(FeedWords.notice("notice-danger", Texts.t("ingest.problem"), found.problems()));
        } else if (found.state() == ImportState.CANCELLED || found.state() == ImportState.INTERRUPTED) {
            sofar.add(FeedWords.notice(
                    "notice-warning",
                    Texts.t(found.state() == ImportState.CANCELLED ? "ingest.cancelled" : "ingest.interrupted"),
                    List.of()));
        }
        sofar.setVisible(sofar.getChildren().findAny().isPresent());
        read.value(Texts.number(found.rowsRead()));
        accepted.value(Texts.number(found.accepted()));
        duplicates.value(Texts.number(found.duplicates()));
        updated.value(Texts.number(found.updated()));
        rejected.value(Texts.number(found.rejected()));
        skipped.value(Texts.number(found.skipped()));
        skipped.setVisible(found.skipped() > 0);
        rate.value(Texts.number(found.rowsPerSecond(clock.now())));
        if (listed != found.rejected() || found.state().isFinal()) {
            listed = found.rejected();
            showRejects(found);
        }
    }

    private void showRejects(ImportProgress found) {
        boolean none = found.rejected() == 0;
        listHead.setVisible(!none);
        grid.setVisible(!none);
        allTaken.removeAll();
        allTaken.setVisible(none && found.state() == ImportState.DONE);
        if (allTaken.isVisible()) {
            allTaken.add(new EmptyState(
                    Glyph.CHECK,
                    Texts.t("ingest.allTaken"),
                    Texts.t(found.rowsRead() == 0 ? "ingest.noRows" : "ingest.allTakenNext")));
        }
        if (!none) {
            grid.getDataProvider().refreshAll();
        }
    }

    private void list() {
        H2 title = new H2(Texts.t("ingest.rejects"));
        title.addClassName("section-title");
        Div spacer = new Div();
        spacer.addClassName("spacer");
        Anchor download = new Anchor((DownloadHandler) this::writeRejects, "");
        download.add(Glyph.DOWNLOAD.icon(), new Span(Texts.t("ingest.download")), ViewKeys.kbd("d"));
        download.addClassName("download-link");
        listHead.add(title, spacer, ViewKeys.bind(download, "d", "ingest.download"));
        listHead.addClassName("toolbar");
        grid.addColumn(row -> Texts.number(row.reject().line()))
                .setHeader(Texts.t("ingest.line"))
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("6rem")
                .setFlexGrow(0);
        grid.addColumn(row -> row.reject().column())
                .setHeader(Texts.t("ingest.column"))
                .setFlexGrow(1);
        grid.addColumn(row -> row.reject().value())
                .setHeader(Texts.t("ingest.value"))
                .setFlexGrow(2);
        grid.addColumn(row -> FeedWords.of(row.reject().complaint()))
                .setHeader(Texts.t("ingest.reason"))
                .setFlexGrow(3);
        grid.show(new KeysetSource<ListedReject, Long>() {
            @Override
            public List<ListedReject> page(@Nullable Long after, int limit) {
                return history.rejects(actor.get(), id, after, limit);
            }

            @Override
            public Long positionOf(ListedReject row) {
                return row.position();
            }
        });
        rejects.add(listHead, grid, allTaken);
    }

    private void writeRejects(DownloadEvent event) throws IOException {
        event.setFileName("rejects-" + id + ".csv");
        event.setContentType("text/csv; charset=utf-8");
        Writer out = new OutputStreamWriter(event.getOutputStream(), StandardCharsets.UTF_8);
        history.writeRejects(actor.get(), id, out);
        out.flush();
    }

    private void ask() {
        Confirm.danger(
                Texts.t("ingest.cancel.title", getPageTitle().replace(" · Assize", "")),
                Texts.t("ingest.cancel.text"),
                Texts.t("ingest.cancel.verb"),
                () -> {
                    var _ = cancel.cancel(actor.get(), id);
                    lookAgain();
                });
    }
}
