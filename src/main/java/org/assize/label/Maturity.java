package org.assize.label;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a label can be relied on. "No chargeback yet" is not "legitimate": a legitimate word is mature only once the
 * window within which its source would have spoken has passed. A fraud word from outside is mature at once, since the
 * truth has arrived.
 */
public record Maturity(Duration window) {

    public boolean mature(boolean fraud, String source, @Nullable Instant occurredAt, Instant knownAt, Instant asOf) {
        if (fraud && source.startsWith("outcome:")) {
            return true;
        }
        Instant from = occurredAt == null ? knownAt : occurredAt;
        return !from.plus(window).isAfter(asOf);
    }
}
