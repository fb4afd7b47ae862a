package org.assize.subject;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What follows the last @ of a mail address, in lower case; none when nothing does. */
public final class MailDomain {

    private MailDomain() {}

    public static @Nullable String of(String email) {
        int at = email.lastIndexOf('@');
        return at < 0 || at == email.length() - 1
                ? null
                : email.substring(at + 1).toLowerCase(Locale.ROOT);
    }

    /** The same as an expression of SQL, which {@code ix_seller_email_domain} has for {@code email}. */
    public static String sql(String email) {
        return "lower(substring(" + email + " from '@([^@]+)$'))";
    }
}
