package org.assize.security;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;

/**
 * What every answer tells a browser: no framing, no guessing of types, nothing from elsewhere, no address passed on; and,
 * over TLS, no cookie without it. Pages are written by scripts that Vaadin generates, hence the two {@code unsafe-}.
 */
@ApplicationScoped
class BrowserRules {

    private static final int BEFORE_EVERYTHING = -1_000;

    private static final Map<String, String> RULES = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
                    + "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
                    + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

    void routes(@Observes Router router) {
        router.route().order(BEFORE_EVERYTHING).handler(BrowserRules::answer);
    }

    private static void answer(RoutingContext request) {
        request.response().headers().addAll(RULES);
        if (request.request().isSSL()) {
            request.response().putHeader("Strict-Transport-Security", "max-age=31536000");
        }
        request.addHeadersEndHandler(
                ended -> cookies(request.response().headers(), request.request().isSSL()));
        request.next();
    }

    /** The servlet's own cookie does not know where it comes from, nor whether the connection was safe. */
    private static void cookies(MultiMap headers, boolean safe) {
        List<String> cookies = headers.getAll("Set-Cookie");
        if (!cookies.isEmpty()) {
            headers.set(
                    "Set-Cookie",
                    cookies.stream()
                            .map(cookie -> cookie.contains("; SameSite") ? cookie : cookie + "; SameSite=Lax")
                            .map(cookie -> !safe || cookie.contains("; Secure") ? cookie : cookie + "; Secure")
                            .toList());
        }
    }
}
