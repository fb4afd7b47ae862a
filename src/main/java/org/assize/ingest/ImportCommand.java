package org.assize.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.assize.platform.Command;
import org.jspecify.annotations.Nullable;

/**
 * {@code assize import}: sends a file to a running server ({@code ASSIZE_URL}, {@code ASSIZE_TOKEN}) and follows the
 * import to its end. Interrupting the command does not stop the import.
 */
public final class ImportCommand implements Command {

    private static final String USAGE = """
            usage: assize import --feed orders|sellers|outcomes --file F.csv[.gz] [--map M.json]
              ASSIZE_URL    the server, http://127.0.0.1:8080 when not set
              ASSIZE_TOKEN  an API token with the scope feeds:write (and feeds:read, to see the progress)""";

    private static final List<String> OPTIONS = List.of("--feed", "--file", "--map");
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    public ImportCommand() {
        this(System.getenv(), System.out, System.err);
    }

    ImportCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    @Override
    public String name() {
        return "import";
    }

    @Override
    public int run(List<String> arguments) throws IOException, InterruptedException {
        var options = new HashMap<String, String>();
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!OPTIONS.contains(arguments.get(i)) || i + 1 == arguments.size()) {
                return misunderstood("not understood: " + arguments.get(i));
            }
            options.put(arguments.get(i), arguments.get(i + 1));
        }
        String feed = options.get("--feed");
        String file = options.get("--file");
        String token = environment.get("ASSIZE_TOKEN");
        if (feed == null || Feed.ofCode(feed).isEmpty() || file == null) {
            return misunderstood("--feed and --file are needed");
        }
        if (token == null || token.isBlank()) {
            return misunderstood("ASSIZE_TOKEN is not set");
        }
        Path path = Path.of(file);
        String map = options.get("--map");
        if (!Files.isReadable(path) || map != null && !Files.isReadable(Path.of(map))) {
            return misunderstood("not readable: " + (Files.isReadable(path) ? map : file));
        }
        String server =
                environment.getOrDefault("ASSIZE_URL", "http://127.0.0.1:8080").replaceAll("/+$", "");
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            return new Session(http, server, token).bringIn(feed, path, map);
        } catch (ConnectException e) {
            err.println("No server answers at " + server);
            return 1;
        }
    }

    private int misunderstood(String why) {
        err.println(why);
        err.println(USAGE);
        return 2;
    }

    private final class Session {
        private final HttpClient http;
        private final String server;
        private final String token;

        Session(HttpClient http, String server, String token) {
            this.http = http;
            this.server = server;
            this.token = token;
        }

        int bringIn(String feed, Path file, @Nullable String map) throws IOException, InterruptedException {
            String boundary = "assize-" + UUID.randomUUID();
            HttpRequest upload = request("/api/v1/imports?feed=" + feed)
                    .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .POST(body(boundary, file, map))
                    .build();
            JsonNode begun = send(upload);
            if (!begun.hasNonNull("id")) {
                return refused(begun);
            }
            String id = begun.get("id").asText();
            while (true) {
                JsonNode progress = send(request("/api/v1/imports/" + id).GET().build());
                if (!progress.hasNonNull("state")) {
                    return refused(progress);
                }
                ImportState state = ImportState.valueOf(progress.get("state").asText());
                if (state.isFinal()) {
                    return summary(id, state, progress);
                }
                show(progress);
                Thread.sleep(BETWEEN_LOOKS);
            }
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(server + path)).header("Authorization", "Bearer " + token);
        }

        private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            return JSON.readTree(answer.body());
        }

        /** The file is streamed: it may be larger than memory. */
        private BodyPublisher body(String boundary, Path file, @Nullable String map) throws IOException {
            BodyPublisher end = BodyPublishers.ofString("\r\n--" + boundary + "--\r\n");
            BodyPublisher content =
                    BodyPublishers.concat(part(boundary, "file", name(file)), BodyPublishers.ofFile(file));
            return map == null
                    ? BodyPublishers.concat(content, end)
                    : BodyPublishers.concat(
                            part(boundary, "map", "map.json"),
                            BodyPublishers.ofFile(Path.of(map)),
                            BodyPublishers.ofString("\r\n"),
                            content,
                            end);
        }

        private static BodyPublisher part(String boundary, String field, String fileName) {
            return BodyPublishers.ofString("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field
                    + "\"; filename=\"" + fileName + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        }

        private static String name(Path file) {
            Path last = file.getFileName();
            return last == null ? "file" : last.toString().replaceAll("[\"\\\\\\r\\n]", "_");
        }
    }

    private void show(JsonNode progress) {
        String line = String.format(
                Locale.ROOT,
                "%s %,d rows read, %,d a second",
                progress.get("state").asText().toLowerCase(Locale.ROOT),
                progress.get("rowsRead").asLong(),
                progress.get("rowsPerSecond").asLong());
        if (System.console() != null) {
            out.printf("\r%-70s", line);
            out.flush();
        }
    }

    private int summary(String id, ImportState state, JsonNode done) {
        if (System.console() != null) {
            out.printf("\r%-70s\r", "");
        }
        out.printf(
                Locale.ROOT,
                "%s: read %,d = accepted %,d + duplicates %,d + updated %,d + rejected %,d; skipped %,d; %,d rows a second%n",
                state,
                done.get("rowsRead").asLong(),
                done.get("accepted").asLong(),
                done.get("duplicates").asLong(),
                done.get("updated").asLong(),
                done.get("rejected").asLong(),
                done.get("skipped").asLong(),
                done.get("rowsPerSecond").asLong());
        done.path("problems")
                .forEach(problem -> err.println(problem.get("message").asText()));
        if (done.get("rejected").asLong() > 0) {
            out.println("rejects: GET /api/v1/imports/" + id + "/rejects.csv");
        }
        return state == ImportState.DONE ? 0 : 1;
    }

    private int refused(JsonNode problem) {
        err.println(problem.path("detail").asText(problem.path("title").asText("The server refused.")));
        problem.path("errors")
                .forEach(error -> err.println("  " + error.path("field").asText() + ": "
                        + error.path("message").asText()));
        return 1;
    }
}
