package org.assize.workbench.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.assize.platform.rest.Problem;
import org.assize.security.CurrentActor;
import org.assize.subject.SearchQuery;
import org.assize.workbench.Search;
import org.jspecify.annotations.Nullable;

/** Search over REST. */
@Path("/api/v1/search")
@Produces(MediaType.APPLICATION_JSON)
public class SearchResource {

    private static final int USUAL = 10;
    private static final int MOST = 50;

    private final CurrentActor actor;
    private final Search search;

    SearchResource(CurrentActor actor, Search search) {
        this.actor = actor;
        this.search = search;
    }

    /** @param limit of each group, at most 50 */
    @GET
    public Search.Results find(@QueryParam("q") @Nullable String q, @QueryParam("limit") @Nullable Integer limit) {
        SearchQuery query = SearchQuery.of(q);
        if (query.isEmpty()) {
            throw Problem.unreadable("q", "must say what to look for").exception();
        }
        return search.find(actor.get(), query, Math.clamp(limit == null ? USUAL : limit, 1, MOST));
    }
}
