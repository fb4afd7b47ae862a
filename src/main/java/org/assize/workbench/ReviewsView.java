package org.assize.workbench;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.casework.AwaitingReview;
import org.assize.casework.CaseList;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.platform.Bulletin;
import org.assize.platform.Interval;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Figure;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.KeysetGrid;
import org.assize.platform.ui.KeysetSource;
import org.assize.platform.ui.Live;
import org.assize.platform.ui.LiveList;
import org.assize.platform.ui.MoneyText;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.ShortId;
import org.assize.platform.ui.Texts;
import org.assize.quality.Agreement;
import org.assize.queue.QueuePolicies;
import org.assize.queue.ReviewRule;
import org.assize.security.CurrentActor;
import org.assize.verdict.WhyReviewed;
import org.jspecify.annotations.Nullable;

/** What waits for a lead's word, and how far people judge alike who read the same case without knowing of each other. */
@Route(value = "reviews", layout = MainLayout.class)
@RolesAllowed("cases:steer")
@NavEntry(section = NavEntry.Section.OVERSIGHT, order = 10, glyph = Glyph.CHECKLIST, key = "r")
class ReviewsView extends Page {

    private static final List<Integer> DAYS = List.of(30, 90, 365);
    private static final String ALL = "";

    private final CurrentActor actor;
    private final Agreement agreement;
    private final AwaitingReview waits;
    private final QueuePolicies policies;
    private final AssizeClock clock;
    private final Select<String> queue = new Select<>();
    private final Select<Integer> days = new Select<>();
    private final Figure read = new Figure(Texts.t("reviews.read"), "");
    private final Figure raw = new Figure(Texts.t("reviews.raw"), "");
    private final Figure kappa = new Figure(Texts.t("reviews.kappa"), "");
    private final Figure awaiting = new Figure(Texts.t("reviews.awaiting"), "");
    private final KeysetGrid<FraudCase> grid = new KeysetGrid<>();
    private final LiveList<FraudCase, UUID> live;
    private final WhyReviewed why;
    /** Of the cases that were read into the list. */
    private final Map<UUID, ReviewRule> rules = new HashMap<>();

    ReviewsView(
            CurrentActor actor,
            Agreement agreement,
            AwaitingReview waits,
            WhyReviewed why,
            CaseList cases,
            QueuePolicies policies,
            AssizeClock clock,
            Bulletin bulletin) {
        super("nav.reviews");
        addClassName("page-full");
        this.actor = actor;
        this.agreement = agreement;
        this.waits = waits;
        this.why = why;
        this.policies = policies;
        this.clock = clock;
        queue.setAriaLabel(Texts.t("reviews.queue"));
        days.setAriaLabel(Texts.t("reviews.days"));
        days.setItems(DAYS);
        days.setItemLabelGenerator(count -> Texts.t("reviews.lastDays", count));
        days.setValue(DAYS.get(1));
        queue.addValueChangeListener(change -> figures());
        days.addValueChangeListener(change -> figures());
        H2 title = new H2(Texts.t("reviews.agreement"));
        title.addClassName("section-title");
        Div choice = new Div(queue, days);
        choice.addClassName("toolbar");
        Div head = new Div(title, choice);
        head.addClassName("panel-head");
        Paragraph about = new Paragraph(Texts.t("reviews.about", Agreement.FEWEST));
        about.addClassNames("muted", "prose");
        Div figures = new Div(head, Figure.row(read, raw, kappa, awaiting), about);
        figures.addClassNames("panel", "agreement");
        live = new LiveList<>(grid, FraudCase::id, ids -> cases.of(actor.get(), ids));
        H2 waiting = new H2(Texts.t("reviews.waiting"));
        waiting.addClassName("section-title");
        Div over = new Div(waiting, live);
        over.addClassName("panel-head");
        columns();
        add(figures, over, grid);
        Live.follow(this, bulletin, AuditTrail::tellsOfCases, news -> {
            figures();
            live.look();
        });
    }

    @Override
    protected void onAttach(AttachEvent event) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put(ALL, Texts.t("reviews.allQueues"));
        policies.current()
                .forEach(
                        policy -> names.put(policy.queueKey(), CaseWords.queue(policy.queueKey(), policy.queueName())));
        String before = queue.getValue();
        queue.setItems(names.keySet());
        queue.setItemLabelGenerator(key -> names.getOrDefault(key, key));
        queue.setValue(before == null ? ALL : before);
        figures();
        live.show(new KeysetSource<FraudCase, String>() {
            @Override
            public List<FraudCase> page(@Nullable String after, int limit) {
                List<FraudCase> page = waits.page(actor.get(), after, limit).items();
                rules.putAll(
                        why.of(actor.get(), page.stream().map(FraudCase::id).toList()));
                return page;
            }

            @Override
            public String positionOf(FraudCase its) {
                return AwaitingReview.position(its).encoded();
            }
        });
    }

    private void columns() {
        grid.addColumn(LitRenderer.<FraudCase>of("<a href=${item.href} class=\"strong\">${item.number}</a>")
                        .withProperty("href", its -> NextCase.desk(its.id()))
                        .withProperty("number", its -> CaseWords.number(its.number())))
                .setHeader(Texts.t("workbench.column.case"))
                .setWidth("5.25rem")
                .setFlexGrow(0);
        grid.addColumn(ShortId.<FraudCase>renderer(its -> its.subject().id()))
                .setHeader(Texts.t("workbench.column.subject"))
                .setWidth("8rem")
                .setFlexGrow(1)
                .setTooltipGenerator(its -> CaseWords.kind(its.subject().kind()));
        grid.addColumn(its -> CaseWords.queue(its))
                .setHeader(Texts.t("reviews.queue"))
                .setWidth("9rem")
                .setFlexGrow(1);
        grid.addColumn(MoneyText.renderer(FraudCase::valueAtRisk))
                .setHeader(Texts.t("workbench.column.risk"))
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("8.25rem")
                .setFlexGrow(0);
        grid.addComponentColumn(this::decision)
                .setHeader(Texts.t("workbench.decision"))
                .setWidth("7.5rem")
                .setFlexGrow(0);
        grid.addColumn(this::reason)
                .setHeader(Texts.t("reviews.why"))
                .setWidth("9rem")
                .setFlexGrow(1);
        grid.addColumn(RelativeTime.renderer(FraudCase::openedAt))
                .setHeader(Texts.t("workbench.column.opened"))
                .setWidth("8rem")
                .setFlexGrow(0);
        grid.setAriaLabel(Texts.t("reviews.waiting"));
        grid.setPartNameGenerator(its -> live.isGone(its) ? "row-gone" : null);
        grid.addItemClickListener(
                click -> UI.getCurrent().navigate(NextCase.desk(click.getItem().id())));
        grid.whenEmpty(new EmptyState(Glyph.CHECKLIST, Texts.t("reviews.empty"), Texts.t("reviews.emptyNext")));
    }

    private String reason(FraudCase its) {
        ReviewRule rule = rules.get(its.id());
        return rule == null ? "" : Texts.t("reviews.why." + rule.code());
    }

    /** None while two readings differ: neither is the verdict more than the other. */
    private Div decision(FraudCase its) {
        Div cell = new Div();
        cell.addClassName("pair");
        String decision = its.decision();
        if (decision != null && rules.get(its.id()) != ReviewRule.DISAGREEMENT) {
            cell.add(CaseWords.decision(decision));
        }
        return cell;
    }

    private void figures() {
        String key = queue.getValue();
        Integer back = days.getValue();
        if (key == null || back == null) {
            return;
        }
        Instant now = clock.now();
        Agreement.Figures figures = agreement.read(
                actor.get(), key.isEmpty() ? null : key, now.minus(Duration.ofDays(back)), now.plusMillis(1));
        read.value(Texts.number(figures.cases())).note(Texts.t("reviews.agreed", figures.agreed()));
        Interval share = figures.raw();
        raw.value(share == null ? "–" : Texts.percent(share.value(), 0))
                .note(
                        share == null
                                ? Texts.t("reviews.none")
                                : Texts.t(
                                        "reviews.interval",
                                        Texts.percent(share.low(), 0),
                                        Texts.percent(share.high(), 0)));
        Interval beyond = figures.kappa();
        kappa.value(beyond == null ? "–" : Texts.number(beyond.value(), 2))
                .note(
                        beyond != null
                                ? Texts.t(
                                        "reviews.interval",
                                        Texts.number(beyond.low(), 2),
                                        Texts.number(beyond.high(), 2))
                                : Texts.t(
                                        figures.cases() < Agreement.FEWEST ? "reviews.tooFew" : "reviews.allAlike",
                                        Agreement.FEWEST));
        awaiting.value(Texts.number(figures.awaitingSecond())).note(Texts.t("reviews.awaiting.note"));
    }
}
