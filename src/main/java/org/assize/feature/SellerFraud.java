package org.assize.feature;

import java.time.Instant;

/** At {@code knownAt} it became known that a seller was, or was not, fraudulent. */
public record SellerFraud(String sellerId, boolean fraud, Instant knownAt) {}
