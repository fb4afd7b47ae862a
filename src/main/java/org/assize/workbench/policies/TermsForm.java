package org.assize.workbench.policies;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.NumberField;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.assize.platform.ui.Texts;
import org.assize.queue.CalendarVersion;
import org.assize.queue.QueuePolicy;
import org.assize.verdict.Action;
import org.assize.verdict.Typology;
import org.assize.workbench.CaseWords;
import org.jspecify.annotations.Nullable;

/** The terms of a queue as fields. */
final class TermsForm extends Div {

    private static final double HUNDRED = 100;

    private final List<CalendarVersion> calendars;
    private final Instant now;
    private final FieldErrors errors;
    private final Select<CalendarVersion> calendar = new Select<>();
    private final IntegerField sla = new IntegerField(Texts.t("policies.field.sla"));
    private final IntegerField lease = new IntegerField(Texts.t("policies.field.lease"));
    private final IntegerField capacity = new IntegerField(Texts.t("policies.field.capacity"));
    private final IntegerField ahead = new IntegerField(Texts.t("policies.field.ahead"));
    private final MultiSelectComboBox<String> languages = languages("policies.field.languages");
    private final MultiSelectComboBox<String> typologies = typologies("policies.field.typologies");
    private final CheckboxGroup<String> actions = new CheckboxGroup<>(Texts.t("policies.field.actions"));
    private final NumberField hidden = percent("policies.field.hidden");
    private final NumberField blind = percent("policies.field.blind");
    private final NumberField reviewShare = percent("policies.field.reviewShare");
    private final IntegerField reviewFrom = new IntegerField(Texts.t("policies.field.reviewFrom"));
    private final MultiSelectComboBox<String> reviewTypologies = typologies("policies.field.reviewTypologies");

    TermsForm(List<CalendarVersion> calendars, Instant now, FieldErrors errors) {
        this.calendars = calendars;
        this.now = now;
        this.errors = errors;
        addClassName("terms-form");
        calendar.setLabel(Texts.t("policies.field.calendar"));
        calendar.setItems(calendars);
        calendar.setItemLabelGenerator(CalendarVersion::name);
        calendar.addValueChangeListener(chosen -> due());
        sla.setValueChangeMode(ValueChangeMode.LAZY);
        sla.addValueChangeListener(typed -> due());
        sla.setSuffixComponent(new Span(Texts.t("policies.unit.minutes")));
        lease.setSuffixComponent(new Span(Texts.t("policies.unit.minutes")));
        lease.setHelperText(Texts.t("policies.field.lease.hint"));
        capacity.setPlaceholder(Texts.t("policies.unlimited"));
        capacity.setHelperText(Texts.t("policies.field.capacity.hint"));
        ahead.setPlaceholder(Texts.t("policies.notAhead"));
        ahead.setHelperText(Texts.t("policies.field.ahead.hint"));
        languages.setPlaceholder(Texts.t("policies.anyLanguage"));
        languages.setHelperText(Texts.t("policies.field.languages.hint"));
        typologies.setPlaceholder(Texts.t("policies.anyTypology"));
        typologies.setHelperText(Texts.t("policies.field.typologies.hint"));
        actions.setItems(Arrays.stream(Action.values()).map(Action::code).toList());
        actions.setItemLabelGenerator(CaseWords::action);
        hidden.setHelperText(Texts.t("policies.field.hidden.hint"));
        blind.setHelperText(Texts.t("policies.field.blind.hint"));
        reviewShare.setHelperText(Texts.t("policies.field.reviewShare.hint"));
        reviewFrom.setPrefixComponent(new Span("€"));
        reviewFrom.setPlaceholder(Texts.t("policies.noMatter"));
        reviewFrom.setHelperText(Texts.t("policies.field.reviewFrom.hint"));
        reviewTypologies.setPlaceholder(Texts.t("policies.noMatter"));
        errors.watch("calendar", calendar);
        errors.watch("slaMinutes", sla);
        errors.watch("leaseMinutes", lease);
        errors.watch("capacityPerPerson", capacity);
        errors.watch("assignAhead", ahead);
        errors.watch("languages", languages);
        errors.watch("typologies", typologies);
        errors.watch("actions", actions);
        errors.watch("scoreHiddenShare", hidden);
        errors.watch("blindShare", blind);
        errors.watch("secondReview.share", reviewShare);
        errors.watch("secondReview.fromEuro", reviewFrom);
        errors.watch("secondReview.typologies", reviewTypologies);
        section("policies.section.time", sla, calendar, lease);
        section("policies.section.people", capacity, ahead, languages, typologies);
        section("policies.section.verdict", actions);
        section("policies.section.review", reviewShare, reviewFrom, reviewTypologies);
        section("policies.section.blind", blind, hidden);
    }

    private void section(String titleKey, Component... fields) {
        H2 title = new H2(Texts.t(titleKey));
        title.addClassName("section-title");
        Div grid = new Div(fields);
        grid.addClassName("terms-fields");
        Div section = new Div(title, grid);
        section.addClassName("panel");
        add(section);
    }

    void fill(QueuePolicy.Terms terms) {
        calendars.stream()
                .filter(each -> each.key().equals(terms.calendar()))
                .findFirst()
                .ifPresent(calendar::setValue);
        sla.setValue(terms.slaMinutes());
        lease.setValue(terms.leaseMinutes());
        capacity.setValue(terms.capacityPerPerson());
        ahead.setValue(terms.assignAhead());
        languages.setValue(new LinkedHashSet<>(terms.languages()));
        typologies.setValue(new LinkedHashSet<>(terms.typologies()));
        actions.setValue(new LinkedHashSet<>(terms.actions()));
        hidden.setValue(rounded(terms.scoreHiddenShare()));
        blind.setValue(rounded(terms.blindShare()));
        QueuePolicy.SecondReview review = terms.secondReview();
        reviewShare.setValue(rounded(review.share()));
        reviewFrom.setValue(review.fromEuro());
        reviewTypologies.setValue(new LinkedHashSet<>(review.typologies()));
        due();
    }

    /** As the fields stand; what is missing is out of every range, so that the use case says which. */
    QueuePolicy.Terms terms() {
        return new QueuePolicy.Terms(
                calendar.getValue() == null ? "" : calendar.getValue().key(),
                orZero(sla.getValue()),
                orZero(lease.getValue()),
                capacity.getValue(),
                inOrder(actions.getValue()),
                ahead.getValue(),
                List.copyOf(languages.getValue()),
                inOrder(typologies.getValue()),
                share(hidden),
                share(blind),
                new QueuePolicy.SecondReview(
                        share(reviewShare), reviewFrom.getValue(), inOrder(reviewTypologies.getValue())));
    }

    void readOnly() {
        for (HasValue<?, ?> field : new HasValue<?, ?>[] {
            calendar,
            sla,
            lease,
            capacity,
            ahead,
            languages,
            typologies,
            actions,
            hidden,
            blind,
            reviewShare,
            reviewFrom,
            reviewTypologies
        }) {
            field.setReadOnly(true);
        }
    }

    /** What the SLA means for a case that opens now. */
    private void due() {
        Integer minutes = sla.getValue();
        CalendarVersion by = calendar.getValue();
        sla.setHelperText(
                minutes == null || minutes < 1 || minutes > 525_600 || by == null
                        ? ""
                        : Texts.t(
                                "policies.field.sla.due",
                                PolicyWords.minutes(minutes),
                                PolicyWords.moment(by.calendar().plus(now, Duration.ofMinutes(minutes)))));
    }

    private static List<String> inOrder(Set<String> codes) {
        List<String> order = new ArrayList<>();
        Arrays.stream(Action.values()).map(Action::code).forEach(order::add);
        Arrays.stream(Typology.values()).map(Typology::code).forEach(order::add);
        return codes.stream().sorted(Comparator.comparing(order::indexOf)).toList();
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static double share(NumberField field) {
        return field.getValue() == null ? 0 : field.getValue() / HUNDRED;
    }

    private static double rounded(double share) {
        return Math.round(share * 1e6) / 1e4;
    }

    static MultiSelectComboBox<String> languages(String labelKey) {
        MultiSelectComboBox<String> field = new MultiSelectComboBox<>(Texts.t(labelKey));
        field.setItems(Arrays.stream(Locale.getISOLanguages())
                .sorted(Comparator.comparing(PolicyWords::language))
                .toList());
        field.setItemLabelGenerator(PolicyWords::language);
        return field;
    }

    static MultiSelectComboBox<String> typologies(String labelKey) {
        MultiSelectComboBox<String> field = new MultiSelectComboBox<>(Texts.t(labelKey));
        field.setItems(Arrays.stream(Typology.values()).map(Typology::code).toList());
        field.setItemLabelGenerator(CaseWords::typology);
        return field;
    }

    private static NumberField percent(String labelKey) {
        NumberField field = new NumberField(Texts.t(labelKey));
        field.setSuffixComponent(new Span("%"));
        return field;
    }
}
