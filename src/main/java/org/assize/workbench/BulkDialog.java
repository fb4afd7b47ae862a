package org.assize.workbench;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.assize.casework.CaseQuery;
import org.assize.casework.FraudCase;
import org.assize.casework.Words;
import org.assize.platform.FieldError;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.MoneyText;
import org.assize.platform.ui.ShortId;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.ActOnMany;
import org.assize.queue.BulkAct;
import org.assize.queue.BulkSelection;
import org.assize.queue.QueuePolicy;
import org.assize.security.Colleagues;
import org.assize.workbench.desk.Snooze;
import org.jspecify.annotations.Nullable;

/** One act on all cases that a list shows and does not show: which act, why, and what exactly it will do before it does it. */
final class BulkDialog extends Dialog {

    /** What can be done; each has its words under {@code workbench.bulk.<name>}. */
    enum Kind {
        HAND_OVER,
        MOVE,
        SNOOZE,
        RELEASE
    }

    /** What a lead can do from here, bound to who is asking. */
    interface Acts {
        BulkSelection.Preview preview(BulkAct act);

        ActOnMany.Result act(BulkAct act, CaseQuery query, List<BulkSelection.Chosen> chosen, String reason);

        void done(ActOnMany.Done done, String told);
    }

    private final Acts acts;
    private final Supplier<ZonedDateTime> now;
    private final Select<Kind> kind = new Select<>();
    private final Select<Colleagues.Colleague> person = new Select<>();
    private final Select<String> queue = new Select<>();
    private final Select<Snooze> snooze = new Select<>();
    private final TextArea reason = new TextArea();
    private final Div will = new Div();
    private final Div faults = new Div();
    private final Button verb = new Button("", click -> act());
    private BulkSelection.@Nullable Preview preview;

    BulkDialog(
            Acts acts,
            CaseQuery query,
            List<Colleagues.Colleague> people,
            List<QueuePolicy> queues,
            Supplier<ZonedDateTime> now) {
        this.acts = acts;
        this.now = now;
        addClassName("bulk-dialog");
        setHeaderTitle(Texts.t("workbench.bulk.title"));
        choice(kind, "kind", List.of(Kind.values()), each -> words(each, "name"));
        choice(person, "person", people, Colleagues.Colleague::name);
        choice(
                queue,
                "queue",
                queues.stream()
                        .map(QueuePolicy::queueKey)
                        .filter(key -> !key.equals(query.queue()))
                        .toList(),
                CaseWords::queue);
        choice(snooze, "until", Snooze.SAID, each -> Texts.t("workbench.snooze." + each.name()));
        reason.setLabel(Texts.t("workbench.bulk.reason"));
        reason.setMaxLength(Words.LONGEST_REASON);
        reason.setValueChangeMode(ValueChangeMode.EAGER);
        reason.addClassName("words");
        reason.addValueChangeListener(change -> faults.setVisible(false));
        will.addClassName("bulk-will");
        will.getElement().setAttribute("role", "status");
        faults.addClassName("field-fault");
        faults.getElement().setAttribute("role", "alert");
        faults.setVisible(false);
        Div what = new Div(kind, person, queue, snooze);
        what.addClassName("bulk-what");
        Div form = new Div(what, reason, faults, will);
        form.addClassName("form");
        add(form);
        verb.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(new Button(Texts.t("platform.cancel"), click -> close()), ViewKeys.click(verb, "Ctrl+Enter"));
        kind.setValue(query.state() == org.assize.casework.CaseState.WAITING ? Kind.HAND_OVER : Kind.RELEASE);
        addOpenedChangeListener(event -> {
            if (event.isOpened()) {
                kind.focus();
            }
        });
        look();
    }

    private <T> void choice(Select<T> select, String name, List<T> items, Function<T, String> words) {
        select.setLabel(Texts.t("workbench.bulk." + name));
        select.setItems(items);
        select.setItemLabelGenerator(words::apply);
        if (!items.isEmpty()) {
            select.setValue(items.getFirst());
        }
        select.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                look();
            }
        });
    }

    private Optional<BulkAct> wanted() {
        return switch (kind.getValue()) {
            case HAND_OVER -> Optional.ofNullable(person.getValue()).map(each -> new BulkAct.HandOver(each.id()));
            case MOVE -> Optional.ofNullable(queue.getValue()).map(BulkAct.Move::new);
            case SNOOZE ->
                Optional.of(new BulkAct.Snooze(
                        snooze.getValue().from(now.get()).truncatedTo(java.time.temporal.ChronoUnit.MICROS)));
            case RELEASE -> Optional.of(new BulkAct.Release());
        };
    }

    /** Asks again what would happen: another act leaves other cases out. */
    private void look() {
        Kind its = kind.getValue();
        person.setVisible(its == Kind.HAND_OVER);
        queue.setVisible(its == Kind.MOVE);
        snooze.setVisible(its == Kind.SNOOZE);
        faults.setVisible(false);
        preview = wanted().map(acts::preview).orElse(null);
        int cases = preview == null ? 0 : preview.cases().size();
        verb.setText(Texts.t("workbench.bulk.verb." + its.name(), cases));
        verb.setEnabled(cases > 0);
        will.removeAll();
        if (preview == null) {
            return;
        }
        Paragraph sentence = new Paragraph(Texts.t("workbench.bulk.will." + its.name(), cases, target()));
        sentence.addClassName("strong");
        will.add(sentence);
        if (preview.more()) {
            will.add(muted(Texts.t("workbench.bulk.more", BulkSelection.MOST)));
        }
        if (preview.leftOut() > 0) {
            will.add(muted(Texts.t(
                    its == Kind.RELEASE ? "workbench.bulk.leftOutFree" : "workbench.bulk.leftOutHeld",
                    preview.leftOut())));
        }
        UnorderedList examples = new UnorderedList();
        examples.addClassName("bulk-examples");
        preview.examples().forEach(each -> examples.add(example(each)));
        will.add(examples);
        int rest = cases - preview.examples().size();
        if (rest > 0) {
            will.add(muted(Texts.t("workbench.bulk.rest", rest)));
        }
    }

    private String target() {
        return switch (kind.getValue()) {
            case HAND_OVER -> person.getValue() == null ? "" : person.getValue().name();
            case MOVE -> queue.getValue() == null ? "" : CaseWords.queue(queue.getValue());
            case SNOOZE -> Texts.t("workbench.snooze." + snooze.getValue().name());
            case RELEASE -> "";
        };
    }

    private static ListItem example(FraudCase its) {
        Span number = new Span(CaseWords.number(its.number()));
        number.addClassName("strong");
        Span risk = new Span(MoneyText.rounded(its.valueAtRisk()));
        risk.addClassName("num");
        return new ListItem(
                CaseWords.glyph(its.subject().kind()).icon(),
                number,
                new ShortId(its.subject().id()).keep(24),
                risk);
    }

    private static Paragraph muted(String text) {
        Paragraph line = new Paragraph(text);
        line.addClassNames("muted", "small");
        return line;
    }

    private void act() {
        BulkSelection.Preview looked = preview;
        Optional<BulkAct> act = wanted();
        if (looked == null || act.isEmpty()) {
            return;
        }
        Kind its = kind.getValue();
        String target = target();
        switch (acts.act(act.get(), looked.query(), looked.cases(), reason.getValue())) {
            case ActOnMany.Done done -> {
                close();
                acts.done(done, Texts.t("workbench.bulk.done." + its.name(), done.changed(), target));
            }
            case ActOnMany.Invalid(List<FieldError> errors) -> {
                faults.removeAll();
                List<String> said = new ArrayList<>();
                errors.forEach(error -> {
                    String own = "workbench.fault." + error.field() + "." + error.rule();
                    said.add(Texts.t(Texts.has(own) ? own : "workbench.fault." + error.rule()));
                });
                faults.add(Glyph.WARNING.icon(), new Span(String.join(" ", said)));
                faults.setVisible(true);
                reason.focus();
            }
        }
    }

    private static String words(Kind kind, String part) {
        return Texts.t("workbench.bulk." + part + "." + kind.name());
    }
}
