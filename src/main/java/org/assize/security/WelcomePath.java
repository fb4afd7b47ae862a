package org.assize.security;

/** Where a link leads. The secret stands behind the question mark, where it is not part of any page's address. */
public final class WelcomePath {

    public static final String ROUTE = "welcome";
    public static final String PARAMETER = "link";

    private WelcomePath() {}

    /** @param secret as {@link InvitePerson} and {@link ResetPassword} give it out */
    public static String of(String secret) {
        return "/" + ROUTE + "?" + PARAMETER + "=" + secret;
    }
}
