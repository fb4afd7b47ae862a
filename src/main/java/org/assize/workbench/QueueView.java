package org.assize.workbench;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.casework.CaseList;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.platform.Bulletin;
import org.assize.platform.Cursor;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.KeysetGrid;
import org.assize.platform.ui.KeysetSource;
import org.assize.platform.ui.Live;
import org.assize.platform.ui.LiveList;
import org.assize.platform.ui.MoneyText;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.ScoreBar;
import org.assize.platform.ui.ShortId;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.QueueBacklog;
import org.assize.queue.QueueCases;
import org.assize.queue.SlaClock;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.jspecify.annotations.Nullable;

/** One queue: what waits in the order in which it will be claimed, or what else is in it, newest first. */
@Route(value = "queues/:queue", layout = MainLayout.class)
@RolesAllowed("cases:read")
class QueueView extends Page implements BeforeEnterObserver {

    private static final List<CaseState> SHOWN =
            List.of(CaseState.WAITING, CaseState.CLAIMED, CaseState.SNOOZED, CaseState.CLOSED);

    private final CurrentActor actor;
    private final QueueBacklog backlog;
    private final QueueCases waiting;
    private final CaseList list;
    private final NextCase next;
    private final SlaClock slaClock;
    private final AssizeClock clock;
    private final KeysetGrid<FraudCase> grid = new KeysetGrid<>();
    private final LiveList<FraudCase, UUID> live;
    private final Select<CaseState> state = new Select<>();
    private String queue = "";

    QueueView(
            CurrentActor actor,
            QueueBacklog backlog,
            QueueCases waiting,
            CaseList list,
            NextCase next,
            SlaClock slaClock,
            AssizeClock clock,
            Bulletin bulletin) {
        super("nav.queues");
        this.actor = actor;
        this.backlog = backlog;
        this.waiting = waiting;
        this.list = list;
        this.next = next;
        this.slaClock = slaClock;
        this.clock = clock;
        live = new LiveList<>(grid, FraudCase::id, ids -> list.of(actor.get(), ids));
        Live.follow(this, bulletin, AuditTrail::tellsOfCases, news -> live.look());
        addClassName("page-full");
        state.setItems(SHOWN);
        state.setItemLabelGenerator(CaseWords::state);
        state.setAriaLabel(Texts.t("workbench.queue.show"));
        state.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                UI.getCurrent()
                        .navigate(
                                "queues/" + queue,
                                change.getValue() == CaseState.WAITING
                                        ? QueryParameters.empty()
                                        : QueryParameters.of(
                                                "state",
                                                change.getValue().name().toLowerCase(Locale.ROOT)));
            }
        });
        Anchor all = new Anchor("queues", Glyph.ARROW_LEFT.icon(), new Span(Texts.t("nav.queues")));
        all.addClassName("back");
        ViewKeys.bind(all, "Escape", "nav.queues");
        addComponentAtIndex(0, all);
        Div toolbar = new Div(state, live);
        toolbar.addClassName("toolbar");
        columns();
        add(toolbar, grid);
        if (actor.get().may(Permission.WORK_CASES)) {
            Button take = new Button(Texts.t("workbench.nextCase"), click -> next.of(UI.getCurrent(), queue));
            take.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            actions(ViewKeys.click(take, "n"));
        }
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        queue = event.getRouteParameters().get("queue").orElse("");
        Actor me = actor.get();
        QueueBacklog.Line line = backlog.read(me, clock.now()).stream()
                .filter(each -> each.key().equals(queue))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("no queue " + queue));
        title(CaseWords.queue(line.key(), line.name()));
        CaseState wanted = wanted(event.getLocation().getQueryParameters());
        state.setValue(wanted);
        grid.setAriaLabel(Texts.t("workbench.queue.list", CaseWords.state(wanted)));
        show(wanted);
    }

    private static CaseState wanted(QueryParameters asked) {
        Optional<String> named = asked.getSingleParameter("state");
        return Arrays.stream(CaseState.values())
                .filter(each -> named.filter(each.name()::equalsIgnoreCase).isPresent())
                .findFirst()
                .orElse(CaseState.WAITING);
    }

    private void show(CaseState wanted) {
        if (wanted == CaseState.WAITING) {
            live.show(new KeysetSource<FraudCase, String>() {
                @Override
                public List<FraudCase> page(@Nullable String after, int limit) {
                    return waiting.page(actor.get(), queue, after, limit)
                            .orElseThrow()
                            .items();
                }

                @Override
                public String positionOf(FraudCase its) {
                    return Cursor.of(Cursor.part(its.priority()), its.id().toString())
                            .encoded();
                }
            });
        } else {
            CaseList.Filter filter = new CaseList.Filter(queue, wanted, null, null, null, null, null, null);
            live.show(new KeysetSource<FraudCase, String>() {
                @Override
                public List<FraudCase> page(@Nullable String after, int limit) {
                    return list.page(actor.get(), filter, after, limit).items();
                }

                @Override
                public String positionOf(FraudCase its) {
                    return Cursor.of(its.openedAt().toString(), its.id().toString())
                            .encoded();
                }
            });
        }
        String code = wanted.name().toLowerCase(Locale.ROOT);
        grid.whenEmpty(new EmptyState(
                Glyph.INBOX, Texts.t("workbench.queue.empty." + code), Texts.t("workbench.queue.emptyNext." + code)));
    }

    private void columns() {
        grid.addColumn(LitRenderer.<FraudCase>of("<a href=${item.href} class=\"strong\">${item.number}</a>")
                        .withProperty("href", its -> NextCase.desk(its.id()))
                        .withProperty("number", its -> CaseWords.number(its.number())))
                .setHeader(Texts.t("workbench.column.case"))
                .setWidth("5.5rem")
                .setFlexGrow(0)
                .setPartNameGenerator(its ->
                        its.state() != CaseState.CLOSED && its.dueAt().isBefore(clock.now()) ? "row-attention" : null);
        Grid.Column<FraudCase> subject = grid.addColumn(
                        ShortId.<FraudCase>renderer(its -> its.subject().id()))
                .setHeader(Texts.t("workbench.column.subject"))
                .setWidth("9rem")
                .setFlexGrow(1);
        subject.setTooltipGenerator(its -> CaseWords.kind(its.subject().kind()));
        grid.addColumn(its -> its.market() == null ? "–" : its.market())
                .setHeader(Texts.t("workbench.column.market"))
                .setWidth("4.5rem")
                .setFlexGrow(0);
        grid.addColumn(ScoreBar.renderer(CaseWords::reading))
                .setHeader(Texts.t("workbench.column.score"))
                .setWidth("14rem")
                .setFlexGrow(0);
        grid.addColumn(MoneyText.renderer(FraudCase::valueAtRisk))
                .setHeader(Texts.t("workbench.column.risk"))
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("9rem")
                .setFlexGrow(0);
        grid.addColumn(RelativeTime.renderer(FraudCase::openedAt))
                .setHeader(Texts.t("workbench.column.opened"))
                .setWidth("6.5rem")
                .setFlexGrow(0);
        grid.addComponentColumn(this::due)
                .setHeader(Texts.t("workbench.column.due"))
                .setWidth("9.5rem")
                .setFlexGrow(0);
        grid.addComponentColumn(this::who)
                .setHeader(Texts.t("workbench.column.who"))
                .setWidth("7rem")
                .setFlexGrow(1);
        grid.setPartNameGenerator(its -> live.isGone(its)
                ? "row-gone"
                : its.state() != CaseState.CLOSED && its.dueAt().isBefore(clock.now()) ? "row-attention" : null);
        grid.addItemClickListener(
                click -> UI.getCurrent().navigate(NextCase.desk(click.getItem().id())));
    }

    private Div due(FraudCase its) {
        Div cell = new Div();
        cell.addClassName("pair");
        if (its.state() == CaseState.CLOSED) {
            cell.add(new RelativeTime(its.closedAt()));
            return cell;
        }
        cell.add(new SlaText(slaClock.left(its, clock.now())));
        return cell;
    }

    private Div who(FraudCase its) {
        Div cell = new Div();
        cell.addClassName("pair");
        String decision = its.decision();
        if (its.state() == CaseState.CLOSED && decision != null) {
            cell.add(CaseWords.decision(decision));
        } else if (its.claimedBy() != null) {
            cell.setText(its.claimedBy());
        } else if (its.assignedTo() != null) {
            cell.setText(Texts.t("workbench.waitsFor", its.assignedTo()));
        } else if (its.state() == CaseState.SNOOZED) {
            cell.add(new RelativeTime(its.snoozedUntil()));
        }
        return cell;
    }
}
