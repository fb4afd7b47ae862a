package org.assize.label;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.assize.platform.AssizeClock;
import org.assize.platform.rest.Problem;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/** Labels over REST, streamed: as many as there are, in constant memory. */
@Path("/api/v1/labels")
public class LabelResource {

    private final CurrentActor actor;
    private final ExportLabels labels;
    private final RecordingHorizon horizon;
    private final AssizeClock clock;

    LabelResource(CurrentActor actor, ExportLabels labels, RecordingHorizon horizon, AssizeClock clock) {
        this.actor = actor;
        this.labels = labels;
        this.horizon = horizon;
        this.clock = clock;
    }

    /**
     * @param asOf labels known then; absent: now
     * @param recordedBy what had reached us then; with it the bytes are the same for ever, and a 409 says so while they are not yet
     * @param features whether each row ends with its feature vector; needs {@code kind}
     */
    @GET
    @Produces(MediaType.WILDCARD)
    public Response labels(
            @QueryParam("asOf") @Nullable Instant asOf,
            @QueryParam("kind") @Nullable SubjectKind kind,
            @QueryParam("features") @Nullable Boolean features,
            @QueryParam("recordedBy") @Nullable Instant recordedBy,
            @Context HttpHeaders headers) {
        Actor reader = actor.get();
        reader.require(Permission.READ_LABELS);
        Optional<LabelFormat> format = headers.getAcceptableMediaTypes().stream()
                .flatMap(wanted -> Arrays.stream(LabelFormat.values())
                        .filter(each -> wanted.isCompatible(MediaType.valueOf(each.mediaType()))))
                .findFirst();
        if (format.isEmpty()) {
            return Problem.of(
                            406,
                            "Labels are answered as "
                                    + Arrays.stream(LabelFormat.values())
                                            .map(LabelFormat::mediaType)
                                            .collect(Collectors.joining(" or "))
                                    + ".")
                    .response();
        }
        boolean vectors = Boolean.TRUE.equals(features);
        if (vectors && kind == null) {
            return Problem.unreadable("kind", "must be order or seller where features are asked for")
                    .response();
        }
        if (recordedBy != null && !horizon.hasPassed(recordedBy)) {
            return Problem.conflict(
                            "still-recording",
                            "Something recorded by then is still being written. Ask again in a moment, or name an earlier instant.")
                    .response();
        }
        var request =
                new ExportLabels.Request(asOf == null ? clock.now() : asOf, recordedBy, kind, format.get(), vectors);
        StreamingOutput rows = out -> labels.export(reader, request, out);
        return Response.ok(rows, format.get().mediaType() + ";charset=UTF-8").build();
    }
}
