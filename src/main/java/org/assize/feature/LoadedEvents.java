package org.assize.feature;

import java.util.Collection;
import java.util.Map;
import org.assize.subject.FraudKnowledge;
import org.assize.subject.Order;
import org.assize.subject.Seller;

/**
 * The part of history that {@link HistoryNeeds} asks for, in any order.
 *
 * @param orders of the past, as far as the vectors of others see them: without attributes, category, items and creator
 * @param sellers as last told
 * @param pasts of values whose orders and words stand here alone, and not among {@code orders} and {@code fraud}
 * @param sellerVersions of those among them that were told more than once, every version
 */
public record LoadedEvents(
        Collection<Order> orders,
        Collection<FraudKnowledge> fraud,
        Collection<Seller> sellers,
        Collection<SellerVersion> sellerVersions,
        Collection<SellerFraud> sellerFraud,
        Map<KeyValue, Past> pasts) {

    /** Where no past is kept. */
    public LoadedEvents(
            Collection<Order> orders,
            Collection<FraudKnowledge> fraud,
            Collection<Seller> sellers,
            Collection<SellerVersion> sellerVersions,
            Collection<SellerFraud> sellerFraud) {
        this(orders, fraud, sellers, sellerVersions, sellerFraud, Map.of());
    }
}
