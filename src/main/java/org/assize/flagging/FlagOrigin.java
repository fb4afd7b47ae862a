package org.assize.flagging;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a subject came to people. Stored and exchanged in lower case. */
public enum FlagOrigin {
    MODEL,
    RULE,
    AUDIT_SAMPLE,
    REFERRAL,
    APPEAL;

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
