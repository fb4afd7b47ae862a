package org.assize.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.assize.platform.Cursor;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.jspecify.annotations.Nullable;

/** The trail over REST. */
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    record Who(UUID id, String name, String kind) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EventAnswer(
            UUID id,
            @Nullable UUID caseId,
            @Nullable Long caseNumber,
            @Nullable String area,
            long seq,
            String kind,
            Who actor,
            Instant at,
            @JsonRawValue String payload,
            String hash) {}

    /** @param entries how many were checked; absent when the chain is broken */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChainAnswer(
            boolean whole,
            @Nullable Long entries,
            @Nullable Long brokenAt,
            @Nullable String fault) {}

    private final CurrentActor actor;
    private final TrailEvents events;
    private final ChainCheck chains;
    private final ExportTrail exportTrail;

    AuditResource(CurrentActor actor, TrailEvents events, ChainCheck chains, ExportTrail exportTrail) {
        this.actor = actor;
        this.events = events;
        this.chains = chains;
        this.exportTrail = exportTrail;
    }

    @GET
    @Path("/events")
    public Page<EventAnswer> events(
            @QueryParam("actor") @Nullable UUID who,
            @QueryParam("case") @Nullable UUID caseId,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("from") @Nullable Instant from,
            @QueryParam("until") @Nullable Instant until,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after) {
        int most = Page.limit(limit, 50);
        TrailEvents.Place place = null;
        if (after != null) {
            Cursor cursor = Cursor.decode(after, 2);
            place = new TrailEvents.Place(cursor.instant(0), cursor.id(1));
        }
        var filter = new TrailEvents.Filter(who, caseId, kind, from, until);
        List<EventAnswer> rows = events.page(actor.get(), filter, place, most + 1).stream()
                .map(AuditResource::answer)
                .toList();
        return Page.of(
                rows, most, event -> Cursor.of(event.at().toString(), event.id().toString()));
    }

    /**
     * The trail whole, oldest first, one JSON object a line: chain, seq, id, at, kind, actor, payload as it was hashed, and
     * the hash before and its own.
     */
    @GET
    @Path("/export")
    @Produces("application/x-ndjson")
    public Response export(@QueryParam("from") @Nullable Instant from, @QueryParam("until") @Nullable Instant until) {
        Actor reader = actor.get();
        reader.require(Permission.READ_TRAIL);
        StreamingOutput entries = out -> exportTrail.export(reader, from, until, out);
        return Response.ok(entries, "application/x-ndjson").build();
    }

    /** Whether the chain of a case, or of an area by its name, is whole. */
    @GET
    @Path("/chains/{id}")
    public Response chain(@PathParam("id") String id) {
        return switch (check(id)) {
            case ChainCheck.Whole whole ->
                Response.ok(new ChainAnswer(true, whole.entries(), null, null)).build();
            case ChainCheck.Broken broken ->
                Response.ok(new ChainAnswer(
                                false, null, broken.seq(), broken.fault().name().toLowerCase(Locale.ROOT)))
                        .build();
            case ChainCheck.Unknown _ -> Problem.notFound("chain").response();
        };
    }

    private ChainCheck.Result check(String id) {
        for (Area area : Area.values()) {
            if (area.code().equals(id)) {
                return chains.ofArea(actor.get(), area);
            }
        }
        try {
            return chains.ofCase(actor.get(), UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            throw Problem.unreadable("id", "must be the id of a case or the name of an area")
                    .exception();
        }
    }

    private static EventAnswer answer(TrailEvents.TrailEvent event) {
        return new EventAnswer(
                event.id(),
                event.caseId(),
                event.caseNumber(),
                event.area(),
                event.seq(),
                event.kind(),
                new Who(event.actorId(), event.actorName(), event.actorKind()),
                event.at(),
                event.payload(),
                event.hash());
    }
}
