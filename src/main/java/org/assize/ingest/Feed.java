package org.assize.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The three feeds and their fields: the required ones first, in the order of the contract. */
public enum Feed {
    SELLERS(
            List.of(Target.SELLER_ID, Target.REGISTERED_AT),
            List.of(
                    Target.NAME,
                    Target.COUNTRY,
                    Target.MARKET,
                    Target.CATEGORY,
                    Target.EMAIL,
                    Target.PHONE,
                    Target.BANK_ACCOUNT,
                    Target.DEVICE_ID,
                    Target.IP,
                    Target.STATUS)),
    ORDERS(
            List.of(
                    Target.ORDER_ID,
                    Target.PLACED_AT,
                    Target.SELLER_ID,
                    Target.BUYER_ID,
                    Target.AMOUNT,
                    Target.CURRENCY),
            List.of(
                    Target.CREATOR_ID,
                    Target.DEVICE_ID,
                    Target.PAYMENT_ID,
                    Target.IP,
                    Target.SHIP_TO_COUNTRY,
                    Target.SHIP_TO_POSTCODE,
                    Target.CATEGORY,
                    Target.ITEM_COUNT,
                    Target.STATUS,
                    Target.DELIVERED_AT,
                    Target.REVIEW_SCORE)),
    OUTCOMES(
            List.of(Target.SUBJECT_KIND, Target.SUBJECT_ID, Target.OUTCOME, Target.SOURCE, Target.KNOWN_AT),
            List.of(Target.TYPOLOGY, Target.OCCURRED_AT));

    private final List<Target> required;
    private final List<Target> optional;

    Feed(List<Target> required, List<Target> optional) {
        this.required = required;
        this.optional = optional;
    }

    public List<Target> required() {
        return required;
    }

    public List<Target> optional() {
        return optional;
    }

    public boolean has(Target target) {
        return required.contains(target) || optional.contains(target);
    }

    public boolean takesAttributes() {
        return this != OUTCOMES;
    }

    /** The feed's name in commands, routes and tables. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Feed> ofCode(String code) {
        return Arrays.stream(values()).filter(feed -> feed.code().equals(code)).findFirst();
    }
}
