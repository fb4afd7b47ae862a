package org.assize.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
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
import java.util.List;
import java.util.UUID;
import org.assize.flagging.Flag;
import org.assize.platform.FieldError;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/** Cases over REST: what is in them, and what may be done whoever holds them. */
@Path("/api/v1/cases")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CaseResource {

    private static final int USUAL_PAGE = 50;

    private final CurrentActor actor;
    private final CaseList caseList;
    private final CaseFile caseFile;
    private final CaseTimeline timeline;
    private final AddNote addNote;
    private final ReopenCase reopenCase;
    private final AppealCase appealCase;

    CaseResource(
            CurrentActor actor,
            CaseList caseList,
            CaseFile caseFile,
            CaseTimeline timeline,
            AddNote addNote,
            ReopenCase reopenCase,
            AppealCase appealCase) {
        this.actor = actor;
        this.caseList = caseList;
        this.caseFile = caseFile;
        this.timeline = timeline;
        this.addNote = addNote;
        this.reopenCase = reopenCase;
        this.appealCase = appealCase;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CaseAnswer(
            @JsonProperty("case") FraudCase fraudCase,
            List<Flag> flags,
            List<CaseFile.ReachedVerdict> verdicts,
            List<Note> notes,
            List<CaseFile.EarlierCase> earlier) {}

    public record NewNote(@Nullable String body) {}

    public record Reason(@Nullable String reason) {}

    /** @param mine only the cases that the caller holds */
    @GET
    public Page<FraudCase> list(
            @QueryParam("queue") @Nullable String queue,
            @QueryParam("state") @Nullable CaseState state,
            @QueryParam("open") @Nullable Boolean open,
            @QueryParam("subjectKind") @Nullable SubjectKind subjectKind,
            @QueryParam("subjectId") @Nullable String subjectId,
            @QueryParam("mine") @Nullable Boolean mine,
            @QueryParam("decision") @Nullable String decision,
            @QueryParam("openedFrom") @Nullable Instant openedFrom,
            @QueryParam("openedTo") @Nullable Instant openedTo,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        if ((subjectKind == null) != (subjectId == null)) {
            throw Problem.unreadable("subjectId", "must come with subjectKind").exception();
        }
        Actor caller = actor.get();
        SubjectRef subject = subjectKind == null || subjectId == null ? null : new SubjectRef(subjectKind, subjectId);
        var filter = new CaseList.Filter(
                queue,
                state,
                open,
                subject,
                Boolean.TRUE.equals(mine) ? caller.id() : null,
                decision,
                openedFrom,
                openedTo);
        return caseList.page(caller, filter, after, Page.limit(limit, USUAL_PAGE));
    }

    @GET
    @Path("/{id}")
    public CaseAnswer read(@PathParam("id") UUID id) {
        CaseFile.Contents contents =
                caseFile.read(actor.get(), id).orElseThrow(() -> noSuchCase().exception());
        return new CaseAnswer(
                contents.fraudCase(), contents.flags(), contents.verdicts(), contents.notes(), contents.earlier());
    }

    @GET
    @Path("/{id}/timeline")
    public Page<CaseTimeline.Entry> timeline(
            @PathParam("id") UUID id,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit) {
        return timeline.page(actor.get(), id, after, Page.limit(limit, USUAL_PAGE))
                .orElseThrow(() -> noSuchCase().exception());
    }

    @POST
    @Path("/{id}/notes")
    public Response addNote(@PathParam("id") UUID id, @Nullable NewNote note) {
        String body = note == null || note.body() == null ? "" : note.body();
        return switch (addNote.add(actor.get(), id, body)) {
            case AddNote.Added(Note added) -> created(id).entity(added).build();
            case AddNote.NoSuchCase() -> noSuchCase().response();
            case AddNote.Invalid(var errors) -> invalid(errors).response();
        };
    }

    @POST
    @Path("/{id}/reopenings")
    public Response reopen(@PathParam("id") UUID id, @Nullable Reason reason) {
        return answer(reopenCase.reopen(actor.get(), id, words(reason)));
    }

    @POST
    @Path("/{id}/appeals")
    public Response appeal(@PathParam("id") UUID id, @Nullable Reason grounds) {
        return answer(appealCase.appeal(actor.get(), id, words(grounds)));
    }

    private static String words(@Nullable Reason reason) {
        return reason == null || reason.reason() == null ? "" : reason.reason();
    }

    private static Response answer(ReopenCase.Result result) {
        return switch (result) {
            case ReopenCase.Reopened(FraudCase reopened) ->
                created(reopened.id()).entity(reopened).build();
            case ReopenCase.NotClosed(CaseState state) ->
                Problem.conflict("not-closed", "The case is not closed.")
                        .with("state", state.name())
                        .response();
            case ReopenCase.AnotherOpen(UUID other) ->
                Problem.conflict("another-open", "The subject has another open case; go on there.")
                        .with("caseId", other.toString())
                        .response();
            case ReopenCase.NoSuchCase() -> noSuchCase().response();
            case ReopenCase.Invalid(var errors) -> invalid(errors).response();
        };
    }

    private static Response.ResponseBuilder created(UUID caseId) {
        return Response.created(URI.create("/api/v1/cases/" + caseId));
    }

    private static Problem noSuchCase() {
        return Problem.notFound("case");
    }

    private static Problem invalid(List<FieldError> errors) {
        return Problem.refused(errors);
    }
}
