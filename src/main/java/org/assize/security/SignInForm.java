package org.assize.security;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * People in browsers: the form of the sign-in page, and the cookie it leaves. The cookie holds 256 random bits that name a
 * row, and not, as the framework's own form does, an encrypted promise that stays good until it expires: that one can't be
 * taken back at sign-out, and a person whose promise is refused is sent round in circles.
 */
@ApplicationScoped
public class SignInForm implements HttpAuthenticationMechanism {

    public static final String COOKIE = "assize_session";

    /** Field of the form: the page that was asked for. */
    public static final String PLACE = "place";

    private static final String ACTION = "/j_security_check";
    private static final int LONGEST_FORM = 8 << 10;
    private static final int BEFORE_EVERYTHING = -100;

    private final SignIn signIn;
    private final Sessions sessions;

    SignInForm(SignIn signIn, Sessions sessions) {
        this.signIn = signIn;
        this.sessions = sessions;
    }

    void routes(@Observes Router router) {
        router.post(ACTION)
                .order(BEFORE_EVERYTHING)
                .handler(BodyHandler.create(false).setBodyLimit(LONGEST_FORM))
                .blockingHandler(this::answer, false);
    }

    private void answer(RoutingContext request) {
        if (fromElsewhere(request)) {
            request.fail(403);
            return;
        }
        String username = Optional.ofNullable(request.request().getFormAttribute("username"))
                .orElse("");
        String password = Optional.ofNullable(request.request().getFormAttribute("password"))
                .orElse("");
        String place =
                Optional.ofNullable(request.request().getFormAttribute(PLACE)).orElse("");
        Optional<String> session = signIn.signIn(username, password);
        session.ifPresent(secret -> request.response()
                .addCookie(cookie(request, secret).setMaxAge(sessions.absolute().toSeconds())));
        request.response()
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, session.isPresent() ? ownPath(place) : "/login?error")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end();
    }

    /** A page of ours, or the first one: nobody is sent from here to where another site would like to have them. */
    static String ownPath(String place) {
        try {
            URI path = new URI("/" + place);
            boolean ours = path.getRawAuthority() == null
                    && !place.startsWith("/")
                    && !path.getPath().contains("//")
                    && !path.getPath().contains("..")
                    && !place.startsWith("login");
            return ours ? path.toASCIIString() : "/";
        } catch (URISyntaxException e) {
            return "/";
        }
    }

    /** Another site must not be able to sign a person in as somebody else. */
    private static boolean fromElsewhere(RoutingContext request) {
        String site = request.request().getHeader("Sec-Fetch-Site");
        String origin = request.request().getHeader(HttpHeaders.ORIGIN);
        // "null", and whatever else is no address, is elsewhere
        boolean otherOrigin = origin != null
                && !origin.substring(origin.indexOf("://") + 1)
                        .equals("//" + request.request().authority());
        return site != null ? site.equals("cross-site") : otherOrigin;
    }

    private static Cookie cookie(RoutingContext request, String value) {
        return Cookie.cookie(COOKIE, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX)
                .setSecure(request.request().isSSL());
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager providers) {
        Cookie cookie = request.request().getCookie(COOKIE);
        if (cookie == null || request.normalizedPath().startsWith("/api/")) {
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom()
                .<@Nullable SecurityIdentity>emitter(emitter -> request.vertx()
                        .executeBlocking(() -> identity(cookie.getValue()).orElse(null), false)
                        .onComplete(done -> {
                            if (done.succeeded()) {
                                emitter.complete(done.result());
                            } else {
                                emitter.fail(done.cause());
                            }
                        }));
    }

    /** The roles of now; and each permission as a role, so that a view can ask for what it needs instead of for who. */
    private Optional<SecurityIdentity> identity(String secret) {
        return sessions.named(secret)
                .flatMap(session -> sessions.live(session)
                        .map(actor -> QuarkusSecurityIdentity.builder()
                                .setPrincipal(new BrowserSession.InBrowser(session, actor.name()))
                                .addRoles(roles(actor))
                                .addAttribute(CurrentActor.ATTRIBUTE, actor)
                                .build()));
    }

    private static Set<String> roles(Actor.SignedIn actor) {
        return Stream.concat(
                        actor.roles().stream().map(Role::code),
                        Stream.of(Permission.values()).filter(actor::may).map(Permission::scope))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Uni<@Nullable ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }
}
