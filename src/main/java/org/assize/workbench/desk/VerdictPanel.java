package org.assize.workbench.desk;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assize.platform.FieldError;
import org.assize.platform.ui.Still;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.verdict.Action;
import org.assize.verdict.Confidence;
import org.assize.verdict.Decision;
import org.assize.verdict.PolicyText;
import org.assize.verdict.Typology;
import org.assize.verdict.VerdictForm;
import org.assize.workbench.CaseWords;
import org.jspecify.annotations.Nullable;

/** The verdict: five questions answered by single keys, and the words that explain it. */
final class VerdictPanel extends Div {

    /** What a page that dies in the middle of a word may lose. */
    static final int TYPING_MILLIS = 1_000;

    private final Consumer<VerdictForm> changed;
    private final Choice<Decision> decision;
    private final Choice<Typology> typology;
    private final Choice<Confidence> confidence;
    private final Choice<Boolean> useful;
    private final TextArea rationale = new TextArea();
    private final Boxes<Action> actions;
    private final FieldFaults faults = new FieldFaults();
    private final Span saved = new Span();
    private final Button send;
    private final PolicyBlock policy = new PolicyBlock();
    private Function<Typology, Optional<PolicyText>> policyOf = chosen -> Optional.empty();
    private boolean filling;

    /**
     * @param allowed codes of the actions that the queue's policy allows
     * @param changed told after every change, so that the draft is kept
     * @param close sends the form
     * @param acts what else can be done with the case, as buttons
     */
    VerdictPanel(
            ViewKeys keys,
            List<String> allowed,
            Consumer<VerdictForm> changed,
            Consumer<VerdictForm> close,
            List<Acts.Act> acts) {
        this.changed = changed;
        addClassName("verdict");
        decision = new Choice<>(
                Texts.t("workbench.decision"),
                Arrays.stream(Decision.values()).map(VerdictPanel::option).toList(),
                chosen -> decided());
        decision.addClassName("choice-decision");
        typology = new Choice<>(
                Texts.t("workbench.typology"),
                Arrays.stream(Typology.values()).map(VerdictPanel::option).toList(),
                chosen -> {
                    // a scheme can only be one of a fraud; naming it first says both
                    if (decision.value() == null) {
                        decision.value(Decision.FRAUD);
                    }
                    explain();
                    told("typology");
                });
        typology.addClassName("choice-typology");
        confidence = new Choice<>(
                Texts.t("workbench.confidence"),
                Arrays.stream(Confidence.values())
                        .map(each -> new Choice.Option<>(each, Texts.t("workbench.confidence." + each.name())))
                        .toList(),
                chosen -> told("confidence"));
        useful = new Choice<>(
                Texts.t("workbench.useful"),
                List.of(
                        new Choice.Option<>(true, Texts.t("workbench.useful.yes")),
                        new Choice.Option<>(false, Texts.t("workbench.useful.no"))),
                chosen -> told("flagUseful"));
        actions = new Boxes<>(
                Texts.t("workbench.actions"),
                Arrays.stream(Action.values())
                        // asking for nothing is asking for no action
                        .filter(each -> each != Action.NONE && allowed.contains(each.code()))
                        .toList(),
                each -> CaseWords.action(each.code()),
                () -> told("actions"));
        keys.on("c", "workbench.confidence", confidence::turn).on("u", "workbench.useful", useful::turn);

        rationale.setAriaLabel(Texts.t("workbench.rationale"));
        rationale.setPlaceholder(Texts.t("workbench.rationale.hint"));
        rationale.setMaxLength(VerdictForm.LONGEST_RATIONALE);
        rationale.setValueChangeMode(ValueChangeMode.TIMEOUT);
        rationale.setValueChangeTimeout(TYPING_MILLIS);
        rationale.addValueChangeListener(event -> told("rationale"));
        rationale.addClassName("words");
        ViewKeys.bind(rationale, "r", "workbench.rationale");

        // the browser takes them out of sight with the decision, at once: the next key may follow within milliseconds
        Div typologies = field("workbench.typology", null, typology, "typology");
        typologies.addClassName("typologies");
        typologies.add(policy);
        send = new Button(Texts.t("workbench.close"), event -> close.accept(form()));
        send.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        send.addClassName("wide");
        ViewKeys.click(send, "Ctrl+Enter");
        Div foot = new Div(send, new Acts(acts));
        foot.addClassName("verdict-foot");
        Div fields = new Div(
                field(null, null, decision, "decision"),
                typologies,
                inline("workbench.confidence", "c", confidence, "confidence"),
                inline("workbench.useful", "u", useful, "flagUseful"),
                field("workbench.rationale", "r", rationale, "rationale"),
                field("workbench.actions", "a", ViewKeys.bind(actions, "a", "workbench.actions"), "actions"));
        fields.addClassName("verdict-fields");
        add(head(), fields, foot);
    }

    private static Choice.Option<Decision> option(Decision decision) {
        String code = decision.name().toLowerCase(Locale.ROOT);
        return new Choice.Option<>(
                decision,
                CaseWords.decisionText(code),
                code.substring(0, 1),
                CaseWords.decisionGlyph(code),
                "verdict-" + code);
    }

    private static Choice.Option<Typology> option(Typology typology) {
        String digit = Integer.toString(typology.ordinal() + 1);
        return new Choice.Option<>(typology, CaseWords.typology(typology.code()), digit, null, null);
    }

    private Component head() {
        H2 title = new H2(Texts.t("workbench.verdict"));
        title.addClassName("section-title");
        saved.addClassNames("muted", "small");
        saved.getElement().setAttribute("role", "status");
        NativeButton sheet = new NativeButton(Texts.t("workbench.verdict.sheet"));
        sheet.addClassName("sheet-handle");
        sheet.getElement().setAttribute("data-key", "v");
        sheet.getElement().setAttribute("aria-expanded", "false");
        sheet.add(ViewKeys.kbd("v"));
        sheet.addClickListener(event -> {
            boolean open = !hasClassName("sheet-open");
            setClassName("sheet-open", open);
            sheet.getElement().setAttribute("aria-expanded", Boolean.toString(open));
        });
        Div head = new Div(title, saved, sheet);
        head.addClassNames("panel-head", "verdict-head");
        return head;
    }

    private Div field(@Nullable String labelKey, @Nullable String key, Component control, String name) {
        Div field = new Div();
        field.addClassName("field");
        if (labelKey != null) {
            Div label = new Div(new Span(Texts.t(labelKey)));
            label.addClassName("field-label");
            if (key != null) {
                label.add(ViewKeys.kbd(key));
            }
            field.add(Still.draw(label));
        }
        field.add(control, faults.line(name));
        return field;
    }

    private Div inline(String labelKey, String key, Component control, String name) {
        Div field = field(labelKey, key, control, name);
        field.addClassName("field-inline");
        return field;
    }

    private void decided() {
        if (decision.value() != Decision.FRAUD) {
            typology.value(null);
            explain();
        }
        addClassName("sheet-open");
        told("decision");
    }

    private void told(String field) {
        if (!filling) {
            faults.clear(field);
            changed.accept(form());
        }
    }

    /** What policy says of each scheme, asked when one is chosen. */
    VerdictPanel policy(Function<Typology, Optional<PolicyText>> policyOf) {
        this.policyOf = policyOf;
        return this;
    }

    private void explain() {
        Typology chosen = typology.value();
        policy.show(chosen == null ? null : policyOf.apply(chosen).orElse(null));
    }

    /** What the button that sends it says, where it is not to close and go on. */
    VerdictPanel verb(String text) {
        send.setText(text);
        return this;
    }

    VerdictForm form() {
        return new VerdictForm(
                decision.value(),
                typology.value(),
                confidence.value(),
                useful.value(),
                rationale.getValue(),
                actions.picked());
    }

    /** Puts a draft back as it was left. */
    void fill(VerdictForm draft) {
        filling = true;
        decision.value(draft.decision());
        typology.value(draft.typology());
        explain();
        confidence.value(draft.confidence());
        useful.value(draft.flagUseful());
        rationale.setValue(draft.rationale() == null ? "" : draft.rationale());
        actions.pick(draft.actions());
        filling = false;
        saved(Texts.t("workbench.draft.restored"));
    }

    void saved(String text) {
        saved.setText(text);
    }

    void refuse(List<FieldError> errors) {
        faults.show(errors);
        String first = errors.isEmpty() ? "" : errors.getFirst().field();
        switch (first) {
            case "typology" -> typology.focus();
            case "confidence" -> confidence.focus();
            case "flagUseful" -> useful.focus();
            case "rationale" -> rationale.focus();
            case "actions" -> actions.focus();
            default -> decision.focus();
        }
    }

    void focusDecision() {
        decision.focus();
    }

    /** The claim is gone: nothing can be chosen or sent, but whoever is in the middle of a sentence finishes it. */
    void freeze() {
        addClassName("frozen");
        rationale
                .getParent()
                .flatMap(Component::getParent)
                .ifPresent(fields -> Stream.concat(getChildren(), fields.getChildren())
                        .filter(part -> part != fields && !rationale.getParent().equals(Optional.of(part)))
                        .forEach(part -> part.getElement().setAttribute("inert", true)));
    }
}
