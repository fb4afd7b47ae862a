package org.assize.workbench.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.assize.ingest.JsonLine;
import org.assize.ingest.JsonLines;
import org.assize.ingest.RecordsResource;
import org.assize.ingest.Reject;
import org.assize.platform.rest.Problem;
import org.assize.platform.ui.Texts;
import org.assize.workbench.ReasonWords;
import org.jspecify.annotations.Nullable;

/** How orders and sellers that came over REST are answered: with their score, its reasons and their case. */
final class SubjectAnswers {

    /** Records in one request: each is answered with its reasons, so more belongs into an import. */
    private static final int MOST = 10_000;

    /** Characters of one request, which waits in memory until it is known to be no longer than it may. */
    private static final int LONGEST = 1 << 23;

    private SubjectAnswers() {}

    sealed interface Answer {}

    /**
     * What became of one order or seller.
     *
     * @param result accepted, duplicate, updated
     * @param score 0 to 1, a probability of fraud where the model gives one; absent until a model flags its kind
     * @param percentile share of the scores its model gave in the last 30 days that are lower, 0 to 1
     * @param flagged whether it is a case now
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Scored(
            String id,
            String result,
            @Nullable Double score,
            @Nullable Double percentile,
            @Nullable String modelVersion,
            boolean flagged,
            @Nullable UUID caseId,
            List<ReasonAnswer> reasons)
            implements Answer {}

    /** @param value null when it is unknown */
    record ReasonAnswer(String feature, @Nullable Double value, double contribution, String text) {}

    /** @param reason a stable word; {@code message} says the same in English */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Rejected(
            String result,
            long line,
            @Nullable String column,
            @Nullable String value,
            String reason,
            String message) implements Answer {}

    static Response one(byte[] body, Function<List<JsonLine>, List<TakeResult>> take) {
        return switch (take.apply(JsonLines.whole(body)).getFirst()) {
            case TakeResult.Kept kept -> Response.ok(scored(kept)).build();
            case TakeResult.Refused(Reject reject) ->
                RecordsResource.refusal(reject).response();
        };
    }

    /** One answer for each line that is not blank, in their order. */
    static Response many(InputStream body, String what, Function<List<JsonLine>, List<TakeResult>> take)
            throws IOException {
        List<List<JsonLine>> pieces = new ArrayList<>();
        JsonLines lines = new JsonLines(body);
        int read = 0;
        long characters = 0;
        for (List<JsonLine> piece = lines.next(); !piece.isEmpty(); piece = lines.next()) {
            pieces.add(piece);
            read += piece.size();
            for (JsonLine line : piece) {
                characters += line.text().length();
            }
            if (read > MOST || characters > LONGEST) {
                return Problem.of(
                                413,
                                "Send at most " + MOST + " " + what + " and " + LONGEST
                                        + " characters in one request, or import them as a file.")
                        .response();
            }
        }
        List<Answer> answers = new ArrayList<>(read);
        for (List<JsonLine> piece : pieces) {
            take.apply(piece).forEach(result -> answers.add(answer(result)));
        }
        return Response.ok(answers).build();
    }

    static Locale language(HttpHeaders headers) {
        List<Locale> accepted = headers.getAcceptableLanguages();
        return Texts.closest(accepted.isEmpty() ? Locale.ENGLISH : accepted.getFirst());
    }

    private static Answer answer(TakeResult result) {
        return switch (result) {
            case TakeResult.Kept kept -> scored(kept);
            case TakeResult.Refused(Reject reject) ->
                new Rejected(
                        "rejected",
                        reject.line(),
                        reject.column(),
                        reject.value(),
                        reject.complaint().reason().key(),
                        reject.complaint().sentence());
        };
    }

    private static Scored scored(TakeResult.Kept kept) {
        TakeResult.Opinion opinion = kept.opinion();
        String result = kept.disposition().name().toLowerCase(Locale.ROOT);
        boolean flagged = kept.openCase() != null;
        return opinion == null
                ? new Scored(kept.id(), result, null, null, null, flagged, kept.openCase(), List.of())
                : new Scored(
                        kept.id(),
                        result,
                        opinion.score(),
                        opinion.percentile(),
                        opinion.modelVersion(),
                        flagged,
                        kept.openCase(),
                        opinion.reasons().stream().map(SubjectAnswers::reason).toList());
    }

    private static ReasonAnswer reason(ReasonWords.Told told) {
        double value = told.reason().value();
        return new ReasonAnswer(
                told.reason().feature(),
                Double.isFinite(value) ? value : null,
                told.reason().contribution(),
                told.sentence());
    }
}
