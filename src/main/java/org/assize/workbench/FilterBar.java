package org.assize.workbench;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assize.casework.CaseQuery;
import org.assize.casework.CaseState;
import org.assize.flagging.FlagOrigin;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Texts;
import org.assize.security.Colleagues;
import org.assize.verdict.Typology;
import org.jspecify.annotations.Nullable;

/** By what a list of cases is narrowed. Every change is told as a whole query; the address then brings it back. */
final class FilterBar extends Div {

    private static final List<BigDecimal> VALUES = List.of(
            BigDecimal.valueOf(100),
            BigDecimal.valueOf(1_000),
            BigDecimal.valueOf(10_000),
            BigDecimal.valueOf(100_000));
    private static final List<Double> SHARES = List.of(0.001, 0.005, 0.02, 0.1);
    private static final List<Duration> DUE =
            List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(24));
    private static final List<Duration> AGES =
            List.of(Duration.ofHours(4), Duration.ofHours(24), Duration.ofHours(168));

    private final Select<String> market = new Select<>();
    private final Select<Double> top = new Select<>();
    private final Select<BigDecimal> value = new Select<>();
    private final Select<Duration> due = new Select<>();
    private final Select<Duration> age = new Select<>();
    private final Select<CaseQuery.Who> who = new Select<>();
    private final Select<FlagOrigin> origin = new Select<>();
    private final Select<String> decision = new Select<>();
    private final Select<String> typology = new Select<>();
    private final TextField id = new TextField();
    private final Button clear;
    private final Consumer<CaseQuery> changed;
    private List<Colleagues.Colleague> colleagues = List.of();
    private CaseQuery shown = CaseQuery.of("", CaseState.WAITING);

    FilterBar(Consumer<CaseQuery> changed) {
        this.changed = changed;
        addClassName("filter-bar");
        getElement().setAttribute("role", "group");
        getElement().setAttribute("aria-label", Texts.t("workbench.filter"));
        choice(market, "market", each -> each);
        choice(top, "top", share -> Texts.t("workbench.filter.topIs", Texts.percent(share, share < 0.01 ? 1 : 0)));
        choice(value, "value", amount -> Texts.t("workbench.filter.valueIs", amount));
        choice(
                due,
                "due",
                time -> time.isZero()
                        ? Texts.t("workbench.filter.late")
                        : Texts.t("workbench.filter.dueIs", time.toHours()));
        choice(
                age,
                "age",
                time -> time.toHours() % 24 == 0
                        ? Texts.t("workbench.filter.ageDays", time.toDays())
                        : Texts.t("workbench.filter.ageHours", time.toHours()));
        choice(who, "who", this::name);
        choice(origin, "origin", each -> Texts.t("workbench.origin." + each.code()));
        choice(decision, "decision", CaseWords::decisionText);
        choice(typology, "typology", CaseWords::typology);
        id.setPlaceholder(Texts.t("workbench.filter.id"));
        id.setAriaLabel(Texts.t("workbench.filter.id"));
        id.setClearButtonVisible(true);
        id.setMaxLength(200);
        id.setValueChangeMode(ValueChangeMode.LAZY);
        id.addValueChangeListener(change -> tell(change.isFromClient()));
        clear = new Button(
                Texts.t("workbench.filter.clear"),
                Glyph.CROSS.icon(),
                click -> changed.accept(CaseQuery.of(shown.queue(), shown.state())));
        clear.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        add(market, top, value, due, age, who, origin, decision, typology, id);
    }

    private <T> void choice(Select<T> select, String name, Function<T, String> words) {
        select.setEmptySelectionAllowed(true);
        select.setEmptySelectionCaption(Texts.t("workbench.filter." + name));
        select.setPlaceholder(Texts.t("workbench.filter." + name));
        select.setItemLabelGenerator(item -> item == null ? Texts.t("workbench.filter." + name) : words.apply(item));
        select.setAriaLabel(Texts.t("workbench.filter." + name));
        select.addValueChangeListener(change -> tell(change.isFromClient()));
    }

    /** @param markets to choose among */
    void show(CaseQuery query, List<String> markets, List<Colleagues.Colleague> people) {
        shown = query;
        colleagues = people;
        List<CaseQuery.Who> persons = new ArrayList<>(List.of(new CaseQuery.Me(), new CaseQuery.Nobody()));
        people.forEach(each -> persons.add(new CaseQuery.Person(each.id())));
        set(market, markets, query.market());
        set(top, SHARES, query.topShare());
        set(value, VALUES, query.valueFrom());
        set(due, DUE, query.dueWithin());
        set(age, AGES, query.olderThan());
        set(who, persons, query.who());
        set(origin, List.of(FlagOrigin.values()), query.origin());
        set(decision, List.of("FRAUD", "LEGITIMATE", "INCONCLUSIVE"), query.decision());
        set(typology, Arrays.stream(Typology.values()).map(Typology::code).toList(), query.typology());
        id.setValue(query.subjectId() == null ? "" : query.subjectId());
        boolean closed = query.state() == CaseState.CLOSED;
        decision.setVisible(closed);
        typology.setVisible(closed);
        due.setVisible(!closed);
        who.setVisible(!closed);
        clear.setVisible(query.criteria() > 0);
    }

    /** What an address asks for may be none of the usual ones: it joins them. */
    private static <T> void set(Select<T> select, List<T> usual, @Nullable T chosen) {
        List<T> items = new ArrayList<>(usual);
        if (chosen != null && !items.contains(chosen)) {
            items.add(chosen);
        }
        select.setItems(items);
        select.setValue(chosen);
        select.setClassName("is-set", chosen != null);
    }

    /** Stands where it does not move the fields when it comes and goes. */
    Button clearing() {
        return clear;
    }

    void focusFirst() {
        market.focus();
    }

    private String name(CaseQuery.Who person) {
        return switch (person) {
            case CaseQuery.Me() -> Texts.t("workbench.filter.me");
            case CaseQuery.Nobody() -> Texts.t("workbench.filter.nobody");
            case CaseQuery.Person(UUID its) ->
                colleagues.stream()
                        .filter(each -> each.id().equals(its))
                        .map(Colleagues.Colleague::name)
                        .findFirst()
                        .orElse(Texts.t("workbench.filter.somebody"));
        };
    }

    private void tell(boolean byPerson) {
        if (byPerson) {
            String beginning = id.getValue().strip();
            changed.accept(new CaseQuery(
                    shown.queue(),
                    shown.state(),
                    shown.kind(),
                    market.getValue(),
                    value.getValue(),
                    top.getValue(),
                    due.getValue(),
                    age.getValue(),
                    who.getValue(),
                    origin.getValue(),
                    decision.getValue() == null ? null : decision.getValue().toUpperCase(Locale.ROOT),
                    typology.getValue(),
                    beginning.isEmpty() ? null : beginning));
        }
    }
}
