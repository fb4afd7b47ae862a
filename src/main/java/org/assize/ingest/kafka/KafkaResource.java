package org.assize.ingest.kafka;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assize.ingest.Complaint;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.security.CurrentActor;
import org.jspecify.annotations.Nullable;

/** The feeds from Kafka over REST: how far they are, for who watches them, and what was set aside. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class KafkaResource {

    private static final int LISTED = 50;

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TopicAnswer(
            String feed,
            String topic,
            boolean there,
            int partitions,
            @Nullable Long lag,
            long read,
            long accepted,
            long duplicates,
            long updated,
            long rejected,
            int deadLetters,
            @Nullable Instant lastMessageAt) {}

    /** @param state off, connected, or unreachable */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StreamAnswer(String state, @Nullable String group, List<TopicAnswer> topics) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LetterAnswer(
            UUID id,
            String feed,
            String topic,
            int partition,
            long offset,
            @Nullable String column,
            @Nullable String value,
            String reason,
            String message,
            int attempts,
            Instant sentAt,
            Instant failedAt) {}

    record Retried(UUID id, String result) {}

    private final CurrentActor actor;
    private final FeedStream stream;
    private final DeadLetterList letters;
    private final RetryDeadLetter retry;
    private final DropDeadLetter drop;

    KafkaResource(
            CurrentActor actor, FeedStream stream, DeadLetterList letters, RetryDeadLetter retry, DropDeadLetter drop) {
        this.actor = actor;
        this.stream = stream;
        this.letters = letters;
        this.retry = retry;
        this.drop = drop;
    }

    @GET
    @Path("/feeds/kafka")
    public StreamAnswer state() {
        StreamState state = stream.state(actor.get());
        return new StreamAnswer(
                !state.isOn() ? "off" : state.connected() ? "connected" : "unreachable",
                state.isOn() ? state.group() : null,
                state.topics().stream().map(KafkaResource::answer).toList());
    }

    @GET
    @Path("/dead-letters")
    public Page<LetterAnswer> waiting(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("after") @Nullable String after) {
        Page<DeadLetter> page = letters.page(actor.get(), after, Page.limit(limit, LISTED));
        return new Page<>(page.items().stream().map(KafkaResource::answer).toList(), page.next());
    }

    @POST
    @Path("/dead-letters/{id}/retries")
    public Response retry(@PathParam("id") UUID id) {
        return switch (retry.retry(actor.get(), id)) {
            case RetryDeadLetter.Accepted _ ->
                Response.ok(new Retried(id, "taken")).build();
            case RetryDeadLetter.RefusedAgain(Complaint complaint) ->
                Problem.invalid(List.of(
                                new Problem.FieldError("", complaint.reason().key(), complaint.sentence())))
                        .response();
            case RetryDeadLetter.SettledBefore _ -> settled();
            case RetryDeadLetter.Unknown _ -> unknown();
        };
    }

    @DELETE
    @Path("/dead-letters/{id}")
    public Response drop(@PathParam("id") UUID id) {
        return switch (drop.drop(actor.get(), id)) {
            case DropDeadLetter.Dropped _ -> Response.noContent().build();
            case DropDeadLetter.SettledBefore _ -> settled();
            case DropDeadLetter.Unknown _ -> unknown();
        };
    }

    private static Response settled() {
        return Problem.conflict("settled-before", "The message was taken or dropped before.")
                .response();
    }

    private static Response unknown() {
        return Problem.notFound("dead letter").response();
    }

    private static TopicAnswer answer(StreamState.Topic topic) {
        return new TopicAnswer(
                topic.feed().code(),
                topic.name(),
                topic.there(),
                topic.partitions(),
                topic.lag(),
                topic.read(),
                topic.accepted(),
                topic.duplicates(),
                topic.updated(),
                topic.rejected(),
                topic.deadLetters(),
                topic.lastSentAt());
    }

    private static LetterAnswer answer(DeadLetter letter) {
        return new LetterAnswer(
                letter.id(),
                letter.feed().code(),
                letter.topic(),
                letter.partition(),
                letter.offset(),
                letter.reject().column(),
                letter.reject().value(),
                letter.reject().complaint().reason().key(),
                letter.reject().complaint().sentence(),
                letter.attempts(),
                letter.sentAt(),
                letter.failedAt());
    }
}
