package org.assize.workbench.policies;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.NumberField;
import com.vaadin.flow.component.textfield.TextField;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import org.assize.flagging.FlagOrigin;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.QueuePolicy;
import org.assize.queue.RoutingRule;
import org.assize.workbench.CaseWords;
import org.jspecify.annotations.Nullable;

/** One routing rule: what it asks of a case, and where it leads. It is not in force until the list is saved. */
final class RuleDialog extends Dialog {

    private static final double HUNDRED = 100;
    private static final double PARTS = 1e6;

    private final TextField name = new TextField(Texts.t("policies.rule.name"));
    private final Select<QueuePolicy> queue = new Select<>();
    private final Select<String> kind = new Select<>();
    private final MultiSelectComboBox<String> origins =
            new MultiSelectComboBox<>(Texts.t("policies.rule.field.origins"));
    private final MultiSelectComboBox<String> algorithms =
            new MultiSelectComboBox<>(Texts.t("policies.rule.field.algorithms"));
    private final TextField markets = list("policies.rule.field.markets");
    private final TextField categories = list("policies.rule.field.categories");
    private final TextField countries = list("policies.rule.field.countries");
    private final IntegerField fromEuro = euros("policies.rule.field.fromEuro");
    private final IntegerField belowEuro = euros("policies.rule.field.belowEuro");
    private final NumberField fromScore = new NumberField(Texts.t("policies.rule.field.fromScore"));
    private final NumberField top = new NumberField(Texts.t("policies.rule.field.top"));

    /** @param before null for a rule that is new */
    RuleDialog(List<QueuePolicy> queues, @Nullable RoutingRule before, Consumer<RoutingRule> done) {
        setHeaderTitle(Texts.t(before == null ? "policies.routing.add" : "policies.routing.edit"));
        queue.setLabel(Texts.t("policies.rule.field.queue"));
        queue.setItems(queues);
        queue.setItemLabelGenerator(its -> CaseWords.queue(its.queueKey(), its.queueName()));
        kind.setLabel(Texts.t("policies.rule.field.kind"));
        kind.setItems("", "seller", "order");
        kind.setItemLabelGenerator(code -> Texts.t(code.isEmpty() ? "policies.kind.any" : "policies.kind." + code));
        kind.setValue("");
        queue.addValueChangeListener(chosen -> {
            String only = chosen.getValue() == null ? null : chosen.getValue().subjectKind();
            if (only != null && chosen.isFromClient()) {
                kind.setValue(only);
            }
        });
        origins.setItems(
                Arrays.stream(FlagOrigin.values()).map(FlagOrigin::code).toList());
        origins.setItemLabelGenerator(code -> Texts.t("workbench.origin." + code));
        origins.setPlaceholder(Texts.t("policies.noMatter"));
        algorithms.setItems("boosting", "forest", "isolation");
        algorithms.setItemLabelGenerator(code -> Texts.t("training.algorithm." + code));
        algorithms.setPlaceholder(Texts.t("policies.noMatter"));
        fromScore.setMin(0);
        fromScore.setMax(1);
        fromScore.setStep(0.01);
        fromScore.setPlaceholder(Texts.t("policies.noMatter"));
        top.setSuffixComponent(new Span("%"));
        top.setMin(0);
        top.setMax(HUNDRED);
        top.setPlaceholder(Texts.t("policies.noMatter"));
        if (before == null) {
            QueuePolicy first = queues.getFirst();
            queue.setValue(first);
            kind.setValue(first.subjectKind() == null ? "" : first.subjectKind());
        } else {
            fill(before, queues);
        }
        H2 when = new H2(Texts.t("policies.rule.when"));
        when.addClassName("section-title");
        Span all = new Span(Texts.t("policies.rule.when.hint"));
        all.addClassNames("muted", "small");
        Div title = new Div(when, all);
        title.addClassName("panel-head");
        Div leads = new Div(name, queue);
        leads.addClassName("terms-fields");
        Div fields =
                new Div(kind, origins, markets, categories, countries, fromEuro, belowEuro, algorithms, fromScore, top);
        fields.addClassNames("terms-fields", "conditions");
        Div form = new Div(leads, title, fields);
        form.addClassName("rule-form");
        add(form);
        Button take = new Button(Texts.t("policies.rule.take"), click -> {
            if (name.getValue().isBlank()) {
                name.setErrorMessage(Texts.t("policies.fault.required"));
                name.setInvalid(true);
                name.focus();
            } else {
                done.accept(rule());
                close();
            }
        });
        take.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(new Button(Texts.t("platform.cancel"), click -> close()), ViewKeys.click(take, "Ctrl+Enter"));
        addOpenedChangeListener(opened -> name.focus());
    }

    private void fill(RoutingRule rule, List<QueuePolicy> queues) {
        RoutingRule.Conditions when = rule.when();
        name.setValue(rule.name());
        queues.stream()
                .filter(its -> its.queueKey().equals(rule.queue()))
                .findFirst()
                .ifPresent(queue::setValue);
        kind.setValue(when.subjectKind() == null ? "" : when.subjectKind());
        origins.setValue(new LinkedHashSet<>(when.origins()));
        algorithms.setValue(new LinkedHashSet<>(when.algorithms()));
        markets.setValue(String.join(", ", when.markets()));
        categories.setValue(String.join(", ", when.categories()));
        countries.setValue(String.join(", ", when.countries()));
        fromEuro.setValue(when.fromEuro());
        belowEuro.setValue(when.belowEuro());
        fromScore.setValue(when.fromScore());
        Double percentile = when.fromPercentile();
        top.setValue(percentile == null ? null : PolicyWords.top(percentile) * HUNDRED);
    }

    private RoutingRule rule() {
        Double share = top.getValue();
        return new RoutingRule(
                name.getValue().strip(),
                new RoutingRule.Conditions(
                        kind.getValue().isEmpty() ? null : kind.getValue(),
                        List.copyOf(origins.getValue()),
                        values(markets),
                        values(categories),
                        values(countries),
                        List.copyOf(algorithms.getValue()),
                        fromEuro.getValue(),
                        belowEuro.getValue(),
                        fromScore.getValue(),
                        share == null ? null : Math.round((1 - share / HUNDRED) * PARTS) / PARTS),
                queue.getValue().queueKey());
    }

    private static List<String> values(TextField field) {
        return Arrays.stream(field.getValue().split(","))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static TextField list(String labelKey) {
        TextField field = new TextField(Texts.t(labelKey));
        field.setPlaceholder(Texts.t("policies.noMatter"));
        return field;
    }

    private static IntegerField euros(String labelKey) {
        IntegerField field = new IntegerField(Texts.t(labelKey));
        field.setPrefixComponent(new Span("€"));
        field.setMin(0);
        field.setPlaceholder(Texts.t("policies.noMatter"));
        return field;
    }
}
