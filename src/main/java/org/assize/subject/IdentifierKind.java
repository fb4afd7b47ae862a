package org.assize.subject;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What accounts may share, the more telling first. Each kind has a number of accounts above which sharing it means nothing
 * any more: it is then a hub (a carrier's address, a mail provider, a kiosk), is shown as one, and connects nobody.
 */
public enum IdentifierKind {
    /** More than this many sellers are paid through a payment service's collecting account. */
    BANK_ACCOUNT(50),
    /** Of sellers, and of the buyers who order with it. More people than this use a kiosk or an emulator's default. */
    DEVICE(30),
    PHONE(30),
    /** The whole address. */
    EMAIL(50),
    /** What stands behind the @; providers open to anybody ({@link MailProviders}) never count. */
    EMAIL_DOMAIN(30),
    /** Of sellers; the buyers who order from it count as accounts, too, and give a carrier or an office away. */
    IP(30),
    /** Who orders again and again at several sellers. */
    BUYER(30),
    /** What pays again and again at several sellers. */
    PAYMENT(30),
    /** A postcode, since feeds tell no more: many honest people live in one, so it takes more accounts to be a hub. */
    SHIP_TO(60);

    private final int hubAbove;

    IdentifierKind(int hubAbove) {
        this.hubAbove = hubAbove;
    }

    /** Accounts; shared by more it is a hub. */
    public int hubAbove() {
        return hubAbove;
    }

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is no such kind */
    public static IdentifierKind ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
