package org.assize.subject;

import com.fasterxml.jackson.annotation.JsonValue;

/** What can be under suspicion. Stored and exchanged in lower case. */
public enum SubjectKind {
    ORDER,
    SELLER;

    @JsonValue
    public String code() {
        return this == ORDER ? "order" : "seller";
    }

    /** @throws IllegalArgumentException when the code is neither {@code order} nor {@code seller} */
    public static SubjectKind ofCode(String code) {
        return switch (code) {
            case "order" -> ORDER;
            case "seller" -> SELLER;
            default -> throw new IllegalArgumentException("subject kind must be order or seller, not " + code);
        };
    }
}
