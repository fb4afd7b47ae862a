package org.assize.workbench.desk;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Span;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.assize.insight.BehindSeller;
import org.assize.insight.BehindSeller.Kind;
import org.assize.insight.BehindSeller.Party;
import org.assize.insight.OrdersBy;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.subject.Identifier;
import org.assize.subject.IdentifierKind;
import org.assize.subject.Striking;
import org.jspecify.annotations.Nullable;

/** Who and what stands behind a seller's orders, each with how many other sellers it touches; a click lists its orders. */
final class BehindPanel extends Div {

    private static final Map<Kind, OrdersBy> ORDERS = new EnumMap<>(Map.of(
            Kind.BUYER, OrdersBy.BUYER,
            Kind.CREATOR, OrdersBy.CREATOR,
            Kind.DEVICE, OrdersBy.DEVICE,
            Kind.PAYMENT, OrdersBy.PAYMENT,
            Kind.IP, OrdersBy.IP));
    private static final Map<Kind, IdentifierKind> IDENTIFIERS = new EnumMap<>(Map.of(
            Kind.PAYMENT, IdentifierKind.PAYMENT,
            Kind.OWN_BANK_ACCOUNT, IdentifierKind.BANK_ACCOUNT,
            Kind.OWN_PHONE, IdentifierKind.PHONE,
            Kind.OWN_EMAIL, IdentifierKind.EMAIL));
    private static final int SHORT = 18;

    /** @param orders wants to see those of one of them */
    BehindPanel(List<Party> parties, BiConsumer<OrdersBy, String> orders) {
        addClassName("behind");
        if (parties.isEmpty()) {
            add(new EmptyState(Glyph.USERS, Texts.t("workbench.behind.empty"), Texts.t("workbench.behind.emptyNext")));
            return;
        }
        for (Kind kind : Kind.values()) {
            List<Party> those =
                    parties.stream().filter(party -> party.kind() == kind).toList();
            if (!those.isEmpty() && ORDERS.containsKey(kind)) {
                add(
                        heading(
                                Texts.t("workbench.behind." + kind),
                                those.getFirst().ofKind(),
                                those.size()),
                        table(kind, those, orders));
            }
        }
        List<Party> own = parties.stream()
                .filter(party -> !ORDERS.containsKey(party.kind()))
                .toList();
        if (!own.isEmpty()) {
            add(heading(Texts.t("workbench.behind.own"), own.size(), own.size()), table(null, own, orders));
        }
    }

    private static Component heading(String text, long all, int shown) {
        H3 title = new H3(text);
        title.addClassName("section-title");
        Span count = new Span(all > shown ? Texts.t("workbench.behind.shown", shown, all) : Texts.number(all));
        count.addClassNames("muted", "small", "num");
        Div head = new Div(title, count);
        head.addClassNames("panel-head", "behind-head");
        return head;
    }

    /** @param kind null: the seller's own, of several kinds */
    private static NativeTable table(@Nullable Kind kind, List<Party> parties, BiConsumer<OrdersBy, String> orders) {
        NativeTable table = new NativeTable();
        table.addClassNames("linked", "behind-table");
        table.getElement().setAttribute("aria-label", Texts.t("workbench.behind." + (kind == null ? "own" : kind)));
        NativeTableRow head = table.getHead().addRow();
        column(head, kind == null ? "identifier" : "id", false);
        if (kind != null) {
            column(head, "orders", true);
            if (kind != Kind.BUYER) {
                column(head, "buyers", true);
            }
            column(head, "last", false);
        }
        column(head, "others", true);
        for (Party party : parties) {
            NativeTableRow row = table.getBody().addRow();
            NativeTableHeaderCell name = new NativeTableHeaderCell(name(party, kind, orders));
            name.getElement().setAttribute("scope", "row");
            row.add(name);
            if (kind != null) {
                number(row, Texts.number(party.orders()), false);
                if (kind != Kind.BUYER) {
                    number(row, Texts.number(party.buyers()), party.buyers() >= Striking.BUYERS);
                }
                NativeTableCell last = new NativeTableCell(new RelativeTime(party.lastAt()));
                last.addClassNames("muted", "nowrap");
                row.add(last);
            }
            boolean capped = party.others() >= BehindSeller.COUNTED;
            number(
                    row,
                    party.others() == 0 ? "–" : Texts.number(party.others()) + (capped ? "+" : ""),
                    kind != Kind.BUYER && party.others() > 0);
        }
        return table;
    }

    private static Component name(Party party, @Nullable Kind kind, BiConsumer<OrdersBy, String> orders) {
        IdentifierKind secret = IDENTIFIERS.get(party.kind());
        String shown = secret == null ? party.value() : new Identifier(secret, party.value()).masked();
        OrdersBy by = ORDERS.get(party.kind());
        if (by == null) {
            Span what = new Span(Texts.t("workbench.behind." + party.kind()));
            what.addClassName("muted");
            Span value = new Span(shown);
            value.addClassName("mono-id");
            Div pair = new Div(what, value);
            pair.addClassName("pair");
            return pair;
        }
        NativeButton open = new NativeButton(shortened(shown), event -> orders.accept(by, party.value()));
        open.addClassNames("link-button", "mono-id");
        open.getElement().setAttribute("title", shown);
        open.getElement().setAttribute("aria-label", Texts.t("workbench.behind.open", shown));
        return open;
    }

    static String shortened(String id) {
        int half = (SHORT - 1) / 2;
        return id.length() <= SHORT ? id : id.substring(0, half + 1) + "…" + id.substring(id.length() - half);
    }

    private static void column(NativeTableRow row, String name, boolean number) {
        NativeTableHeaderCell cell = new NativeTableHeaderCell(Texts.t("workbench.behind.column." + name));
        cell.getElement().setAttribute("scope", "col");
        if (number) {
            cell.addClassName("num");
        }
        row.add(cell);
    }

    private static void number(NativeTableRow row, String text, boolean marked) {
        Span figure = new Span(text);
        if (marked) {
            figure.addClassNames("dotted");
        }
        NativeTableCell cell = new NativeTableCell(figure);
        cell.addClassName("num");
        row.add(cell);
    }
}
