package org.assize.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import org.assize.casework.CaseQuery;
import org.assize.casework.FraudCase;
import org.assize.platform.FieldError;
import org.assize.platform.rest.Problem;
import org.assize.security.CurrentActor;
import org.jspecify.annotations.Nullable;

/**
 * Acts on many cases over REST, in the three steps of the desk: look at what would be done, do it to exactly what was looked at,
 * take it back within the window.
 */
@Path("/api/v1/queues")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class BulkResource {

    private final CurrentActor actor;
    private final QueuePolicies policies;
    private final BulkSelection selection;
    private final ActOnMany actOnMany;
    private final UndoBulk undoBulk;

    BulkResource(
            CurrentActor actor,
            QueuePolicies policies,
            BulkSelection selection,
            ActOnMany actOnMany,
            UndoBulk undoBulk) {
        this.actor = actor;
        this.policies = policies;
        this.selection = selection;
        this.actOnMany = actOnMany;
        this.undoBulk = undoBulk;
    }

    /**
     * @param act {@code hand_over}, {@code move}, {@code snooze} or {@code release}
     * @param to the person or queue of the first two
     * @param until when a snooze ends
     * @param query parameters of the queue's list, as they stand in its address: {@code state}, {@code market}, {@code value} ...
     */
    public record AskedPreview(
            @Nullable String act,
            @Nullable String to,
            @Nullable Instant until,
            @Nullable Map<String, @Nullable String> query) {}

    /** @param cases as the preview told them; the same act and query as there */
    public record AskedAct(
            @Nullable String act,
            @Nullable String to,
            @Nullable Instant until,
            @Nullable Map<String, @Nullable String> query,
            @Nullable List<@Valid @Nullable ChosenCase> cases,
            @Nullable String reason) {}

    /** @param version as it was looked at: a case that was claimed or moved since is left out, as is one of another queue */
    public record ChosenCase(@NotNull UUID id, @NotNull Long version) {}

    /**
     * @param cases that the act can be done to, in the order of the list
     * @param examples the first of them
     * @param leftOut found, but the act can not be done to them
     * @param more the query finds more than were looked at
     */
    public record PreviewAnswer(
            int count, List<ChosenCase> cases, List<FraudCase> examples, int leftOut, boolean more) {}

    /** @param leftOut claimed, moved or closed since they were looked at */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ActAnswer(UUID id, int changed, int leftOut, Instant undoUntil) {}

    /** @param leftOut touched by somebody since */
    public record UndoAnswer(int restored, int leftOut) {}

    @POST
    @Path("/{key}/bulk-acts/preview")
    public Response preview(@PathParam("key") String key, @Valid @NotNull AskedPreview asked) {
        return understood(key, asked.act(), asked.to(), asked.until(), asked.query(), this::preview);
    }

    private Response preview(BulkAct act, CaseQuery query) {
        BulkSelection.Preview seen = selection.preview(actor.get(), query, act);
        return Response.ok(new PreviewAnswer(
                        seen.cases().size(),
                        seen.cases().stream()
                                .map(each -> new ChosenCase(each.id(), each.version()))
                                .toList(),
                        seen.examples(),
                        seen.leftOut(),
                        seen.more()))
                .build();
    }

    @POST
    @Path("/{key}/bulk-acts")
    public Response act(@PathParam("key") String key, @Valid @NotNull AskedAct asked) {
        return understood(
                key,
                asked.act(),
                asked.to(),
                asked.until(),
                asked.query(),
                (act, query) -> act(key, act, query, asked));
    }

    private Response act(String key, BulkAct act, CaseQuery query, AskedAct asked) {
        List<BulkSelection.Chosen> chosen = asked.cases() == null
                ? List.of()
                : asked.cases().stream()
                        .filter(Objects::nonNull)
                        .map(each -> new BulkSelection.Chosen(each.id(), each.version()))
                        .toList();
        String reason = asked.reason() == null ? "" : asked.reason();
        return switch (actOnMany.act(actor.get(), act, query, chosen, reason)) {
            case ActOnMany.Done(UUID id, int changed, int leftOut, Instant undoUntil) ->
                Response.created(URI.create("/api/v1/queues/" + key + "/bulk-acts/" + id))
                        .entity(new ActAnswer(id, changed, leftOut, undoUntil))
                        .build();
            case ActOnMany.Invalid(var refused) -> Problem.refused(refused).response();
        };
    }

    @DELETE
    @Path("/{key}/bulk-acts/{id}")
    public Response undo(@PathParam("key") String key, @PathParam("id") UUID id) {
        return switch (undoBulk.undo(actor.get(), key, id)) {
            case UndoBulk.Undone(int restored, int leftOut) ->
                Response.ok(new UndoAnswer(restored, leftOut)).build();
            case UndoBulk.TooLate() ->
                Problem.conflict("too-late", "The window is over, or it has been undone already.")
                        .response();
            case UndoBulk.NoSuchAct() -> Problem.notFound("bulk-act").response();
        };
    }

    private Response understood(
            String key,
            @Nullable String code,
            @Nullable String to,
            @Nullable Instant until,
            @Nullable Map<String, @Nullable String> parameters,
            BiFunction<BulkAct, CaseQuery, Response> then) {
        List<FieldError> errors = new ArrayList<>();
        BulkAct act = act(errors, code, to, until);
        CaseQuery query = query(errors, key, parameters);
        if (policies.current(key).isEmpty()) {
            return Problem.notFound("queue").response();
        }
        return act == null || !errors.isEmpty() ? Problem.refused(errors).response() : then.apply(act, query);
    }

    /** A person sees in the list that a criterion was not understood; a program would act on cases it did not mean. */
    private static CaseQuery query(
            List<FieldError> errors, String queue, @Nullable Map<String, @Nullable String> parameters) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        if (parameters != null) {
            parameters.forEach((name, value) -> given.put(name, value == null ? List.of() : List.of(value)));
        }
        CaseQuery query = CaseQuery.read(queue, given);
        Map<String, String> read = query.parameters();
        given.forEach((name, values) -> {
            boolean waiting = name.equals("state") && values.equals(List.of("waiting"));
            if (!read.containsKey(name) && !waiting) {
                errors.add(new FieldError(
                        "query." + name, "unreadable", "must be a parameter of the queue's list that can be read"));
            }
        });
        return query;
    }

    private static @Nullable BulkAct act(
            List<FieldError> errors, @Nullable String code, @Nullable String to, @Nullable Instant until) {
        return switch (code == null ? "" : code) {
            case "hand_over" -> person(errors, to);
            case "move" -> to == null ? missing(errors, "to") : new BulkAct.Move(to);
            case "snooze" -> until == null ? missing(errors, "until") : new BulkAct.Snooze(until);
            case "release" -> new BulkAct.Release();
            default -> {
                errors.add(new FieldError("act", "unknown", "must be hand_over, move, snooze or release"));
                yield null;
            }
        };
    }

    private static @Nullable BulkAct person(List<FieldError> errors, @Nullable String to) {
        if (to == null) {
            return missing(errors, "to");
        }
        try {
            return new BulkAct.HandOver(UUID.fromString(to));
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError("to", "unknown", "must be the id of a person"));
            return null;
        }
    }

    private static @Nullable BulkAct missing(List<FieldError> errors, String field) {
        errors.add(new FieldError(field, "required", "must be given"));
        return null;
    }
}
