package org.assize.ingest.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.function.ValueProvider;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assize.ingest.CancelImport;
import org.assize.ingest.ImportHistory;
import org.assize.ingest.ImportProgress;
import org.assize.ingest.ImportState;
import org.assize.platform.AssizeClock;
import org.assize.platform.ui.Confirm;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.KeysetGrid;
import org.assize.platform.ui.KeysetSource;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.ProgressLine;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.jspecify.annotations.Nullable;

/** What came in by file: each import with its counts, the newest first. */
@Route(FeedsNavigation.FILES)
@RolesAllowed("feeds:read")
@NavEntry(section = NavEntry.Section.SETUP, order = 10, glyph = Glyph.UPLOAD, key = "f")
class FeedsView extends Page {

    private static final int LOOKED_AT = 50;

    private final CurrentActor actor;
    private final ImportHistory history;
    private final CancelImport cancel;
    private final AssizeClock clock;
    private final KeysetGrid<ImportProgress> grid = new KeysetGrid<>();
    private final EverySecond polling = new EverySecond(this, this::lookAgain);
    private final boolean sends;
    private Set<UUID> underWay = Set.of();

    FeedsView(CurrentActor actor, ImportHistory history, CancelImport cancel, AssizeClock clock) {
        super("nav.feeds");
        this.actor = actor;
        this.history = history;
        this.cancel = cancel;
        this.clock = clock;
        this.sends = actor.get().may(Permission.SEND_FEEDS);
        addClassName("page-fill");
        add(new FeedTabs(FeedsNavigation.FILES));
        if (sends) {
            actions(ViewKeys.click(bring(), "b"));
        }
        columns();
        grid.whenEmpty(
                sends
                        ? new EmptyState(Glyph.UPLOAD, Texts.t("ingest.empty"), Texts.t("ingest.emptyNext"), bring())
                        : new EmptyState(Glyph.UPLOAD, Texts.t("ingest.empty"), Texts.t("ingest.emptyAsk")));
        add(grid);
        grid.show(new KeysetSource<ImportProgress, String>() {
            @Override
            public List<ImportProgress> page(@Nullable String after, int limit) {
                return history.newest(actor.get(), after, limit).items();
            }

            @Override
            public String positionOf(ImportProgress row) {
                return ImportHistory.positionOf(row);
            }
        });
        grid.getDataCommunicator().getKeyMapper().setIdentifierGetter(ImportProgress::id);
    }

    private static Button bring() {
        Button button = new Button(
                Texts.t("nav.feeds/bring"),
                Glyph.PLUS.icon(),
                event -> event.getSource().getUI().ifPresent(ui -> ui.navigate(BringFileView.class)));
        button.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        return button;
    }

    private void columns() {
        grid.addClassName("imports-grid");
        grid.addColumn(row -> FeedWords.of(row.feed()))
                .setHeader(Texts.t("ingest.feed"))
                .setWidth("5rem")
                .setFlexGrow(0)
                .setPartNameGenerator(row -> needsLook(row) ? "row-attention" : null);
        grid.addComponentColumn(FeedsView::file)
                .setHeader(Texts.t("ingest.file"))
                .setFlexGrow(4)
                .setWidth("9rem");
        narrow(
                grid.addColumn(new ComponentRenderer<Component, ImportProgress>(
                                row -> new StateCell().show(row), (cell, row) -> ((StateCell) cell).show(row)))
                        .setHeader(Texts.t("ingest.state")),
                "7rem");
        number("ingest.read", ImportProgress::rowsRead);
        number("ingest.accepted", ImportProgress::accepted);
        number("ingest.duplicates", ImportProgress::duplicates);
        number("ingest.updated", ImportProgress::updated);
        number("ingest.rejected", ImportProgress::rejected);
        number("ingest.rate", row -> row.rowsPerSecond(clock.now()));
        grid.addColumn(ImportProgress::requestedByName)
                .setHeader(Texts.t("ingest.by"))
                .setFlexGrow(1)
                .setWidth("5rem");
        narrow(
                grid.addColumn(RelativeTime.renderer(ImportProgress::createdAt)).setHeader(Texts.t("ingest.when")),
                "5.5rem");
    }

    private static void narrow(Grid.Column<ImportProgress> column, String width) {
        column.setWidth(width).setFlexGrow(0);
    }

    private void number(String key, ValueProvider<ImportProgress, Long> count) {
        narrow(
                grid.addColumn(row -> Texts.number(count.apply(row)))
                        .setHeader(Texts.t(key))
                        .setTextAlign(ColumnTextAlign.END),
                "4.75rem");
    }

    private static boolean needsLook(ImportProgress row) {
        return row.state() == ImportState.FAILED || row.rejected() > 0;
    }

    private static Component file(ImportProgress row) {
        RouterLink link =
                new RouterLink(row.fileName(), ImportView.class, row.id().toString());
        link.getElement().setAttribute("title", row.fileName());
        link.addClassName("cell-link");
        return link;
    }

    /** Stays in its row while the row moves on, so that its button is not exchanged under the hand that presses it. */
    private final class StateCell extends Div {

        private final ProgressLine.Meter meter = new ProgressLine.Meter();
        private final Span share = new Span();
        private final Button stop = new Button(Glyph.CROSS.icon());
        private @Nullable ImportProgress shown;

        StateCell() {
            addClassName("meter-cell");
            share.addClassNames("num", "small");
            stop.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_ICON);
            stop.setTooltipText(Texts.t("ingest.cancel"));
            stop.addClickListener(event -> {
                if (shown != null) {
                    ask(shown);
                }
            });
        }

        StateCell show(ImportProgress row) {
            if (shown == null || shown.state() != row.state()) {
                removeAll();
                if (row.state() == ImportState.RUNNING) {
                    add(meter, share);
                } else {
                    add(FeedWords.of(row.state()));
                }
                if (sends && !row.state().isFinal()) {
                    stop.setAriaLabel(Texts.t("ingest.cancel.which", row.fileName()));
                    add(stop);
                }
            }
            shown = row;
            meter.fill(row.share());
            share.setText(Texts.percent(row.share(), 0));
            return this;
        }
    }

    private void ask(ImportProgress row) {
        Confirm.danger(
                Texts.t("ingest.cancel.title", row.fileName()),
                Texts.t("ingest.cancel.text"),
                Texts.t("ingest.cancel.verb"),
                () -> {
                    var _ = cancel.cancel(actor.get(), row.id());
                    lookAgain();
                });
    }

    @Override
    protected void onAttach(AttachEvent event) {
        underWay = idsUnderWay();
        polling.look(!underWay.isEmpty());
    }

    /** Rows that move are told one by one; the list is read anew only when an import has begun elsewhere. */
    private void lookAgain() {
        Set<UUID> before = underWay;
        underWay = idsUnderWay();
        if (before.containsAll(underWay)) {
            before.forEach(id -> history.find(actor.get(), id).ifPresent(grid.getDataProvider()::refreshItem));
        } else {
            grid.getDataProvider().refreshAll();
        }
        polling.look(!underWay.isEmpty());
    }

    private Set<UUID> idsUnderWay() {
        return history.underWay(actor.get(), LOOKED_AT).stream()
                .map(ImportProgress::id)
                .collect(Collectors.toUnmodifiableSet());
    }
}
