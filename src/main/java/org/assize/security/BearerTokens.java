package org.assize.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code Authorization: Bearer} on {@code /api/}, and nowhere else. A token that is wrong is the same as none: the
 * {@link RouteGuard} answers both, so that the answer is a problem and not a redirect to the sign-in page.
 */
@ApplicationScoped
public class BearerTokens implements HttpAuthenticationMechanism {

    /** Why a token could not be looked at, when it was not the token's fault. */
    static final String FAILURE = "assize.token.failure";

    private static final String PREFIX = "Bearer ";

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager providers) {
        String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (!request.normalizedPath().startsWith("/api/")
                || header == null
                || !header.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return Uni.createFrom().nullItem();
        }
        var credential = new TokenCredential(header.substring(PREFIX.length()).strip(), "bearer");
        return providers
                .authenticate(new TokenAuthenticationRequest(credential))
                .onFailure(AuthenticationFailedException.class)
                .recoverWithNull()
                .onFailure(RuntimeException.class)
                .recoverWithItem(failure -> QuarkusSecurityIdentity.builder()
                        .setAnonymous(true)
                        .addAttribute(FAILURE, failure)
                        .build());
    }

    @Override
    public Uni<@Nullable ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(TokenAuthenticationRequest.class);
    }

    /** Before the sign-in form, which would take a browser's cookie for a program's request. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 1000;
    }

    @ApplicationScoped
    static class Provider implements IdentityProvider<TokenAuthenticationRequest> {

        private final ApiTokens tokens;

        Provider(ApiTokens tokens) {
            this.tokens = tokens;
        }

        @Override
        public Class<TokenAuthenticationRequest> getRequestType() {
            return TokenAuthenticationRequest.class;
        }

        @Override
        public Uni<SecurityIdentity> authenticate(
                TokenAuthenticationRequest request, AuthenticationRequestContext context) {
            return context.runBlocking(() -> {
                Actor.Token actor =
                        tokens.present(request.getToken().getToken()).orElseThrow(AuthenticationFailedException::new);
                return QuarkusSecurityIdentity.builder()
                        .setPrincipal(new QuarkusPrincipal(actor.id().toString()))
                        .addAttribute(CurrentActor.ATTRIBUTE, actor)
                        .build();
            });
        }
    }
}
