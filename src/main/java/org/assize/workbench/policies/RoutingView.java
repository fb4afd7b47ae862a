package org.assize.workbench.policies;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assize.platform.FieldError;
import org.assize.platform.ui.Confirm;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.ChangeRoutingRules;
import org.assize.queue.QueuePolicies;
import org.assize.queue.QueuePolicy;
import org.assize.queue.RoutingPreview;
import org.assize.queue.RoutingRule;
import org.assize.queue.RoutingRules;
import org.assize.queue.RoutingVersions;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.assize.workbench.CaseWords;
import org.jspecify.annotations.Nullable;

/** The rules that lead new cases to queues, tried out on the cases of the last days before they are put in force. */
@Route("policies/routing")
@RolesAllowed({"policies:write", "models:read"})
class RoutingView extends Page {

    private static final int VERSIONS = 20;

    private final CurrentActor actor;
    private final RoutingVersions versions;
    private final ChangeRoutingRules change;
    private final RoutingPreview previews;
    private final List<QueuePolicy> queues;
    private final boolean may;
    private final FieldErrors errors = new FieldErrors();
    private final Paragraph state = new Paragraph();
    private final Div table = new Div();
    private final Div history = new Div();
    private final List<NativeButton> handles = new ArrayList<>();
    private final List<Button> needSelection = new ArrayList<>();
    private List<RoutingRule> rules = new ArrayList<>();
    private List<RoutingRule> inForce = List.of();
    private RoutingPreview.@Nullable Preview shown;
    private int version;
    private int selected;

    RoutingView(
            CurrentActor actor,
            RoutingVersions versions,
            ChangeRoutingRules change,
            RoutingPreview previews,
            QueuePolicies policies) {
        super("nav.policies");
        this.actor = actor;
        this.versions = versions;
        this.change = change;
        this.previews = previews;
        queues = policies.current();
        may = actor.get().may(Permission.CHANGE_POLICIES);
        state.addClassName("muted");
        state.getElement().setAttribute("role", "status");
        table.addClassNames("queue-table", "rule-table");
        add(new PolicyTabs(PolicyTabs.ROUTING, may), new Paragraph(Texts.t("policies.routing.note")), errors);
        if (may) {
            Button preview = new Button(Texts.t("policies.routing.preview"), click -> preview());
            Button save = new Button(Texts.t("policies.routing.save"), click -> save());
            save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            actions(ViewKeys.click(preview, "p"), ViewKeys.click(save, "Ctrl+Enter"));
            add(toolbar());
            keys().on("j", "policies.routing.down", () -> select(selected + 1))
                    .on("Shift+j", "policies.routing.up", () -> select(selected - 1));
        }
        add(table, state, history);
        load(versions.current());
    }

    private Div toolbar() {
        Div bar = new Div(
                act("policies.routing.add", Glyph.PLUS, "a", this::add),
                needing(act("policies.routing.edit", Glyph.PENCIL, "e", this::edit)),
                needing(act("policies.routing.earlier", null, "u", () -> move(-1))),
                needing(act("policies.routing.later", null, "d", () -> move(1))),
                needing(act("policies.routing.remove", Glyph.TRASH, "x", this::remove)));
        bar.addClassName("toolbar");
        return bar;
    }

    private static Button act(String textKey, @Nullable Glyph glyph, String key, Runnable act) {
        Button button = new Button(Texts.t(textKey), click -> act.run());
        if (glyph != null) {
            button.setIcon(glyph.icon());
        }
        return ViewKeys.click(button, key);
    }

    private Button needing(Button button) {
        needSelection.add(button);
        return button;
    }

    private void load(RoutingRules its) {
        version = its.version();
        inForce = its.rules();
        rules = new ArrayList<>(its.rules());
        shown = null;
        selected = 0;
        history();
        draw();
    }

    // ------------------------------------------------------------------------------------------------- the table

    private void draw() {
        table.removeAll();
        handles.clear();
        NativeTable rows = new NativeTable();
        rows.getElement().setAttribute("aria-label", Texts.t("policies.tab.routing"));
        NativeTableRow head = rows.getHead().addRow();
        head(head, "place", true);
        head(head, "rule", false);
        head(head, "queue", false);
        head(head, "taken", true);
        head(head, "moved", false);
        for (int place = 0; place < rules.size(); place++) {
            row(rows.getBody().addRow(), place);
        }
        table.add(rows);
        needSelection.forEach(button -> button.setEnabled(!rules.isEmpty()));
        boolean changed = !rules.equals(inForce);
        if (shown == null) {
            state.setText(Texts.t(changed ? "policies.routing.changed" : "policies.routing.inForce", version));
        } else {
            state.setText(Texts.t(
                    shown.capped() ? "policies.routing.previewed.capped" : "policies.routing.previewed",
                    shown.cases(),
                    shown.moved(),
                    RoutingPreview.DAYS));
        }
    }

    private static void head(NativeTableRow row, String column, boolean figure) {
        NativeTableHeaderCell cell = new NativeTableHeaderCell(Texts.t("policies.routing.column." + column));
        cell.getElement().setAttribute("scope", "col");
        if (figure) {
            cell.addClassName("num");
        }
        row.add(cell);
    }

    private void row(NativeTableRow row, int place) {
        RoutingRule rule = rules.get(place);
        boolean chosen = may && place == selected;
        cell(row, "num muted", new Span(Texts.number(place + 1)));
        Span conditions = new Span(PolicyWords.conditions(rule.when()));
        conditions.addClassNames("muted", "small");
        NativeButton handle = new NativeButton(rule.name().isBlank() ? Texts.t("policies.rule.unnamed") : rule.name());
        handle.addClassNames("rule-name", "strong");
        handle.addClickListener(click -> select(place));
        handle.setEnabled(may);
        handles.add(handle);
        Div name = new Div(handle, conditions);
        name.addClassName("two-lines");
        NativeTableHeaderCell first = new NativeTableHeaderCell();
        first.getElement().setAttribute("scope", "row");
        first.add(name);
        row.add(first);
        cell(row, "rule-queue", new Span("→ "), new Span(queueName(rule.queue())));
        RoutingPreview.Line line = shown == null ? null : shown.rules().get(place);
        cell(row, "num", line == null ? muted("–") : new Span(Texts.number(line.taken())));
        cell(row, "moves", line == null ? muted("–") : moves(line));
        if (chosen) {
            row.getElement().setAttribute("aria-current", "true");
        }
        if (may) {
            row.addClickListener(click -> select(place));
            row.addClassName("clickable");
        }
    }

    /** 214 from Orders, 12 from Sellers: what would go here that the rules in force lead elsewhere. */
    private Component moves(RoutingPreview.Line line) {
        if (line.moved() == 0) {
            return muted(Texts.t("policies.routing.noMoves"));
        }
        Span moves = new Span(line.movedFrom().entrySet().stream()
                .map(from -> Texts.t("policies.routing.movedFrom", from.getValue(), queueName(from.getKey())))
                .collect(Collectors.joining(", ")));
        moves.addClassName("strong");
        return moves;
    }

    private static void cell(NativeTableRow row, String classes, Component... content) {
        NativeTableCell cell = new NativeTableCell();
        cell.addClassNames(classes.split(" "));
        cell.add(content);
        row.add(cell);
    }

    private static Span muted(String text) {
        Span span = new Span(text);
        span.addClassName("muted");
        return span;
    }

    private String queueName(String key) {
        return queues.stream()
                .filter(queue -> queue.queueKey().equals(key))
                .map(queue -> CaseWords.queue(key, queue.queueName()))
                .findFirst()
                .orElse(key);
    }

    // ------------------------------------------------------------------------------------------------- the acts

    private void select(int place) {
        if (!rules.isEmpty()) {
            selected = Math.clamp(place, 0, rules.size() - 1);
            draw();
            handles.get(selected).focus();
        }
    }

    private void add() {
        int place = rules.isEmpty() ? 0 : selected;
        new RuleDialog(queues, null, rule -> {
                    rules.add(place, rule);
                    selected = place;
                    touched();
                })
                .open();
    }

    private void edit() {
        int place = selected;
        new RuleDialog(queues, rules.get(place), rule -> {
                    rules.set(place, rule);
                    touched();
                })
                .open();
    }

    private void move(int step) {
        int to = selected + step;
        if (to >= 0 && to < rules.size()) {
            Collections.swap(rules, selected, to);
            selected = to;
            touched();
            handles.get(selected).focus();
        }
    }

    private void remove() {
        rules.remove(selected);
        selected = Math.clamp(selected, 0, Math.max(0, rules.size() - 1));
        touched();
    }

    /** What was counted is no longer true. */
    private void touched() {
        shown = null;
        errors.clear();
        draw();
    }

    private boolean preview() {
        switch (previews.of(actor.get(), rules)) {
            case RoutingPreview.Preview counted -> {
                errors.clear();
                shown = counted;
                draw();
                return true;
            }
            case RoutingPreview.Invalid(var refused) -> {
                refuse(refused);
                return false;
            }
        }
    }

    /** Shows what it would have done before it is done. */
    private void save() {
        if (!preview() || shown == null) {
            return;
        }
        Confirm.ask(
                Texts.t("policies.routing.confirm"),
                Texts.t("policies.routing.confirm.text", shown.cases(), shown.moved(), RoutingPreview.DAYS),
                Texts.t("policies.routing.save"),
                this::store);
    }

    private void store() {
        switch (change.change(actor.get(), version, rules)) {
            case ChangeRoutingRules.Changed(RoutingRules saved) -> {
                load(saved);
                errors.said(Texts.t("policies.saved", saved.version()));
            }
            case ChangeRoutingRules.Outdated(RoutingRules theirs) -> {
                version = theirs.version();
                inForce = theirs.rules();
                shown = null;
                history();
                draw();
                Button take = new Button(Texts.t("policies.outdated.take"), click -> {
                    errors.clear();
                    load(versions.current());
                });
                errors.warn(
                        new Span(Texts.t("policies.outdated", theirs.changedBy(), theirs.version())),
                        ViewKeys.click(take, "Ctrl+u"));
            }
            case ChangeRoutingRules.Invalid(var refused) -> refuse(refused);
        }
    }

    /** Each line names the rule it is about. */
    private void refuse(List<FieldError> refused) {
        Div lines = new Div();
        for (FieldError error : refused) {
            String field = error.field();
            String words = FieldErrors.words(error);
            if (field.startsWith("rules[")) {
                int place = Integer.parseInt(field.substring(6, field.indexOf(']')));
                words = Texts.t("policies.rule.fault", place + 1, words);
            }
            lines.add(new Div(words));
        }
        errors.warn(lines);
    }

    // ------------------------------------------------------------------------------------------------- before

    private void history() {
        List<RoutingRules> all = versions.newest(VERSIONS);
        List<VersionList.Version> list = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            RoutingRules its = all.get(i);
            list.add(new VersionList.Version(
                    its.version(),
                    its.changedBy(),
                    its.changedAt(),
                    i + 1 == all.size() ? List.of() : changes(all.get(i + 1).rules(), its.rules())));
        }
        history.removeAll();
        history.add(new VersionList(list));
    }

    private List<PolicyWords.Change> changes(List<RoutingRule> older, List<RoutingRule> newer) {
        Map<String, String> before = lines(older);
        Map<String, String> now = lines(newer);
        List<PolicyWords.Change> changes = new ArrayList<>();
        now.forEach((name, line) -> {
            String was = before.remove(name);
            if (!line.equals(was)) {
                changes.add(new PolicyWords.Change("policies.rule.one", was == null ? "–" : was, line));
            }
        });
        before.forEach((name, was) -> changes.add(new PolicyWords.Change("policies.rule.one", was, "–")));
        return changes;
    }

    private Map<String, String> lines(List<RoutingRule> its) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (int place = 0; place < its.size(); place++) {
            RoutingRule rule = its.get(place);
            lines.put(
                    rule.name(),
                    Texts.t(
                            "policies.rule.line",
                            place + 1,
                            rule.name(),
                            PolicyWords.conditions(rule.when()),
                            queueName(rule.queue())));
        }
        return lines;
    }
}
