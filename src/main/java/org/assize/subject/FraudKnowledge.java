package org.assize.subject;

import java.time.Instant;

/** At {@code knownAt} it became known that an order was, or was not, fraud. What matured fraud rates are made of. */
public record FraudKnowledge(String orderId, boolean fraud, Instant knownAt) {}
