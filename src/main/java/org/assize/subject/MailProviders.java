package org.assize.subject;

import java.util.Set;

/** Mail providers open to anybody: two accounts that have one in common have nothing in common. */
public final class MailProviders {

    /** Domains in lower case. */
    public static final Set<String> PUBLIC = Set.of(
            "gmail.com",
            "googlemail.com",
            "outlook.com",
            "hotmail.com",
            "live.com",
            "msn.com",
            "yahoo.com",
            "yahoo.com.br",
            "icloud.com",
            "me.com",
            "aol.com",
            "gmx.de",
            "gmx.net",
            "web.de",
            "mail.com",
            "mail.ru",
            "yandex.ru",
            "proton.me",
            "protonmail.com",
            "qq.com",
            "163.com",
            "126.com",
            "sina.com",
            "uol.com.br",
            "bol.com.br",
            "terra.com.br",
            "orange.fr",
            "free.fr",
            "laposte.net",
            "libero.it");

    private MailProviders() {}
}
