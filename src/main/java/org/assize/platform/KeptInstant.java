package org.assize.platform;

import java.time.DateTimeException;
import java.time.Instant;

/** The instants that can be kept, years 1 to 9999: Java reads years of nine digits, of which PostgreSQL makes an error. */
public final class KeptInstant {

    public static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    public static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private KeptInstant() {}

    public static boolean holds(Instant instant) {
        return !instant.isBefore(FIRST) && !instant.isAfter(LAST);
    }

    /** @throws DateTimeException for what is no instant in ISO 8601, and for one outside the range */
    public static Instant parse(String text) {
        Instant instant = Instant.parse(text);
        if (!holds(instant)) {
            throw new DateTimeException("outside the years 1 to 9999");
        }
        return instant;
    }
}
