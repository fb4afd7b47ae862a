package org.assize.workbench.desk;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.assize.insight.SubjectProfile;
import org.assize.platform.ui.MoneyText;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.ShortId;
import org.assize.platform.ui.Sparkline;
import org.assize.platform.ui.Texts;
import org.assize.subject.Attributes;
import org.assize.subject.Identifier;
import org.assize.subject.IdentifierKind;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.jspecify.annotations.Nullable;

/** The subject's own facts, and what it has been doing. Mail, telephone and bank account are masked. */
final class ProfilePanel extends Div {

    private static final int KEPT = 4;

    private final DescriptionList facts = new DescriptionList();

    /** @param standing of a seller in its category */
    ProfilePanel(Optional<SubjectProfile.Profile> profile, Function<Seller, Standing> standing) {
        addClassNames("desk-section", "profile");
        H2 title = new H2(Texts.t("workbench.profile"));
        title.addClassName("section-title");
        add(title);
        facts.addClassName("kv");
        if (profile.isEmpty()) {
            Paragraph none = new Paragraph(Texts.t("workbench.profile.none"));
            none.addClassName("muted");
            add(none);
            return;
        }
        switch (profile.get()) {
            case SubjectProfile.OfSeller(Seller seller, SubjectProfile.Trade trade) -> {
                add(new ConductPanel(seller, standing.apply(seller)));
                seller(seller);
                trade(trade, true);
                attributes(seller.attributes());
            }
            case SubjectProfile.OfOrder(
                    Order order,
                    Seller seller,
                    SubjectProfile.Trade sellerTrade,
                    SubjectProfile.Trade buyerTrade) -> {
                order(order, seller);
                perDay("profile.buyerOrders", buyerTrade);
                fact("profile.buyerSellers", new Span(Texts.number(buyerTrade.sellers())));
                perDay("profile.sellerOrders", sellerTrade);
                attributes(order.attributes());
                H3 of = new H3(Texts.t("workbench.profile.seller"));
                of.addClassName("section-title");
                add(facts, of, new ConductPanel(seller, standing.apply(seller)));
                return;
            }
        }
        add(facts);
    }

    private void seller(Seller seller) {
        text("profile.name", seller.name());
        fact("profile.id", new ShortId(seller.sellerId()));
        instant("profile.registered", seller.registeredAt());
        text("profile.country", seller.country());
        text("profile.category", seller.category());
        text("profile.status", seller.status());
        text("profile.email", maskedMail(seller.email()));
        text("profile.phone", masked(seller.phone()));
        text("profile.bank", masked(seller.bankAccount()));
        id("profile.device", seller.deviceId());
        id("profile.ip", seller.ip());
    }

    private void order(Order order, Seller seller) {
        fact("profile.amount", new MoneyText(order.amount()));
        instant("profile.placed", order.placedAt());
        fact("profile.buyer", new ShortId(order.buyerId()));
        if (seller.name() != null) {
            text("profile.seller", seller.name());
        }
        fact("profile.sellerId", new ShortId(order.sellerId()));
        text("profile.category", order.category());
        if (order.itemCount() != null) {
            text("profile.items", Texts.number(order.itemCount()));
        }
        text("profile.status", order.status());
        instant("profile.delivered", order.deliveredAt());
        if (order.reviewScore() != null) {
            text("profile.review", Texts.t("workbench.stars", order.reviewScore()));
        }
        String to = order.shipToCountry();
        String postcode = order.shipToPostcode();
        text("profile.shipTo", to == null ? postcode : postcode == null ? to : to + " " + postcode);
        String payment = order.paymentId();
        text("profile.payment", payment == null ? null : new Identifier(IdentifierKind.PAYMENT, payment).masked());
        id("profile.device", order.deviceId());
        id("profile.ip", order.ip());
    }

    private void trade(SubjectProfile.Trade trade, boolean buyers) {
        perDay("profile.orders", trade);
        if (buyers) {
            text("profile.buyers", Texts.number(trade.buyers()));
        }
        if (trade.devices() > 0) {
            text("profile.devices", Texts.number(trade.devices()));
        }
        if (trade.orders() > 0) {
            text("profile.deliveredShare", Texts.percent((double) trade.delivered() / trade.orders(), 0));
        }
        Double review = trade.meanReview();
        if (review != null) {
            text("profile.meanReview", Texts.number(review, 1));
        }
    }

    private void perDay(String name, SubjectProfile.Trade trade) {
        String count = Texts.number(trade.orders());
        Span figure = new Span(count);
        figure.addClassName("num");
        Div value = new Div(figure);
        value.addClassName("pair");
        if (trade.orders() > 1) {
            value.add(new Sparkline(
                    Texts.t("workbench.profile.perDay", count),
                    Arrays.stream(trade.perDay()).asDoubleStream().toArray()));
        }
        fact(name, value);
    }

    private void attributes(Attributes attributes) {
        attributes.categorical().forEach(this::attribute);
        attributes.numeric().forEach((name, value) -> attribute(name, Texts.number(value, value % 1 == 0 ? 0 : 2)));
        attributes
                .instants()
                .forEach((name, value) ->
                        facts.add(term(name), new DescriptionList.Description(new RelativeTime(value))));
        attributes.texts().forEach(this::attribute);
    }

    private void attribute(String name, String value) {
        facts.add(term(name), new DescriptionList.Description(value));
    }

    /** The marketplace's own word, as people write words. */
    private static DescriptionList.Term term(String attribute) {
        DescriptionList.Term term = new DescriptionList.Term(attribute.replace('_', ' '));
        term.setTitle(attribute);
        return term;
    }

    private void text(String name, @Nullable String value) {
        if (value != null) {
            fact(name, new Span(value));
        }
    }

    private void id(String name, @Nullable String value) {
        if (value != null) {
            fact(name, new ShortId(value));
        }
    }

    private void instant(String name, @Nullable Instant at) {
        if (at != null) {
            fact(name, new RelativeTime(at));
        }
    }

    private void fact(String name, Component value) {
        facts.add(new DescriptionList.Term(Texts.t("workbench." + name)), new DescriptionList.Description(value));
    }

    /** The last four characters are enough to compare by; of what is hardly longer, none is shown. */
    private static @Nullable String masked(@Nullable String secret) {
        return secret == null
                ? null
                : "••• " + (secret.length() < 2 * KEPT ? "" : secret.substring(secret.length() - KEPT));
    }

    /** The provider is evidence, the person before the @ is not. */
    private static @Nullable String maskedMail(@Nullable String mail) {
        if (mail == null) {
            return null;
        }
        int at = mail.indexOf('@');
        return at < 1 ? masked(mail) : mail.charAt(0) + "•••" + mail.substring(at);
    }
}
