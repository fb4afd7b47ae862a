package org.assize.subject;

import java.util.Comparator;

/** Something that names an account from outside: a bank account, a device, an address. */
public record Identifier(IdentifierKind kind, String value) implements Comparable<Identifier> {

    private static final int KEPT = 4;
    private static final Comparator<Identifier> ORDER =
            Comparator.comparing(Identifier::kind).thenComparing(Identifier::value);

    @Override
    public int compareTo(Identifier other) {
        return ORDER.compare(this, other);
    }

    /** What may be shown to whoever reads cases: enough to compare by, and nothing of a person. */
    public String masked() {
        return switch (kind) {
            case BANK_ACCOUNT, PHONE, PAYMENT -> "••• " + value.substring(Math.max(0, value.length() - KEPT));
            case EMAIL -> {
                int at = value.indexOf('@');
                yield at < 1 ? "•••" : value.charAt(0) + "•••" + value.substring(at);
            }
            case DEVICE, EMAIL_DOMAIN, IP, BUYER, SHIP_TO -> value;
        };
    }
}
