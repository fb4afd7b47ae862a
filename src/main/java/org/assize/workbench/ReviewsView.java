package org.assize.workbench;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assize.audit.AuditTrail;
import org.assize.casework.CaseList;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.platform.Bulletin;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Figure;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Live;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.quality.Agreement;
import org.assize.quality.Interval;
import org.assize.queue.QueuePolicies;
import org.assize.security.CurrentActor;
import org.jspecify.annotations.Nullable;

/** What waits for a lead's word, and how far people judge alike who read the same case without knowing of each other. */
@Route(value = "reviews", layout = MainLayout.class)
@RolesAllowed("cases:steer")
@NavEntry(section = NavEntry.Section.OVERSIGHT, order = 10, glyph = Glyph.CHECKLIST, key = "r")
class ReviewsView extends Page {

    private static final int MOST = 100;
    private static final List<Integer> DAYS = List.of(30, 90, 365);
    private static final String ALL = "";

    private final CurrentActor actor;
    private final Agreement agreement;
    private final CaseList cases;
    private final QueuePolicies policies;
    private final AssizeClock clock;
    private final Select<String> queue = new Select<>();
    private final Select<Integer> days = new Select<>();
    private final Figure read = new Figure(Texts.t("reviews.read"), "");
    private final Figure raw = new Figure(Texts.t("reviews.raw"), "");
    private final Figure kappa = new Figure(Texts.t("reviews.kappa"), "");
    private final Figure awaiting = new Figure(Texts.t("reviews.awaiting"), "");
    private final Div waiting = new Div();
    private @Nullable List<FraudCase> shown;

    ReviewsView(
            CurrentActor actor,
            Agreement agreement,
            CaseList cases,
            QueuePolicies policies,
            AssizeClock clock,
            Bulletin bulletin) {
        super("nav.reviews");
        this.actor = actor;
        this.agreement = agreement;
        this.cases = cases;
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
        Div content = new Div(figures, waiting);
        content.addClassName("stack");
        add(content);
        Live.follow(this, bulletin, AuditTrail::tellsOfCases, news -> look());
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
        shown = null;
        look();
    }

    private void look() {
        figures();
        var filter = new CaseList.Filter(null, CaseState.SECOND_REVIEW, null, null, null, null, null, null);
        List<FraudCase> now = cases.page(actor.get(), filter, null, MOST).items();
        if (now.equals(shown)) {
            return;
        }
        shown = now;
        waiting.removeAll();
        if (now.isEmpty()) {
            waiting.add(new EmptyState(Glyph.CHECKLIST, Texts.t("reviews.empty"), Texts.t("reviews.emptyNext")));
        } else {
            waiting.add(new CaseRows<>("reviews.waiting", now, its -> its, ReviewsView::since));
        }
    }

    private static Div since(FraudCase its) {
        Div last = new Div(new RelativeTime(its.openedAt()));
        last.addClassName("pair");
        String decision = its.decision();
        if (decision != null) {
            last.addComponentAsFirst(CaseWords.decision(decision));
        }
        return last;
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
