package org.assize.security;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.assize.platform.rest.Problem;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** REST's answer to {@link NotPermitted}: 403 with the scope that is missing. */
final class NotPermittedAnswer {

    @ServerExceptionMapper
    public Response answer(NotPermitted refusal, UriInfo uri) {
        String scope = refusal.permission().scope();
        return Problem.of("not-permitted", 403, "This needs the scope " + scope + ".")
                .with("scope", scope)
                .at(uri.getPath())
                .response();
    }
}
