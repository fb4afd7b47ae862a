package org.assize.platform.rest;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * The end of the line for addresses under {@code /api/} that no route answers: without it the pages' servlet would, with
 * HTML.
 */
@ApplicationScoped
class NothingHere {

    /** After the routes of REST, before the servlet that takes everything. */
    private static final int BEFORE_THE_PAGES = 5_000;

    void routes(@Observes Router router) {
        router.route("/api/*").order(BEFORE_THE_PAGES).handler(request -> {
            Problem problem = Problem.of(404, "There is nothing at this address.");
            request.response()
                    .setStatusCode(problem.status())
                    .putHeader("Content-Type", Problem.MEDIA_TYPE)
                    .end(problem.at(request.normalizedPath()).json());
        });
    }
}
