package org.assize.label;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.assize.label.TakeSnapshot.Snapshot;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.security.CurrentActor;
import org.jspecify.annotations.Nullable;

/** Snapshots over REST. */
@Path("/api/v1/snapshots")
@Produces(MediaType.APPLICATION_JSON)
public class SnapshotResource {

    record NewSnapshot(@NotNull Instant asOf) {}

    private final CurrentActor actor;
    private final TakeSnapshot take;
    private final Snapshots snapshots;
    private final HandOutSnapshot handOut;

    SnapshotResource(CurrentActor actor, TakeSnapshot take, Snapshots snapshots, HandOutSnapshot handOut) {
        this.actor = actor;
        this.take = take;
        this.snapshots = snapshots;
        this.handOut = handOut;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response take(@Valid @NotNull NewSnapshot asked) {
        Snapshot taken = take.take(actor.get(), asked.asOf().truncatedTo(ChronoUnit.MICROS));
        return Response.created(URI.create("/api/v1/snapshots/" + taken.id()))
                .entity(taken)
                .build();
    }

    @GET
    public Page<Snapshot> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable Integer limit) {
        return snapshots.page(actor.get(), after, Page.limit(limit, 50));
    }

    @GET
    @Path("/{id}")
    public Snapshot find(@PathParam("id") UUID id) {
        return snapshots
                .find(actor.get(), id)
                .orElseThrow(() -> Problem.notFound("snapshot").exception());
    }

    /** The CSV that was frozen, whose SHA-256 is the snapshot's. */
    @GET
    @Path("/{id}/content")
    @Produces("text/csv")
    public Response content(@PathParam("id") UUID id) {
        return handOut.content(actor.get(), id)
                .map(content -> Response.ok(content, "text/csv;charset=UTF-8").build())
                .orElseGet(() -> Problem.notFound("snapshot").response());
    }
}
