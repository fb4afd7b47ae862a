package org.assize.workbench.desk;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.function.ValueProvider;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assize.insight.OrdersAround;
import org.assize.insight.OrdersAround.Line;
import org.assize.insight.OrdersBy;
import org.assize.insight.SubjectProfile;
import org.assize.platform.Page;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.KeysetGrid;
import org.assize.platform.ui.KeysetSource;
import org.assize.platform.ui.MoneyText;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Risk;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.subject.Identifier;
import org.assize.subject.IdentifierKind;
import org.assize.subject.Order;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/**
 * A seller's orders, and who stands behind them; or an order among those of its buyer, seller, device, payment means or address.
 * Newest first, what is unusual marked with why.
 */
final class OrdersPanel extends Div {

    private static final int SHORT = 9;

    /** How often a list looks on by itself where nothing is wanted; further back only when the person asks. */
    private static final int STRETCHES = 5;

    private final CaseReads reads;
    private final SubjectRef subject;
    private final boolean scoreIsHidden;
    private final KeysetGrid<Line> grid = new KeysetGrid<>();
    private final Grid.Column<Line> seller;
    private final Grid.Column<Line> buyer;
    private final Div toolbar = new Div();
    private final Div one = new Div();
    private final Div further = new Div();
    private int stretches = STRETCHES;
    private boolean unusualOnly;
    private final Button unusual = new Button(Texts.t("workbench.orders.unusual"), click -> unusualOnly(!unusualOnly));
    private final Button narrow = new Button(Texts.t("workbench.orders.filter"), click -> filter());
    private @Nullable OrderFilters filters;
    private @Nullable BehindPanel behind;
    private @Nullable Choice<Boolean> view;
    private OrdersBy by = OrdersBy.SELLER;
    private String value;

    OrdersPanel(CaseReads reads, SubjectRef subject, Optional<SubjectProfile.Profile> profile, boolean scoreIsHidden) {
        this.reads = reads;
        this.subject = subject;
        this.scoreIsHidden = scoreIsHidden;
        value = subject.id();
        addClassName("orders-panel");
        grid.addColumn(RelativeTime.renderer(Line::placedAt))
                .setHeader(Texts.t("workbench.orders.placed"))
                .setWidth("6.5rem")
                .setFlexGrow(0);
        id(Line::orderId, "workbench.orders.order");
        seller = id(Line::sellerId, "workbench.orders.seller");
        buyer = id(Line::buyerId, "workbench.orders.buyer");
        grid.addColumn(MoneyText.renderer(Line::amount))
                .setHeader(Texts.t("workbench.orders.amount"))
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("7.25rem")
                .setFlexGrow(0);
        grid.addColumn(LitRenderer.<Line>of("<span class=${item.level}>${item.score}</span>")
                        .withProperty("level", OrdersPanel::level)
                        .withProperty("score", line -> line.score() == null ? "–" : Texts.number(line.score(), 2)))
                .setHeader(Texts.t("workbench.orders.score"))
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("3.25rem")
                .setFlexGrow(0)
                .setVisible(!scoreIsHidden);
        grid.addColumn(LitRenderer.<Line>of("""
                                <span class="known ${item.verdict}">${item.known}</span><span class=${item.marked}
                                  title=${item.why}><span class="clip">${item.first}</span><small>${item.further}</small><span
                                  class="visually-hidden">${item.rest}</span></span>""")
                        .withProperty("verdict", OrdersPanel::verdict)
                        .withProperty("known", OrdersPanel::known)
                        .withProperty("marked", line -> marks(line).isEmpty() ? "" : "dotted")
                        .withProperty("why", line -> String.join(", ", marks(line)))
                        .withProperty(
                                "first",
                                line -> marks(line).stream().findFirst().orElse(""))
                        .withProperty(
                                "further",
                                line -> marks(line).size() < 2
                                        ? ""
                                        : "+" + (marks(line).size() - 1))
                        .withProperty(
                                "rest", line -> marks(line).stream().skip(1).collect(Collectors.joining(", "))))
                .setHeader(Texts.t("workbench.orders.unusual.column"))
                .setWidth("6.25rem")
                .setFlexGrow(2);
        grid.setItemDetailsRenderer(details());
        grid.setAriaLabel(Texts.t("workbench.orders"));
        grid.setPartNameGenerator(line -> line.orderId().equals(subject.id()) ? "row-own" : null);
        toolbar.addClassName("toolbar");
        if (subject.kind() == SubjectKind.SELLER) {
            Choice<Boolean> choice = new Choice<>(
                    Texts.t("workbench.orders.look"),
                    List.of(
                            new Choice.Option<>(false, Texts.t("workbench.orders")),
                            new Choice.Option<>(true, Texts.t("workbench.behind"))),
                    this::look);
            choice.value(false);
            view = choice;
            toolbar.add(choice);
        } else if (profile.orElse(null) instanceof SubjectProfile.OfOrder(Order order, var _, var _, var _)) {
            Map<OrdersBy, String> shared = shared(order);
            Choice<OrdersBy> same = new Choice<>(
                    Texts.t("workbench.orders.by"),
                    shared.keySet().stream()
                            .map(each -> new Choice.Option<>(each, Texts.t("workbench.orders.by." + each.name())))
                            .toList(),
                    chosen -> show(chosen, shared.getOrDefault(chosen, "")));
            same.addClassName("choice-quiet");
            same.value(OrdersBy.BUYER);
            Span label = new Span(Texts.t("workbench.orders.by"));
            label.addClassName("muted");
            toolbar.add(label, same);
            by = OrdersBy.BUYER;
            value = order.buyerId();
        } else {
            by = OrdersBy.BUYER;
        }
        Div spacer = new Div();
        spacer.addClassName("spacer");
        unusual.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        unusual.addClassName("toggle");
        unusual.getElement().setAttribute("aria-pressed", "false");
        narrow.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        toolbar.add(spacer, ViewKeys.click(unusual, "Shift+o"), ViewKeys.click(narrow, "Shift+f"));
        one.addClassNames("toolbar", "orders-of-one");
        one.setVisible(false);
        Button on = new Button(Texts.t("workbench.orders.further"), click -> {
            stretches += STRETCHES;
            list();
        });
        on.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        Span left = new Span(Texts.t("workbench.orders.older"));
        left.addClassNames("muted", "small");
        further.addClassName("toolbar");
        further.getElement().setAttribute("role", "status");
        further.add(left, ViewKeys.click(on, "Shift+l"));
        further.setVisible(false);
        add(toolbar, one, grid, further);
        show(by, value);
    }

    /** As a tab says it. */
    int count() {
        return reads.countOrders(by, value);
    }

    private static Map<OrdersBy, String> shared(Order order) {
        Map<OrdersBy, String> shared = new EnumMap<>(OrdersBy.class);
        put(shared, OrdersBy.BUYER, order.buyerId());
        put(shared, OrdersBy.SELLER, order.sellerId());
        put(shared, OrdersBy.CREATOR, order.creatorId());
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

    // ------------------------------------------------------------------------------------------- what is listed

    /** What is the same in every row needs no column. */
    private void show(OrdersBy by, String value) {
        this.by = by;
        this.value = value;
        seller.setVisible(by != OrdersBy.SELLER);
        buyer.setVisible(by != OrdersBy.BUYER);
        if (filters != null) {
            filters.statuses(reads.statuses(by, value));
        }
        read();
    }

    private void read() {
        stretches = STRETCHES;
        list();
    }

    private void list() {
        further.setVisible(false);
        OrdersAround.Filter filter = filters == null
                ? new OrdersAround.Filter(null, null, null, null, unusualOnly)
                : filters.filter(unusualOnly);
        boolean all = filter.equals(OrdersAround.Filter.NONE);
        grid.whenEmpty(new EmptyState(
                Glyph.ORDER,
                Texts.t(all ? "workbench.orders.empty" : "workbench.orders.noneSuch"),
                Texts.t(all ? "workbench.orders.emptyNext" : "workbench.orders.noneSuchNext")));
        OrdersBy shownBy = by;
        String shown = value;
        grid.show(new KeysetSource<Line, String>() {
            @Override
            public List<Line> page(@Nullable String after, int limit) {
                return through(shownBy, shown, filter, after, limit);
            }

            @Override
            public String positionOf(Line line) {
                return line.position();
            }
        });
    }

    /** A page that ended before it was full looks on from where it ended. */
    private List<Line> through(
            OrdersBy by, String value, OrdersAround.Filter filter, @Nullable String after, int limit) {
        List<Line> lines = new ArrayList<>(limit);
        @Nullable String next = after;
        int looked = 0;
        do {
            Page<Line> page = reads.orders(by, value, filter, scoreIsHidden, next, limit - lines.size());
            lines.addAll(page.items());
            next = page.next();
        } while (next != null && lines.size() < limit && ++looked < stretches);
        further.setVisible(next != null && lines.size() < limit);
        return lines;
    }

    private void unusualOnly(boolean only) {
        unusualOnly = only;
        unusual.getElement().setAttribute("aria-pressed", Boolean.toString(only));
        read();
    }

    private void filter() {
        if (filters == null) {
            filters = new OrderFilters(reads::now, this::read);
            filters.statuses(reads.statuses(by, value));
            addComponentAtIndex(indexOf(one), filters);
            filters.focus();
        } else {
            filters.setVisible(!filters.isVisible());
            if (filters.isVisible()) {
                filters.focus();
            }
        }
    }

    /** @param people who stands behind the orders, in place of the orders */
    private void look(boolean people) {
        if (people && behind == null) {
            behind = new BehindPanel(reads.behind(subject.id()), this::ordersOfOne);
            add(behind);
        }
        if (behind != null) {
            behind.setVisible(people);
        }
        grid.setVisible(!people);
        unusual.setVisible(!people);
        narrow.setVisible(!people);
        if (filters != null) {
            filters.setVisible(filters.isVisible() && !people);
        }
        one.setVisible(false);
        further.setVisible(false);
        if (!people && by != OrdersBy.SELLER) {
            show(OrdersBy.SELLER, subject.id());
        }
    }

    /** The orders of one of those behind the seller, wherever it ordered. */
    private void ordersOfOne(OrdersBy whose, String id) {
        look(false);
        if (view != null) {
            view.value(null);
        }
        one.removeAll();
        Span what = new Span(Texts.t("workbench.orders.by." + whose.name()));
        what.addClassName("muted");
        Span which = new Span(
                whose == OrdersBy.PAYMENT
                        ? new Identifier(IdentifierKind.PAYMENT, id).masked()
                        : BehindPanel.shortened(id));
        which.addClassNames("mono-id", "strong");
        Span everywhere = new Span(Texts.t("workbench.orders.everywhere"));
        everywhere.addClassName("muted");
        Div spacer = new Div();
        spacer.addClassName("spacer");
        Button back = new Button(Texts.t("workbench.orders.back"), click -> {
            if (view != null) {
                view.value(true);
            }
            look(true);
        });
        back.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        one.add(what, which, everywhere, spacer, ViewKeys.click(back, "Shift+b"));
        one.setVisible(true);
        show(whose, id);
    }

    // --------------------------------------------------------------------------------------------------- a row

    private Grid.Column<Line> id(ValueProvider<Line, String> value, String headerKey) {
        return grid.addColumn(LitRenderer.<Line>of(
                                "<assize-id value=${item.id} keep=\"" + SHORT + "\" copied=${item.copied}></assize-id>")
                        .withProperty("id", value)
                        .withProperty("copied", line -> Texts.t("platform.copied")))
                .setHeader(Texts.t(headerKey))
                .setWidth("5.25rem")
                .setFlexGrow(1);
    }

    /** What of the order has no column, once somebody opens the row. */
    private LitRenderer<Line> details() {
        return LitRenderer.<Line>of("""
                        <div class="order-more">${item.said ? html`<span>${item.said}</span>` : ''}
                        ${item.ids.map((id) => html`<span class="pair"><span class="muted">${id.what}</span>${id.copied
                          ? html`<assize-id value=${id.value} keep="22" copied=${id.copied}></assize-id>`
                          : html`<span class="mono-id">${id.value}</span>`}</span>`)}</div>""")
                .withProperty(
                        "said",
                        line -> Stream.of(
                                        Stream.ofNullable(line.status()),
                                        Stream.ofNullable(line.reviewScore())
                                                .map(stars -> Texts.t("workbench.stars", stars)),
                                        marks(line).stream())
                                .flatMap(words -> words)
                                .collect(Collectors.joining(" · ")))
                .withProperty("ids", line -> {
                    List<Map<String, String>> ids = new ArrayList<>();
                    one(ids, "order", line.orderId());
                    one(ids, "buyer", line.buyerId());
                    one(ids, "creator", line.creatorId());
                    one(ids, "device", line.deviceId());
                    String payment = line.paymentId();
                    if (payment != null) {
                        // what is masked is not to be copied either
                        ids.add(Map.of(
                                "what",
                                Texts.t("workbench.orders.its.payment"),
                                "value",
                                new Identifier(IdentifierKind.PAYMENT, payment).masked()));
                    }
                    one(ids, "ip", line.ip());
                    one(ids, "shipTo", line.shipTo());
                    return ids;
                });
    }

    private static void one(List<Map<String, String>> ids, String what, @Nullable String value) {
        if (value != null) {
            ids.add(Map.of(
                    "what",
                    Texts.t("workbench.orders.its." + what),
                    "value",
                    value,
                    "copied",
                    Texts.t("platform.copied")));
        }
    }

    private static String level(Line line) {
        Double percentile = line.percentile();
        Risk risk = percentile == null ? Risk.LOW : Risk.of(1 - percentile);
        return risk == Risk.LOW ? "" : "strong " + risk.className();
    }

    private static String verdict(Line line) {
        Boolean fraud = line.fraud();
        return fraud == null ? "" : fraud ? "verdict-fraud" : "verdict-legitimate";
    }

    /** What the truth turned out to be, where it is known. */
    private static String known(Line line) {
        Boolean fraud = line.fraud();
        return fraud == null ? "" : Texts.t(fraud ? "workbench.known.fraud" : "workbench.known.legitimate");
    }

    private static List<String> marks(Line line) {
        return line.unusual().stream()
                .map(each -> Texts.t("workbench.unusual." + each))
                .toList();
    }
}
