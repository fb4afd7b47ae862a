package org.assize.workbench.desk;

import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.BigDecimalField;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.assize.insight.OrdersAround;
import org.assize.platform.ui.Texts;
import org.jspecify.annotations.Nullable;

/** By what a list of orders is narrowed: since when, in which status, of which amount. Made when somebody asks for it. */
final class OrderFilters extends Div {

    private static final List<Integer> DAYS = List.of(7, 30, 91);

    private final Supplier<Instant> now;
    private final Select<Integer> period = new Select<>();
    private final Select<String> status = new Select<>();
    private final BigDecimalField least = new BigDecimalField();
    private final BigDecimalField most = new BigDecimalField();
    private final Runnable changed;
    private boolean clearing;

    /** @param changed told when the list is to be read again */
    OrderFilters(Supplier<Instant> now, Runnable changed) {
        this.now = now;
        this.changed = changed;
        addClassNames("order-filters");
        getElement().setAttribute("role", "group");
        getElement().setAttribute("aria-label", Texts.t("workbench.filter"));
        period.setItems(DAYS);
        period.setItemLabelGenerator(
                days -> Texts.t(days == null ? "workbench.orders.anyTime" : "workbench.orders.days", days));
        period.setEmptySelectionAllowed(true);
        period.setEmptySelectionCaption(Texts.t("workbench.orders.anyTime"));
        period.setPlaceholder(Texts.t("workbench.orders.anyTime"));
        period.setAriaLabel(Texts.t("workbench.orders.period"));
        status.setItemLabelGenerator(each -> each == null ? Texts.t("workbench.orders.anyStatus") : each);
        status.setEmptySelectionAllowed(true);
        status.setEmptySelectionCaption(Texts.t("workbench.orders.anyStatus"));
        status.setPlaceholder(Texts.t("workbench.orders.anyStatus"));
        status.setAriaLabel(Texts.t("workbench.orders.status"));
        least.setPlaceholder(Texts.t("workbench.orders.least.short"));
        least.setAriaLabel(Texts.t("workbench.orders.least"));
        most.setPlaceholder(Texts.t("workbench.orders.most.short"));
        most.setAriaLabel(Texts.t("workbench.orders.most"));
        List.<HasValue<?, ?>>of(period, status, least, most)
                .forEach(field -> field.addValueChangeListener(event -> told()));
        Button clear = new Button(Texts.t("workbench.orders.clear"), event -> clear());
        clear.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        add(period, status, least, most, clear);
    }

    private void told() {
        if (!clearing) {
            changed.run();
        }
    }

    void statuses(List<String> words) {
        clearing = true;
        status.setItems(words);
        clearing = false;
        status.setVisible(!words.isEmpty());
    }

    void focus() {
        period.focus();
    }

    private void clear() {
        clearing = true;
        period.clear();
        status.clear();
        least.clear();
        most.clear();
        clearing = false;
        changed.run();
    }

    OrdersAround.Filter filter(boolean unusualOnly) {
        @Nullable Integer days = period.getValue();
        return new OrdersAround.Filter(
                days == null ? null : now.get().minus(Duration.ofDays(days)),
                status.getValue(),
                least.getValue(),
                most.getValue(),
                unusualOnly);
    }
}
