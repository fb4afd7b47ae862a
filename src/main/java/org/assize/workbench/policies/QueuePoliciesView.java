package org.assize.workbench.policies;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.CalendarVersion;
import org.assize.queue.Calendars;
import org.assize.queue.CreateQueue;
import org.assize.queue.QueuePolicies;
import org.assize.queue.QueuePolicy;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.assize.workbench.CaseWords;
import org.jspecify.annotations.Nullable;

/** Every queue with the policy it is worked by. */
@Route("policies")
@RolesAllowed({"policies:write", "models:read"})
@NavEntry(section = NavEntry.Section.SETUP, order = 20, glyph = Glyph.SCALE, key = "o")
class QueuePoliciesView extends Page {

    private final CurrentActor actor;
    private final QueuePolicies policies;
    private final CreateQueue createQueue;
    private final Map<String, String> calendarNames;

    QueuePoliciesView(CurrentActor actor, QueuePolicies policies, Calendars calendars, CreateQueue createQueue) {
        super("nav.policies");
        this.actor = actor;
        this.policies = policies;
        this.createQueue = createQueue;
        calendarNames =
                calendars.current().stream().collect(Collectors.toMap(CalendarVersion::key, CalendarVersion::name));
        add(new PolicyTabs(PolicyTabs.QUEUES, actor.get().may(Permission.CHANGE_POLICIES)));
        if (actor.get().may(Permission.CHANGE_POLICIES)) {
            Button fresh = new Button(Texts.t("policies.queue.new"), Glyph.PLUS.icon(), click -> create());
            actions(ViewKeys.click(fresh, "c"));
        }
        add(table(policies.current()));
    }

    private Div table(List<QueuePolicy> queues) {
        NativeTable table = new NativeTable();
        table.getElement().setAttribute("aria-label", Texts.t("workbench.queues"));
        NativeTableRow head = table.getHead().addRow();
        for (String column :
                List.of("queue", "sla", "lease", "capacity", "ahead", "review", "blind", "hidden", "version")) {
            NativeTableHeaderCell cell = new NativeTableHeaderCell(Texts.t("policies.column." + column));
            cell.getElement().setAttribute("scope", "col");
            if (List.of("lease", "capacity", "ahead", "blind", "hidden").contains(column)) {
                cell.addClassName("num");
            }
            head.add(cell);
        }
        queues.forEach(queue -> row(table.getBody().addRow(), queue));
        Div scroll = new Div(table);
        scroll.addClassNames("queue-table", "policy-table");
        return scroll;
    }

    private void row(NativeTableRow row, QueuePolicy queue) {
        QueuePolicy.Terms terms = queue.terms();
        Anchor link =
                new Anchor("policies/queues/" + queue.queueKey(), CaseWords.queue(queue.queueKey(), queue.queueName()));
        link.addClassName("strong");
        Div name = new Div(link);
        name.addClassName("two-lines");
        String kind = queue.subjectKind();
        name.add(small(Texts.t(kind == null ? "policies.kind.any" : "policies.kind." + kind)));
        NativeTableHeaderCell first = new NativeTableHeaderCell();
        first.getElement().setAttribute("scope", "row");
        first.add(name);
        row.add(first);
        Div sla = new Div(
                new Span(PolicyWords.minutes(terms.slaMinutes())),
                small(calendarNames.getOrDefault(terms.calendar(), terms.calendar())));
        sla.addClassName("two-lines");
        cell(row, null, sla);
        cell(row, "num", new Span(PolicyWords.minutes(terms.leaseMinutes())));
        cell(row, "num", number(terms.capacityPerPerson(), "policies.unlimited"));
        cell(row, "num", number(terms.assignAhead(), "policies.notAhead"));
        String review = PolicyWords.review(terms.secondReview());
        Span reviewed = terms.secondReview().equals(QueuePolicy.SecondReview.NONE) ? muted(review) : new Span(review);
        reviewed.addClassName("clip");
        reviewed.setTitle(review);
        cell(row, "policy-review", reviewed);
        cell(row, "num", share(terms.blindShare()));
        cell(row, "num", share(terms.scoreHiddenShare()));
        Span changed = small("");
        changed.add(new Span(queue.changedBy() + " · "));
        changed.getElement().appendChild(new RelativeTime(queue.changedAt()).getElement());
        Div version = new Div(new Span(Texts.t("policies.version", queue.version())), changed);
        version.addClassName("two-lines");
        cell(row, null, version);
        row.addClickListener(click -> UI.getCurrent().navigate("policies/queues/" + queue.queueKey()));
        row.addClassName("clickable");
    }

    private static Span share(double share) {
        return share == 0 ? muted("–") : new Span(PolicyWords.share(share));
    }

    private static Span number(@Nullable Integer number, String noneKey) {
        return number == null ? muted(Texts.t(noneKey)) : new Span(Texts.number(number));
    }

    private static Span muted(String text) {
        Span span = new Span(text);
        span.addClassName("muted");
        return span;
    }

    private static Span small(String text) {
        Span span = muted(text);
        span.addClassName("small");
        return span;
    }

    private static void cell(NativeTableRow row, @Nullable String className, Component content) {
        NativeTableCell cell = new NativeTableCell();
        if (className != null) {
            cell.addClassName(className);
        }
        cell.add(content);
        row.add(cell);
    }

    private void create() {
        FieldErrors errors = new FieldErrors();
        TextField name = errors.watch("name", new TextField(Texts.t("policies.queue.name")));
        TextField key = errors.watch("key", new TextField(Texts.t("policies.queue.key")));
        key.setHelperText(Texts.t("policies.queue.key.hint"));
        Select<String> kind = errors.watch("subjectKind", new Select<>());
        kind.setLabel(Texts.t("policies.queue.kind"));
        kind.setItems("", "seller", "order");
        kind.setItemLabelGenerator(code -> Texts.t(code.isEmpty() ? "policies.kind.any" : "policies.kind." + code));
        kind.setValue("");
        Select<QueuePolicy> like = new Select<>();
        like.setLabel(Texts.t("policies.queue.like"));
        like.setHelperText(Texts.t("policies.queue.like.hint"));
        List<QueuePolicy> queues = policies.current();
        like.setItems(queues);
        like.setItemLabelGenerator(queue -> CaseWords.queue(queue.queueKey(), queue.queueName()));
        like.setValue(queues.getFirst());
        name.addValueChangeListener(typed -> {
            if (key.isEmpty()) {
                key.setValue(typed.getValue()
                        .toLowerCase(java.util.Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^[-0-9]+|-+$", ""));
            }
        });
        Dialog dialog = new Dialog(Texts.t("policies.queue.new"));
        Button make = new Button(Texts.t("policies.queue.create"), click -> {
            var result = createQueue.create(
                    actor.get(),
                    key.getValue(),
                    name.getValue(),
                    kind.getValue().isEmpty() ? null : kind.getValue(),
                    like.getValue().terms());
            switch (result) {
                case CreateQueue.Created(QueuePolicy policy) -> {
                    dialog.close();
                    UI.getCurrent().navigate("policies/queues/" + policy.queueKey());
                }
                case CreateQueue.Invalid(var refused) -> errors.show(refused);
            }
        });
        make.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        Div form = new Div(errors, name, key, kind, like);
        form.addClassNames("form", "dialog-form");
        dialog.add(form);
        dialog.getFooter()
                .add(
                        new Button(Texts.t("platform.cancel"), click -> dialog.close()),
                        ViewKeys.click(make, "Ctrl+Enter"));
        dialog.open();
        name.focus();
    }
}
