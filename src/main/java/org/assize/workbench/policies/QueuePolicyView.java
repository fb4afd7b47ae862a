package org.assize.workbench.policies;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assize.platform.AssizeClock;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.CalendarVersion;
import org.assize.queue.Calendars;
import org.assize.queue.ChangeQueuePolicy;
import org.assize.queue.QueuePolicies;
import org.assize.queue.QueuePolicy;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.assize.workbench.CaseWords;

/** How one queue is worked, and how it was worked before. */
@Route("policies/queues/:queue")
@RolesAllowed({"policies:write", "models:read"})
class QueuePolicyView extends Page implements BeforeEnterObserver {

    private final CurrentActor actor;
    private final QueuePolicies policies;
    private final List<CalendarVersion> calendars;
    private final ChangeQueuePolicy change;
    private final AssizeClock clock;
    private final FieldErrors errors = new FieldErrors();
    private final Div body = new Div();
    private final TermsForm form;
    private final Div history = new Div();
    private String queue = "";
    private int version;

    QueuePolicyView(
            CurrentActor actor,
            QueuePolicies policies,
            Calendars calendars,
            ChangeQueuePolicy change,
            AssizeClock clock) {
        super("nav.policies");
        this.actor = actor;
        this.policies = policies;
        this.calendars = calendars.current();
        this.change = change;
        this.clock = clock;
        form = new TermsForm(this.calendars, this.clock.now(), errors);
        Anchor all = new Anchor("policies", Glyph.ARROW_LEFT.icon(), new Span(Texts.t("nav.policies")));
        all.addClassName("back");
        addComponentAtIndex(0, ViewKeys.bind(all, "Escape", "nav.policies"));
        Div left = new Div(form);
        left.addClassName("stack");
        body.addClassNames("split", "split-wide-left");
        body.add(left, history);
        add(errors, body);
        if (actor.get().may(Permission.CHANGE_POLICIES)) {
            Button save = new Button(Texts.t("policies.save"), click -> save());
            save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            actions(ViewKeys.click(save, "Ctrl+Enter"));
        } else {
            form.readOnly();
        }
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        queue = event.getRouteParameters().get("queue").orElse("");
        show(policies.current(queue).orElseThrow(() -> new NotFoundException("no queue " + queue)));
    }

    private void show(QueuePolicy policy) {
        version = policy.version();
        title(CaseWords.queue(policy.queueKey(), policy.queueName()));
        form.fill(policy.terms());
        history();
    }

    private void history() {
        List<QueuePolicy> all = policies.versions(queue);
        List<VersionList.Version> versions = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            QueuePolicy its = all.get(i);
            List<PolicyWords.Change> changes =
                    i + 1 == all.size() ? List.of() : PolicyWords.changes(facts(all.get(i + 1)), facts(its));
            versions.add(new VersionList.Version(its.version(), its.changedBy(), its.changedAt(), changes));
        }
        history.removeAll();
        history.add(new VersionList(versions));
    }

    private Map<String, String> facts(QueuePolicy policy) {
        return PolicyWords.facts(policy.terms(), this::calendarName);
    }

    private String calendarName(String key) {
        return calendars.stream()
                .filter(each -> each.key().equals(key))
                .map(CalendarVersion::name)
                .findFirst()
                .orElse(key);
    }

    private void save() {
        switch (change.change(actor.get(), queue, version, form.terms())) {
            case ChangeQueuePolicy.Changed(QueuePolicy policy) -> {
                show(policy);
                errors.said(Texts.t("policies.saved", policy.version()));
            }
            case ChangeQueuePolicy.Outdated(QueuePolicy theirs) -> outdated(theirs);
            case ChangeQueuePolicy.NoSuchQueue _ -> errors.warn(new Span(Texts.t("workbench.queue.unknown")));
            case ChangeQueuePolicy.Invalid(var refused) -> errors.show(refused);
        }
    }

    /** What the other changed stands in the history; this page keeps what was typed, and the next save is on top of theirs. */
    private void outdated(QueuePolicy theirs) {
        version = theirs.version();
        history();
        Button take = new Button(Texts.t("policies.outdated.take"), click -> {
            errors.clear();
            policies.current(queue).ifPresent(this::show);
        });
        errors.warn(
                new Span(Texts.t("policies.outdated", theirs.changedBy(), theirs.version())),
                ViewKeys.click(take, "Ctrl+u"));
    }
}
