package org.assize.platform.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.UUID;

/**
 * Answers 429 with {@code Retry-After} to whoever sends faster than {@link FeedRate} lets them: before the body is read and
 * before an idempotency key is taken, so a refusal costs next to nothing and the same request may come again as it is.
 */
@Provider
@Metered
@Priority(Priorities.AUTHENTICATION + 500)
public final class TooFast implements ContainerRequestFilter {

    private final FeedRate rate;

    TooFast(FeedRate rate) {
        this.rate = rate;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!(request.getProperty(Idempotency.ACTOR) instanceof UUID sender)) {
            return;
        }
        Duration wait = rate.admit(sender);
        if (wait.isPositive()) {
            long seconds = wait.plusNanos(999_999_999).toSeconds();
            Response answer = Problem.of(
                            "too-fast",
                            429,
                            "This token sends faster than it may. Nothing of this request was taken; send it again in "
                                    + seconds + " s.")
                    .at(request.getUriInfo().getPath())
                    .response();
            answer.getHeaders().putSingle("Retry-After", Long.toString(seconds));
            request.abortWith(answer);
        }
    }
}
