package org.assize.workbench;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.casework.CaseList;
import org.assize.casework.CaseQuery;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.casework.Stretch;
import org.assize.platform.AssizeClock;
import org.assize.platform.Bulletin;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.KeysetGrid;
import org.assize.platform.ui.KeysetSource;
import org.assize.platform.ui.Live;
import org.assize.platform.ui.LiveList;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.ActOnMany;
import org.assize.queue.BulkAct;
import org.assize.queue.BulkSelection;
import org.assize.queue.QueueCases;
import org.assize.queue.QueuePolicies;
import org.assize.queue.QueuePolicy;
import org.assize.queue.SlaClock;
import org.assize.queue.UndoBulk;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.assize.security.Preferences;
import org.jspecify.annotations.Nullable;

/**
 * One queue: what waits in the order in which it will be claimed, or what else is in it, newest first. The address is the
 * filter; a lead acts on all that it finds.
 */
@Route(value = "queues/:queue", layout = MainLayout.class)
@RolesAllowed("cases:read")
class QueueView extends Page implements BeforeEnterObserver {

    private static final List<CaseState> SHOWN =
            List.of(CaseState.WAITING, CaseState.CLAIMED, CaseState.SNOOZED, CaseState.SECOND_REVIEW, CaseState.CLOSED);

    private static final String COLUMNS = "queue.columns";

    /** As many cases as are looked through before somebody has to ask for more: {@link Stretch#CASES} in each. */
    private static final int STRETCHES = 5;

    private final CurrentActor actor;
    private final QueuePolicies policies;
    private final QueueCases cases;
    private final AssizeClock clock;
    private final BulkReads bulk;
    private final KeysetGrid<FraudCase> grid = new KeysetGrid<>();
    private final LiveList<FraudCase, UUID> live;
    private final Select<CaseState> state = new Select<>();
    private final FilterBar filters = new FilterBar(QueueView::go);
    private final Button filter = new Button(Texts.t("workbench.filter"), Glyph.FILTER.icon(), click -> narrow());
    private final UndoBar undo = new UndoBar();
    private final Div further = new Div();
    private int stretches = STRETCHES;
    private CaseQuery query = CaseQuery.of("", CaseState.WAITING);

    QueueView(
            CurrentActor actor,
            QueuePolicies policies,
            QueueCases cases,
            CaseList list,
            NextCase next,
            SlaClock slaClock,
            AssizeClock clock,
            Bulletin bulletin,
            Preferences preferences,
            BulkReads bulk) {
        super("nav.queues");
        this.actor = actor;
        this.policies = policies;
        this.cases = cases;
        this.clock = clock;
        this.bulk = bulk;
        live = new LiveList<>(grid, FraudCase::id, ids -> list.of(actor.get(), ids));
        Live.follow(this, bulletin, AuditTrail::tellsOfCases, news -> live.look());
        addClassName("page-full");
        state.setItems(SHOWN);
        state.setItemLabelGenerator(CaseWords::state);
        state.setAriaLabel(Texts.t("workbench.queue.show"));
        state.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                go(CaseQuery.of(query.queue(), change.getValue()));
            }
        });
        Anchor all = new Anchor("queues", Glyph.ARROW_LEFT.icon(), new Span(Texts.t("nav.queues")));
        all.addClassName("back");
        ViewKeys.bind(all, "Escape", "nav.queues");
        addComponentAtIndex(0, all);
        Actor me = actor.get();
        CaseColumns columns = new CaseColumns(
                grid,
                slaClock,
                clock,
                preferences.of(me).getOrDefault(COLUMNS, ""),
                hidden -> preferences.keep(actor.get(), COLUMNS, hidden));
        grid.setPartNameGenerator(its -> live.isGone(its) ? "row-gone" : columns.isLate(its) ? "row-attention" : null);
        grid.addItemClickListener(
                click -> UI.getCurrent().navigate(NextCase.desk(click.getItem().id())));
        filter.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        ViewKeys.click(filter, "Shift+f");
        Div spacer = new Div();
        spacer.addClassName("spacer");
        Div toolbar = new Div(
                state,
                filter,
                filters.clearing(),
                new SavedFilterMenu(actor, bulk.saved(), bulk.save(), () -> query),
                live);
        toolbar.add(spacer, columns.menu());
        toolbar.addClassName("toolbar");
        filters.setVisible(false);
        Button on = new Button(Texts.t("workbench.queue.further"), click -> {
            stretches += STRETCHES;
            list();
        });
        on.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        Span left = new Span(Texts.t("workbench.queue.unseen"));
        left.addClassNames("muted", "small");
        further.addClassName("toolbar");
        further.getElement().setAttribute("role", "status");
        further.add(left, ViewKeys.click(on, "Shift+l"));
        further.setVisible(false);
        add(toolbar, filters, undo, grid, further);
        if (me.may(Permission.STEER_CASES)) {
            actions(ViewKeys.click(new Button(Texts.t("workbench.bulk"), click -> actOnAll()), "b"));
        }
        if (me.may(Permission.WORK_CASES)) {
            Button take = new Button(Texts.t("workbench.nextCase"), click -> next.of(UI.getCurrent(), query.queue()));
            take.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            actions(ViewKeys.click(take, "n"));
        }
    }

    /** Goes to an address of this view, such as a saved filter. */
    static void open(UI ui, String address) {
        int question = address.indexOf('?');
        ui.navigate(
                question < 0 ? address : address.substring(0, question),
                question < 0 ? QueryParameters.empty() : QueryParameters.fromString(address.substring(question + 1)));
    }

    private static void go(CaseQuery wanted) {
        open(UI.getCurrent(), wanted.address());
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String queue = event.getRouteParameters().get("queue").orElse("");
        Actor me = actor.get();
        QueuePolicy policy = policies.current(queue).orElseThrow(() -> new NotFoundException("no queue " + queue));
        title(CaseWords.queue(queue, policy.queueName()));
        query = CaseQuery.read(queue, event.getLocation().getQueryParameters().getParameters());
        state.setValue(query.state());
        filters.show(query, cases.markets(me, queue), bulk.colleagues(me));
        if (query.criteria() > 0) {
            filters.setVisible(true);
        }
        filter.setText(
                query.criteria() == 0
                        ? Texts.t("workbench.filter")
                        : Texts.t("workbench.filter.some", query.criteria()));
        grid.setAriaLabel(Texts.t("workbench.queue.list", CaseWords.state(query.state())));
        show();
    }

    private void show() {
        stretches = STRETCHES;
        list();
    }

    private void list() {
        further.setVisible(false);
        CaseQuery shown = query;
        live.show(new KeysetSource<FraudCase, String>() {
            @Override
            public List<FraudCase> page(@Nullable String after, int limit) {
                return through(shown, after, limit);
            }

            @Override
            public String positionOf(FraudCase its) {
                return QueueCases.position(shown, its).encoded();
            }
        });
        String code = shown.state().name().toLowerCase(Locale.ROOT);
        grid.whenEmpty(
                shown.criteria() == 0
                        ? new EmptyState(
                                Glyph.INBOX,
                                Texts.t("workbench.queue.empty." + code),
                                Texts.t("workbench.queue.emptyNext." + code))
                        : new EmptyState(
                                Glyph.FILTER,
                                Texts.t("workbench.filter.empty"),
                                Texts.t("workbench.filter.emptyNext"),
                                new Button(
                                        Texts.t("workbench.filter.clear"),
                                        click -> go(CaseQuery.of(shown.queue(), shown.state())))));
    }

    /** A page that ended before it was full looks on from where it ended. */
    private List<FraudCase> through(CaseQuery shown, @Nullable String after, int limit) {
        List<FraudCase> found = new ArrayList<>(limit);
        @Nullable String next = after;
        int looked = 0;
        do {
            var page = cases.page(actor.get(), shown, next, limit - found.size());
            found.addAll(page.items());
            next = page.next();
        } while (next != null && found.size() < limit && ++looked < stretches);
        further.setVisible(next != null && found.size() < limit);
        return found;
    }

    private void narrow() {
        filters.setVisible(!filters.isVisible() || query.criteria() > 0);
        if (filters.isVisible()) {
            filters.focusFirst();
        }
    }

    private void actOnAll() {
        UI ui = UI.getCurrent();
        new BulkDialog(
                        new BulkDialog.Acts() {
                            @Override
                            public BulkSelection.Preview preview(BulkAct act) {
                                return bulk.preview(actor.get(), query, act);
                            }

                            @Override
                            public ActOnMany.Result act(
                                    BulkAct act, CaseQuery of, List<BulkSelection.Chosen> chosen, String reason) {
                                return bulk.act(actor.get(), act, of, chosen, reason);
                            }

                            @Override
                            public void done(ActOnMany.Done done, String told) {
                                QueueView.this.done(done, told);
                            }
                        },
                        query,
                        bulk.colleaguesAndMe(actor.get()),
                        bulk.queues(),
                        () -> PersonDay.of(ui, clock.now()).now())
                .open();
    }

    private void done(ActOnMany.Done done, String told) {
        String actedIn = query.queue();
        String left = done.leftOut() == 0 ? "" : " " + Texts.t("workbench.bulk.leftOutSince", done.leftOut());
        undo.offer(told + left, ActOnMany.UNDO, () -> {
            undo.say(
                    switch (bulk.undo(actor.get(), actedIn, done.bulkId())) {
                        case UndoBulk.Undone(int restored, int leftOut) ->
                            Texts.t("workbench.bulk.undone", restored)
                                    + (leftOut == 0 ? "" : " " + Texts.t("workbench.bulk.undoneLeft", leftOut));
                        case UndoBulk.TooLate _, UndoBulk.NoSuchAct _ -> Texts.t("workbench.bulk.tooLate");
                    });
            show();
        });
        show();
    }
}
