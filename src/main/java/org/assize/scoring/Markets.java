package org.assize.scoring;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.assize.feature.Features;
import org.assize.platform.Money;
import org.assize.platform.ReferenceRates;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Where a subject trades and what is at stake with it: not for the model, for the people who look at it. */
@ApplicationScoped
public class Markets {

    private final Jdbi jdbi;
    private final Features features;

    Markets(Jdbi jdbi, Features features) {
        this.jdbi = jdbi;
        this.features = features;
    }

    static @Nullable String of(Seller seller) {
        return seller.market() == null ? seller.country() : seller.market();
    }

    /** A seller's market, where it is known; else where the order goes. */
    static @Nullable String of(Order order, @Nullable Seller seller) {
        String market = seller == null ? null : of(seller);
        return market == null ? order.shipToCountry() : market;
    }

    /**
     * The orders of the 30 days before {@code at} of each of these sellers, the newest ones as far as features look, in the
     * reference currency; no seller is left out.
     * Orders in a currency without a rate can not be added to others: of who trades in nothing else, those of the currency with
     * the most orders count, as they are.
     */
    public Map<String, Money> valueAtRisk(Collection<String> sellerIds, Instant at) {
        var rates = features.options().rates();
        Map<String, Money> values = new HashMap<>();
        Map<String, Money> unrated = new HashMap<>();
        sellerIds.forEach(id -> values.put(id, new Money(0, rates.currency())));
        jdbi.useHandle(handle -> handle.createQuery("""
                        select k.seller_id, o.currency, sum(o.amount_minor)::bigint
                        from unnest(:ids) as k (seller_id)
                        -- a seller may have any number of orders, and is asked for with each of them
                        cross join lateral (
                          select currency, amount_minor from orders
                          where seller_id = k.seller_id
                            and placed_at >= cast(:at as timestamptz) - interval '30 days' and placed_at < :at
                          order by placed_at desc limit :most
                        ) o
                        group by k.seller_id, o.currency
                        having sum(o.amount_minor) > 0
                        order by count(*) desc, o.currency
                        """)
                .bindArray("ids", String.class, sellerIds)
                .bind("at", at)
                .bind("most", features.options().mostOrders())
                .map((row, context) -> {
                    Money sum = new Money(row.getLong(3), row.getString(2));
                    long minor = rates.minor(sum);
                    if (minor == ReferenceRates.UNKNOWN) {
                        unrated.putIfAbsent(row.getString(1), sum);
                    } else {
                        values.merge(
                                row.getString(1),
                                new Money(minor, rates.currency()),
                                (a, b) -> new Money(a.minor() + b.minor(), a.currency()));
                    }
                    return minor;
                })
                .list());
        unrated.forEach((id, sum) -> values.computeIfPresent(id, (_, rated) -> rated.minor() == 0 ? sum : rated));
        return values;
    }
}
