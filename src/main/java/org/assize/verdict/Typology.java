package org.assize.verdict;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The scheme that a fraud follows. Stored and exchanged in lower case. */
public enum Typology {
    FAKE_SHOP,
    BRUSHING,
    STOLEN_PAYMENT,
    ACCOUNT_TAKEOVER,
    REFUND_ABUSE,
    REREGISTRATION,
    BUST_OUT,
    COUNTERFEIT,
    OTHER;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
