package org.assize.security;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.assize.platform.rest.Idempotency;
import org.assize.platform.rest.Problem;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets a request through to a route when it comes with a token that carries the route's scope. Cookies count for nothing
 * here, so that no other site can use somebody's session.
 */
final class RouteGuard {

    private final SecurityIdentity identity;
    private final Map<Method, Optional<Route>> routes = new ConcurrentHashMap<>();

    RouteGuard(SecurityIdentity identity) {
        this.identity = identity;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public Optional<Response> check(ContainerRequestContext request, ResourceInfo resource) {
        if (!(identity.getAttribute(CurrentActor.ATTRIBUTE) instanceof Actor.Token token)) {
            RuntimeException failure = identity.getAttribute(BearerTokens.FAILURE);
            if (failure != null) {
                throw failure;
            }
            return Optional.of(unauthorized(request));
        }
        Method method = resource.getResourceMethod();
        Permission needed = routes.computeIfAbsent(method, key -> Route.of(resource.getResourceClass(), key))
                .flatMap(RouteTable::needs)
                .orElseThrow(() ->
                        Problem.of(403, "This address is closed to everybody.").exception());
        token.require(needed);
        request.setProperty(Idempotency.ACTOR, token.id());
        return Optional.empty();
    }

    private static Response unauthorized(ContainerRequestContext request) {
        Response answer = Problem.of(401, "Send a valid token: Authorization: Bearer <token>.")
                .at(request.getUriInfo().getPath())
                .response();
        answer.getHeaders().putSingle("WWW-Authenticate", "Bearer realm=\"assize\"");
        return answer;
    }
}
