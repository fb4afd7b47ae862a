package org.assize.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.assize.platform.rest.FeedRate;
import org.assize.platform.rest.Metered;
import org.assize.platform.rest.Problem;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;
import org.assize.subject.Disposition;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes over REST: one JSON object, or NDJSON for many. (Orders and sellers are answered with their score, so their
 * routes are with those who score.)
 */
@Path("/api/v1")
@Metered
@Produces(MediaType.APPLICATION_JSON)
public class RecordsResource {

    private static final String NDJSON = "application/x-ndjson";
    private static final int LISTED_REJECTS = 1_000;

    /** What leaves no record to speak of. */
    private static final Set<Reason> UNREADABLE = EnumSet.of(
            Reason.NOT_JSON, Reason.NOT_AN_OBJECT, Reason.JSON_GOES_ON, Reason.JSON_NAMES_TWICE, Reason.JSON_UNBOUNDED);

    /** What became of one record; {@code result} is accepted, duplicate or updated. */
    record OneAnswer(String id, String result) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RejectAnswer(
            long line, @Nullable String column, @Nullable String value, String reason, String message) {}

    /** Counts that add up to {@code read}; the first thousand rejects. */
    record ManyAnswer(
            long read, long accepted, long duplicates, long updated, long rejected, List<RejectAnswer> rejects) {}

    private final CurrentActor actor;
    private final FeedRate rate;
    private final TakeOutcomes takeOutcomes;

    RecordsResource(CurrentActor actor, FeedRate rate, TakeOutcomes takeOutcomes) {
        this.actor = actor;
        this.rate = rate;
        this.takeOutcomes = takeOutcomes;
    }

    @POST
    @Path("/outcomes")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response outcome(byte[] body) {
        Actor sender = actor.get();
        return one(
                takeOutcomes.take(sender, JsonLines.whole(body)),
                outcome -> outcome.subject().id());
    }

    @POST
    @Path("/outcomes")
    @Consumes(NDJSON)
    public ManyAnswer outcomes(InputStream body) throws IOException {
        Actor sender = actor.get();
        return many(body, lines -> {
            rate.count(sender.id(), lines.size());
            return takeOutcomes.take(sender, lines);
        });
    }

    private static <T> Response one(List<Taken<T>> taken, Function<T, String> id) {
        return switch (taken.getFirst()) {
            case Taken.Kept<T>(long _, T value, Disposition disposition) ->
                Response.ok(new OneAnswer(id.apply(value), disposition.name().toLowerCase(Locale.ROOT)))
                        .build();
            case Taken.Refused<T>(Reject reject) -> refusal(reject).response();
        };
    }

    /** The problem that answers one refused record. */
    public static Problem refusal(Reject reject) {
        Complaint complaint = reject.complaint();
        return UNREADABLE.contains(complaint.reason())
                ? Problem.unreadable("body", complaint.sentence())
                : Problem.invalid(List.of(new Problem.FieldError(
                        reject.column() == null ? "" : reject.column(),
                        complaint.reason().key(),
                        complaint.sentence())));
    }

    private static <T> ManyAnswer many(InputStream body, Function<List<JsonLine>, List<Taken<T>>> take)
            throws IOException {
        var lines = new JsonLines(body);
        var rejects = new ArrayList<RejectAnswer>();
        long[] kept = new long[Disposition.values().length];
        long rejected = 0;
        for (List<JsonLine> piece = lines.next(); !piece.isEmpty(); piece = lines.next()) {
            for (Taken<T> taken : take.apply(piece)) {
                switch (taken) {
                    case Taken.Kept<T>(long _, T _, Disposition disposition) -> kept[disposition.ordinal()]++;
                    case Taken.Refused<T>(Reject reject) -> {
                        rejected++;
                        if (rejects.size() < LISTED_REJECTS) {
                            rejects.add(new RejectAnswer(
                                    reject.line(),
                                    reject.column(),
                                    reject.value(),
                                    reject.complaint().reason().key(),
                                    reject.complaint().sentence()));
                        }
                    }
                }
            }
        }
        long accepted = kept[Disposition.ACCEPTED.ordinal()];
        long duplicates = kept[Disposition.DUPLICATE.ordinal()];
        long updated = kept[Disposition.UPDATED.ordinal()];
        return new ManyAnswer(
                accepted + duplicates + updated + rejected, accepted, duplicates, updated, rejected, rejects);
    }
}
