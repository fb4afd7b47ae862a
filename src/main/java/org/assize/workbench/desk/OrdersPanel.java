package org.assize.workbench.desk;

import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.function.ValueProvider;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assize.insight.OrdersAround;
import org.assize.insight.OrdersBy;
import org.assize.insight.SubjectProfile;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.KeysetGrid;
import org.assize.platform.ui.KeysetSource;
import org.assize.platform.ui.MoneyText;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Risk;
import org.assize.platform.ui.Texts;
import org.assize.subject.Order;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/** A seller's orders; or an order among those of its buyer, seller, device, payment means or address. Newest first. */
final class OrdersPanel extends Div {

    private static final int SHORT = 9;

    private final CaseReads reads;
    private final KeysetGrid<OrdersAround.Line> grid = new KeysetGrid<>();
    private final Grid.Column<OrdersAround.Line> seller;
    private final Grid.Column<OrdersAround.Line> buyer;

    OrdersPanel(CaseReads reads, SubjectRef subject, Optional<SubjectProfile.Profile> profile, boolean scoreIsHidden) {
        this.reads = reads;
        addClassName("orders-panel");
        boolean ofSeller = subject.kind() == SubjectKind.SELLER;
        grid.addColumn(RelativeTime.renderer(OrdersAround.Line::placedAt))
                .setHeader(Texts.t("workbench.orders.placed"))
                .setWidth("6.25rem")
                .setFlexGrow(0);
        id(OrdersAround.Line::orderId, "workbench.orders.order");
        seller = id(OrdersAround.Line::sellerId, "workbench.orders.seller");
        buyer = id(OrdersAround.Line::buyerId, "workbench.orders.buyer");
        grid.addColumn(MoneyText.renderer(OrdersAround.Line::amount))
                .setHeader(Texts.t("workbench.orders.amount"))
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("8rem")
                .setFlexGrow(0);
        grid.addColumn(LitRenderer.<OrdersAround.Line>of("<span class=${item.level}>${item.score}</span>")
                        .withProperty("level", OrdersPanel::level)
                        .withProperty("score", line -> line.score() == null ? "–" : Texts.number(line.score(), 2)))
                .setHeader(Texts.t("workbench.orders.score"))
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("3.75rem")
                .setFlexGrow(0)
                .setVisible(!scoreIsHidden);
        grid.addComponentColumn(OrdersPanel::known)
                .setHeader(Texts.t("workbench.orders.known"))
                .setWidth("4.25rem")
                .setFlexGrow(0);
        grid.setAriaLabel(Texts.t("workbench.orders"));
        grid.setPartNameGenerator(line -> line.orderId().equals(subject.id()) ? "row-own" : null);
        grid.whenEmpty(
                new EmptyState(Glyph.ORDER, Texts.t("workbench.orders.empty"), Texts.t("workbench.orders.emptyNext")));
        if (ofSeller) {
            show(OrdersBy.SELLER, subject.id());
        } else if (profile.orElse(null) instanceof SubjectProfile.OfOrder(Order order, var _, var _, var _)) {
            Map<OrdersBy, String> shared = shared(order);
            Choice<OrdersBy> by = new Choice<>(
                    Texts.t("workbench.orders.by"), chosen -> show(chosen, shared.getOrDefault(chosen, "")));
            by.addClassName("choice-quiet");
            shared.keySet().forEach(each -> by.option(each, Texts.t("workbench.orders.by." + each.name())));
            by.value(OrdersBy.BUYER);
            Span label = new Span(Texts.t("workbench.orders.by"));
            label.addClassName("muted");
            Div toolbar = new Div(label, by);
            toolbar.addClassName("toolbar");
            add(toolbar);
            show(OrdersBy.BUYER, order.buyerId());
        }
        add(grid);
    }

    private static Map<OrdersBy, String> shared(Order order) {
        Map<OrdersBy, String> shared = new EnumMap<>(OrdersBy.class);
        put(shared, OrdersBy.BUYER, order.buyerId());
        put(shared, OrdersBy.SELLER, order.sellerId());
        put(shared, OrdersBy.DEVICE, order.deviceId());
        put(shared, OrdersBy.PAYMENT, order.paymentId());
        put(shared, OrdersBy.IP, order.ip());
        return shared;
    }

    private static void put(Map<OrdersBy, String> shared, OrdersBy by, @Nullable String value) {
        if (value != null) {
            shared.put(by, value);
        }
    }

    /** What is the same in every row needs no column. */
    private void show(OrdersBy by, String value) {
        seller.setVisible(by != OrdersBy.SELLER);
        buyer.setVisible(by != OrdersBy.BUYER);
        grid.show(new KeysetSource<OrdersAround.Line, String>() {
            @Override
            public List<OrdersAround.Line> page(@Nullable String after, int limit) {
                return reads.orders(by, value, after, limit);
            }

            @Override
            public String positionOf(OrdersAround.Line line) {
                return line.position();
            }
        });
    }

    private Grid.Column<OrdersAround.Line> id(ValueProvider<OrdersAround.Line, String> value, String headerKey) {
        return grid.addColumn(LitRenderer.<OrdersAround.Line>of(
                                "<assize-id value=${item.id} keep=\"" + SHORT + "\" copied=${item.copied}></assize-id>")
                        .withProperty("id", value)
                        .withProperty("copied", line -> Texts.t("platform.copied")))
                .setHeader(Texts.t(headerKey))
                .setWidth("5rem")
                .setFlexGrow(1);
    }

    private static String level(OrdersAround.Line line) {
        Double percentile = line.percentile();
        Risk risk = percentile == null ? Risk.LOW : Risk.of(1 - percentile);
        return risk == Risk.LOW ? "" : "strong " + risk.className();
    }

    /** What the truth turned out to be, where it is known: a word with an icon, never the colour alone. */
    private static Span known(OrdersAround.Line line) {
        Boolean fraud = line.fraud();
        Span cell = new Span();
        if (fraud != null) {
            String code = fraud ? "fraud" : "legitimate";
            cell.addClassNames("known", "verdict-" + code);
            cell.add((fraud ? Glyph.FLAG : Glyph.LEGITIMATE).icon(), new Span(Texts.t("workbench.known." + code)));
        }
        return cell;
    }
}
