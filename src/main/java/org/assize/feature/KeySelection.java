package org.assize.feature;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest {@code most} of the orders whose {@code key} is {@code value} and that were placed in [from, until): one of the
 * reads that an exact vector needs. Of orders of one instant any will do.
 *
 * @param key always a single key
 * @param country for a ship-to, the country beside the postcode ({@code value}), null where the order names none; else null
 */
public record KeySelection(
        OrderKey key, String value, @Nullable String country, Instant from, Instant until, int most) {}
