package org.assize.workbench;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.assize.platform.AssizeClock;
import org.assize.platform.Bulletin;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Live;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.QueueBacklog;
import org.assize.queue.QueuePolicies;
import org.assize.queue.QueuePolicy;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.jspecify.annotations.Nullable;

/** All queues: their backlog, and the policy each is worked by. */
@Route(value = "queues", layout = MainLayout.class)
@RolesAllowed("cases:read")
@NavEntry(section = NavEntry.Section.WORK, order = 10, glyph = Glyph.INBOX, key = "q")
class QueuesView extends Page {

    private final CurrentActor actor;
    private final QueueBacklog backlog;
    private final QueuePolicies policies;
    private final NextCase next;
    private final AssizeClock clock;
    private final Div content = new Div();
    private List<QueueBacklog.Line> lines = List.of();
    private @Nullable QueueTable table;

    QueuesView(
            CurrentActor actor,
            QueueBacklog backlog,
            QueuePolicies policies,
            NextCase next,
            AssizeClock clock,
            Bulletin bulletin) {
        super("nav.queues");
        this.actor = actor;
        this.backlog = backlog;
        this.policies = policies;
        this.next = next;
        this.clock = clock;
        note(Texts.t("workbench.queues.note"));
        content.addClassName("stack");
        add(content);
        Live.follow(this, bulletin, QueueBacklog::tells, news -> getUI().ifPresent(this::look));
    }

    @Override
    protected void onAttach(AttachEvent event) {
        UI ui = event.getUI();
        Actor me = actor.get();
        lines = backlog.read(me, PersonDay.of(ui, clock.now()).start());
        boolean works = me.may(Permission.WORK_CASES);
        if (works && event.isInitialAttach()) {
            Button take = new Button(Texts.t("workbench.nextCase"), click -> next.ofAny(ui, lines));
            take.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            actions(ViewKeys.click(take, "n"));
        }
        Div all = new Div();
        all.addClassName("policies");
        lines.forEach(line -> policies.current(line.key()).ifPresent(policy -> all.add(policy(line, policy))));
        table = new QueueTable(lines, works ? queue -> next.of(ui, queue) : null);
        content.removeAll();
        content.add(table, all);
    }

    private void look(UI ui) {
        lines = backlog.read(actor.get(), PersonDay.of(ui, clock.now()).start());
        if (table != null) {
            table.update(lines);
        }
    }

    private static Div policy(QueueBacklog.Line line, QueuePolicy policy) {
        H2 title = new H2(CaseWords.queue(line.key(), line.name()));
        title.addClassName("section-title");
        DescriptionList facts = new DescriptionList();
        facts.addClassName("kv");
        fact(facts, "sla", span(policy.sla()));
        fact(facts, "lease", span(policy.lease()));
        Integer capacity = policy.capacityPerPerson();
        fact(facts, "capacity", capacity == null ? Texts.t("workbench.policy.unlimited") : Texts.number(capacity));
        fact(facts, "actions", policy.actions().stream().map(CaseWords::action).collect(Collectors.joining(", ")));
        Div panel = new Div(title, facts);
        panel.addClassName("panel");
        return panel;
    }

    private static void fact(DescriptionList facts, String name, String value) {
        facts.add(
                new DescriptionList.Term(Texts.t("workbench.policy." + name)), new DescriptionList.Description(value));
    }

    private static String span(Duration length) {
        return SlaText.span(length);
    }
}
