package org.assize.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assize.platform.AssizeClock;
import org.assize.platform.Page;
import org.assize.platform.rest.Problem;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** Imports of files over REST. */
@Path("/api/v1/imports")
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource {

    private static final long LARGEST_MAP = 1 << 20;

    private static final int LISTED = 50;

    record Begun(UUID id) {}

    record Trouble(String reason, String message) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ImportAnswer(
            UUID id,
            String feed,
            String fileName,
            ImportState state,
            long rowsRead,
            long accepted,
            long duplicates,
            long updated,
            long rejected,
            long skipped,
            long rowsPerSecond,
            long bytesRead,
            @Nullable Long bytesTotal,
            List<Trouble> problems,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {}

    private final CurrentActor actor;
    private final ImportFile importFile;
    private final CancelImport cancelImport;
    private final ImportHistory history;
    private final AssizeClock clock;

    ImportResource(
            CurrentActor actor,
            ImportFile importFile,
            CancelImport cancelImport,
            ImportHistory history,
            AssizeClock clock) {
        this.actor = actor;
        this.importFile = importFile;
        this.cancelImport = cancelImport;
        this.history = history;
        this.clock = clock;
    }

    /** @param map the mapping, as a file or as a field; left out when the columns have the names of the contract */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Response start(
            @QueryParam("feed") @Nullable String feed,
            @RestForm("file") @Nullable FileUpload file,
            @RestForm("map") @Nullable FileUpload map,
            @RestForm("map") @Nullable String mapText)
            throws IOException {
        Optional<Feed> known = Feed.ofCode(feed == null ? "" : feed);
        if (known.isEmpty()) {
            return Problem.unreadable("feed", "must be sellers, orders or outcomes")
                    .response();
        }
        if (file == null) {
            return Problem.unreadable("file", "is missing: send it as a part of multipart/form-data")
                    .response();
        }
        if (map != null && map.size() > LARGEST_MAP || mapText != null && mapText.length() > LARGEST_MAP) {
            return Problem.of(413, "The mapping is larger than " + LARGEST_MAP + " bytes.")
                    .response();
        }
        String mapping =
                map == null ? mapText : new String(Files.readAllBytes(map.uploadedFile()), StandardCharsets.UTF_8);
        return switch (importFile.start(actor.get(), known.get(), file.fileName(), file.uploadedFile(), mapping)) {
            case ImportFile.Started(UUID id) ->
                Response.accepted(new Begun(id))
                        .location(URI.create("/api/v1/imports/" + id))
                        .build();
            case ImportFile.MappingRefused(List<Complaint> complaints) ->
                Problem.invalid(complaints.stream()
                                .map(complaint -> new Problem.FieldError(
                                        "map", complaint.reason().key(), complaint.sentence()))
                                .toList())
                        .response();
        };
    }

    @GET
    public Page<ImportAnswer> list(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("after") @Nullable String after) {
        Page<ImportProgress> page = history.newest(actor.get(), after, Page.limit(limit, LISTED));
        return new Page<>(page.items().stream().map(this::answer).toList(), page.next());
    }

    @GET
    @Path("/{id}")
    public Response find(@PathParam("id") UUID id) {
        return history.find(actor.get(), id)
                .map(progress -> Response.ok(answer(progress)).build())
                .orElseGet(() -> Problem.notFound("import").response());
    }

    @GET
    @Path("/{id}/rejects.csv")
    @Produces("text/csv")
    public Response rejects(@PathParam("id") UUID id) {
        Actor asking = actor.get();
        if (history.find(asking, id).isEmpty()) {
            return Problem.notFound("import").response();
        }
        StreamingOutput csv = out -> {
            var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            history.writeRejects(asking, id, writer);
            writer.flush();
        };
        return Response.ok(csv, "text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"rejects-" + id + ".csv\"")
                .build();
    }

    @DELETE
    @Path("/{id}")
    public Response cancel(@PathParam("id") UUID id) {
        return switch (cancelImport.cancel(actor.get(), id)) {
            case CancelImport.Asked _ -> Response.accepted().build();
            case CancelImport.EndedBefore(ImportState state) ->
                Problem.conflict("import-ended", "The import has ended before: " + state + ".")
                        .with("state", state.name())
                        .response();
            case CancelImport.Unknown _ -> Problem.notFound("import").response();
        };
    }

    private ImportAnswer answer(ImportProgress p) {
        return new ImportAnswer(
                p.id(),
                p.feed().code(),
                p.fileName(),
                p.state(),
                p.rowsRead(),
                p.accepted(),
                p.duplicates(),
                p.updated(),
                p.rejected(),
                p.skipped(),
                p.rowsPerSecond(clock.now()),
                p.bytesRead(),
                p.bytesTotal(),
                p.problems().stream()
                        .map(complaint -> new Trouble(complaint.reason().key(), complaint.sentence()))
                        .toList(),
                p.createdAt(),
                p.startedAt(),
                p.finishedAt());
    }
}
