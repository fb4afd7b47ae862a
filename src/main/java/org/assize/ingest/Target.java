package org.assize.ingest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A field of a feed, under the name the contract gives it. */
public enum Target {
    SELLER_ID,
    REGISTERED_AT,
    NAME,
    COUNTRY,
    MARKET,
    CATEGORY,
    EMAIL,
    PHONE,
    BANK_ACCOUNT,
    DEVICE_ID,
    IP,
    STATUS,
    ORDER_ID,
    PLACED_AT,
    BUYER_ID,
    AMOUNT,
    CURRENCY,
    CREATOR_ID,
    PAYMENT_ID,
    SHIP_TO_COUNTRY,
    SHIP_TO_POSTCODE,
    ITEM_COUNT,
    DELIVERED_AT,
    REVIEW_SCORE,
    SUBJECT_KIND,
    SUBJECT_ID,
    OUTCOME,
    SOURCE,
    KNOWN_AT,
    TYPOLOGY,
    OCCURRED_AT;

    private static final Map<String, Target> BY_COLUMN =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Target::column, Function.identity()));

    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isInstant() {
        return switch (this) {
            case REGISTERED_AT, PLACED_AT, DELIVERED_AT, KNOWN_AT, OCCURRED_AT -> true;
            case SELLER_ID,
                    NAME,
                    COUNTRY,
                    MARKET,
                    CATEGORY,
                    EMAIL,
                    PHONE,
                    BANK_ACCOUNT,
                    DEVICE_ID,
                    IP,
                    STATUS,
                    ORDER_ID,
                    BUYER_ID,
                    AMOUNT,
                    CURRENCY,
                    CREATOR_ID,
                    PAYMENT_ID,
                    SHIP_TO_COUNTRY,
                    SHIP_TO_POSTCODE,
                    ITEM_COUNT,
                    REVIEW_SCORE,
                    SUBJECT_KIND,
                    SUBJECT_ID,
                    OUTCOME,
                    SOURCE,
                    TYPOLOGY -> false;
        };
    }

    static @Nullable Target ofColumn(String column) {
        return BY_COLUMN.get(column);
    }
}
