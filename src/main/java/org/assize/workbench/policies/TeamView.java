package org.assize.workbench.policies;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import org.assize.platform.AssizeClock;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.Absences;
import org.assize.queue.CancelAbsence;
import org.assize.queue.ChangeSkill;
import org.assize.queue.EnterAbsence;
import org.assize.queue.Skill;
import org.assize.queue.Team;
import org.assize.security.CurrentActor;
import org.assize.workbench.AbsenceDialog;

/** Who can be given which work, what they have, and when they are away. */
@Route("policies/team")
@RolesAllowed("policies:write")
class TeamView extends Page {

    private final CurrentActor actor;
    private final Team team;
    private final ChangeSkill changeSkill;
    private final Absences absences;
    private final EnterAbsence enterAbsence;
    private final CancelAbsence cancelAbsence;
    private final AssizeClock clock;
    private final Div content = new Div();

    TeamView(
            CurrentActor actor,
            Team team,
            ChangeSkill changeSkill,
            Absences absences,
            EnterAbsence enterAbsence,
            CancelAbsence cancelAbsence,
            AssizeClock clock) {
        super("nav.policies");
        this.actor = actor;
        this.team = team;
        this.changeSkill = changeSkill;
        this.absences = absences;
        this.enterAbsence = enterAbsence;
        this.cancelAbsence = cancelAbsence;
        this.clock = clock;
        content.addClassNames("queue-table", "policy-table");
        add(new PolicyTabs(PolicyTabs.TEAM, true), new Paragraph(Texts.t("policies.team.note")), content);
        show();
    }

    private void show() {
        content.removeAll();
        List<Team.Member> members = team.read(actor.get());
        if (members.isEmpty()) {
            content.add(
                    new EmptyState(Glyph.USERS, Texts.t("policies.team.empty"), Texts.t("policies.team.emptyNext")));
            return;
        }
        NativeTable table = new NativeTable();
        table.getElement().setAttribute("aria-label", Texts.t("policies.tab.team"));
        NativeTableRow head = table.getHead().addRow();
        for (String column :
                List.of("person", "markets", "languages", "typologies", "held", "assigned", "away", "act")) {
            NativeTableHeaderCell cell = new NativeTableHeaderCell(Texts.t("policies.team." + column));
            cell.getElement().setAttribute("scope", "col");
            if (column.equals("held") || column.equals("assigned")) {
                cell.addClassName("num");
            }
            head.add(cell);
        }
        members.forEach(member -> row(table.getBody().addRow(), member));
        content.add(table);
    }

    private void row(NativeTableRow row, Team.Member member) {
        Skill skill = member.skill();
        NativeTableHeaderCell first = new NativeTableHeaderCell();
        Span name = new Span(member.name());
        name.addClassName("strong");
        first.add(name);
        first.getElement().setAttribute("scope", "row");
        row.add(first);
        cell(
                row,
                "policy-review",
                words(
                        skill.markets().isEmpty()
                                ? Texts.t("policies.team.allMarkets")
                                : String.join(", ", skill.markets()),
                        skill.markets().isEmpty()));
        cell(
                row,
                "policy-review",
                words(
                        orDash(PolicyWords.languages(skill.languages())),
                        skill.languages().isEmpty()));
        cell(
                row,
                "policy-review",
                words(
                        orDash(PolicyWords.typologies(skill.typologies())),
                        skill.typologies().isEmpty()));
        cell(row, "num", new Span(Texts.number(member.held())));
        cell(row, "num", new Span(Texts.number(member.assigned())));
        cell(row, null, away(member));
        Button skills = button(Texts.t("policies.team.skill"), Texts.t("policies.team.skillOf", member.name()));
        skills.addClickListener(click -> skill(member));
        Button absent = button(Texts.t("policies.team.absence"), Texts.t("policies.team.absenceOf", member.name()));
        absent.addClickListener(click -> absence(member));
        Div acts = new Div(skills, absent);
        acts.addClassName("pair");
        cell(row, null, acts);
    }

    private static String orDash(String text) {
        return text.isEmpty() ? "–" : text;
    }

    private Component away(Team.Member member) {
        Team.Away away = member.away();
        if (away == null) {
            return words(Texts.t("policies.team.here"), true);
        }
        Instant now = clock.now();
        boolean gone = !away.startsAt().isAfter(now);
        return gone
                ? new Badge(Texts.t("policies.team.awayUntil", PolicyWords.moment(away.endsAt())), Badge.Tone.WARNING)
                : words(Texts.t("policies.team.awayFrom", PolicyWords.moment(away.startsAt())), false);
    }

    private static Span words(String text, boolean muted) {
        Span span = new Span(text);
        span.addClassName("clip");
        span.setTitle(text);
        if (muted) {
            span.addClassName("muted");
        }
        return span;
    }

    private static Button button(String text, String label) {
        Button button = new Button(text);
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        button.setAriaLabel(label);
        return button;
    }

    private static void cell(
            NativeTableRow row, @org.jspecify.annotations.Nullable String className, Component content) {
        NativeTableCell cell = new NativeTableCell();
        if (className != null) {
            cell.addClassNames(className.split(" "));
        }
        cell.add(content);
        row.add(cell);
    }

    private void absence(Team.Member member) {
        new AbsenceDialog(
                        Texts.t("policies.team.absenceOf", member.name()),
                        member.id(),
                        actor,
                        absences,
                        enterAbsence,
                        cancelAbsence,
                        clock,
                        this::show)
                .open();
    }

    private void skill(Team.Member member) {
        Skill before = member.skill();
        FieldErrors errors = new FieldErrors();
        TextField markets = errors.watch("markets", new TextField(Texts.t("policies.team.markets")));
        markets.setPlaceholder(Texts.t("policies.team.allMarkets"));
        markets.setHelperText(Texts.t("policies.rule.list.hint"));
        markets.setValue(String.join(", ", before.markets()));
        MultiSelectComboBox<String> languages =
                errors.watch("languages", TermsForm.languages("policies.team.languages"));
        languages.setValue(new LinkedHashSet<>(before.languages()));
        MultiSelectComboBox<String> typologies =
                errors.watch("typologies", TermsForm.typologies("policies.team.typologies"));
        typologies.setValue(new LinkedHashSet<>(before.typologies()));
        Dialog dialog = new Dialog(Texts.t("policies.team.skillOf", member.name()));
        Button save = new Button(Texts.t("policies.team.save"), click -> {
            Skill wanted = new Skill(
                    Arrays.stream(markets.getValue().split(","))
                            .map(String::strip)
                            .filter(market -> !market.isEmpty())
                            .distinct()
                            .toList(),
                    List.copyOf(languages.getValue()),
                    List.copyOf(typologies.getValue()),
                    before.version());
            switch (changeSkill.change(actor.get(), member.id(), wanted)) {
                case ChangeSkill.Changed _ -> {
                    dialog.close();
                    show();
                }
                case ChangeSkill.Outdated _ -> errors.warn(new Span(Texts.t("policies.team.outdated")));
                case ChangeSkill.Invalid(var refused) -> errors.show(refused);
            }
        });
        save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        Div form = new Div(errors, markets, languages, typologies);
        form.addClassNames("form", "dialog-form");
        dialog.add(form);
        dialog.getFooter()
                .add(
                        new Button(Texts.t("platform.cancel"), click -> dialog.close()),
                        ViewKeys.click(save, "Ctrl+Enter"));
        dialog.open();
        markets.focus();
    }
}
