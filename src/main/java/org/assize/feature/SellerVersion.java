package org.assize.feature;

import java.time.Instant;
import org.assize.subject.Seller;

/** What was told of a seller at an instant: its record from then on, until it is told anew. */
public record SellerVersion(Seller seller, Instant from) {}
