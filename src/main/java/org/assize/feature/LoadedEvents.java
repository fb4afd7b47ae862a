package org.assize.feature;

import java.util.Collection;
import org.assize.subject.FraudKnowledge;
import org.assize.subject.Order;
import org.assize.subject.Seller;

/** The part of history that {@link HistoryNeeds} asks for, in any order. */
public record LoadedEvents(
        Collection<Order> orders,
        Collection<FraudKnowledge> fraud,
        Collection<Seller> sellers,
        Collection<SellerFraud> sellerFraud) {}
