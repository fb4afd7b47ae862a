package org.assize.verdict;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the marketplace is asked to do to the subject. Stored and exchanged in lower case. */
public enum Action {
    SUSPEND_SELLER,
    HOLD_PAYOUT,
    CANCEL_ORDER,
    REFUND_BUYER,
    WARN,
    NONE;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
