package org.assize.insight;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.assize.platform.rest.Problem;
import org.assize.security.CurrentActor;
import org.assize.subject.LinkGroup;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/** The figures behind the graph of links. */
@Path("/api/v1/insight/links")
@Produces(MediaType.APPLICATION_JSON)
public class LinkResource {

    private final CurrentActor actor;
    private final LinkedAccounts linked;

    LinkResource(CurrentActor actor, LinkedAccounts linked) {
        this.actor = actor;
        this.linked = linked;
    }

    /**
     * @param limit accounts to go to by nearness
     * @param unfold accounts whose neighbours are wanted beyond that
     */
    @GET
    public LinkedAccounts.Picture read(
            @QueryParam("kind") @Nullable SubjectKind kind,
            @QueryParam("id") @Nullable String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("unfold") List<String> unfold) {
        if (kind == null || id == null) {
            throw Problem.unreadable(kind == null ? "kind" : "id", "must be given")
                    .exception();
        }
        LinkedAccounts.Picture picture = linked.read(
                actor.get(), new SubjectRef(kind, id), limit == null ? LinkGroup.MOST : limit, List.copyOf(unfold));
        if (picture.accounts().isEmpty()) {
            throw Problem.notFound(kind.code()).exception();
        }
        return picture;
    }
}
