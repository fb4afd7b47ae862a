package org.assize.platform.rest;

import jakarta.ws.rs.WebApplicationException;

/** A request that ends here with this problem. */
public final class RequestRefused extends WebApplicationException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    RequestRefused(Problem problem) {
        super(problem.title(), problem.response());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
