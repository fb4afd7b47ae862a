package org.assize.workbench.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One page in a headless Chromium, driven by the DevTools protocol over its web socket. The browser tests have Playwright
 * for this; it would add 200 MB of drivers to every installation for the sake of three commands.
 */
final class Chromium implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CTRL = 2;

    private final Process process;
    private final HttpClient http;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private @Nullable WebSocket socket;

    private Chromium(Process process, HttpClient http) {
        this.process = process;
        this.http = http;
    }

    /** {@code ASSIZE_CHROMIUM}, else one that is on the path. */
    static Optional<Path> installed() {
        String named = System.getenv("ASSIZE_CHROMIUM");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named));
        }
        String path = System.getenv("PATH");
        return Stream.of((path == null ? "" : path).split(File.pathSeparator))
                .map(Path::of)
                .flatMap(directory -> NAMES.stream().map(directory::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** An empty page of 1280 x 800 in a profile of its own. */
    static Chromium open(Path executable, Path profile) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        executable.toString(),
                        "--headless",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "--window-size=1280,800",
                        "--lang=en-GB",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-renderer-backgrounding",
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Chromium chromium = new Chromium(process, HttpClient.newHttpClient());
        try {
            chromium.connect(profile.resolve("DevToolsActivePort"));
            chromium.send("Page.enable", JSON.createObjectNode());
            return chromium;
        } catch (IOException | InterruptedException | RuntimeException e) {
            chromium.close();
            throw e;
        }
    }

    private void connect(Path portFile) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(portFile) || Files.readAllLines(portFile).size() < 2) {
            if (System.nanoTime() > until || process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new Scenario.Unmeasured("Chromium did not start");
            }
        }
        String port = Files.readAllLines(portFile).getFirst();
        JsonNode pages = JSON.readTree(http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                                .build(),
                        BodyHandlers.ofString())
                .body());
        for (JsonNode page : pages) {
            if (page.path("type").asText().equals("page")) {
                socket = http.newWebSocketBuilder()
                        .buildAsync(URI.create(page.path("webSocketDebuggerUrl").asText()), new Answers())
                        .join();
                return;
            }
        }
        throw new Scenario.Unmeasured("Chromium has no page");
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                answer(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void answer(String message) {
            try {
                JsonNode answer = JSON.readTree(message);
                CompletableFuture<JsonNode> asked =
                        waiting.remove(answer.path("id").asLong(-1));
                if (asked == null) {
                    return;
                }
                if (answer.has("error")) {
                    asked.completeExceptionally(
                            new IOException(answer.get("error").toString()));
                } else {
                    asked.complete(answer.path("result"));
                }
            } catch (IOException e) {
                waiting.values().forEach(asked -> asked.completeExceptionally(e));
            }
        }
    }

    private JsonNode send(String method, ObjectNode parameters) throws IOException, InterruptedException {
        WebSocket to = socket;
        if (to == null) {
            throw new IllegalStateException("no page is open");
        }
        long id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        try {
            to.sendText(message.toString(), true).join();
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException e) {
            throw new IOException(method + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException(method + " had no answer", e);
        }
    }

    void cookie(URI site, String name, String value) throws IOException, InterruptedException {
        send(
                "Network.setCookie",
                JSON.createObjectNode()
                        .put("url", site.toString())
                        .put("name", name)
                        .put("value", value)
                        .put("httpOnly", true));
    }

    void go(URI address) throws IOException, InterruptedException {
        send("Page.navigate", JSON.createObjectNode().put("url", address.toString()));
    }

    /** Runs before everything else on each page that is opened from now on. */
    void always(String script) throws IOException, InterruptedException {
        send("Page.addScriptToEvaluateOnNewDocument", JSON.createObjectNode().put("source", script));
    }

    JsonNode evaluate(String expression) throws IOException, InterruptedException {
        JsonNode answer = send(
                "Runtime.evaluate",
                JSON.createObjectNode().put("expression", expression).put("returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** @throws IOException when it does not become true in time; the message says what the page shows */
    void until(String condition) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!evaluate("!!(" + condition + ")").asBoolean()) {
            if (System.nanoTime() > until) {
                throw new IOException("never true: " + condition + " at "
                        + evaluate("location.href + ' ' + document.body.innerText.slice(0, 400)")
                                .asText());
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** A letter, or {@code Ctrl+Enter}. */
    void press(String key) throws IOException, InterruptedException {
        boolean enter = key.equals("Ctrl+Enter");
        ObjectNode event = JSON.createObjectNode()
                .put("key", enter ? "Enter" : key)
                .put("code", enter ? "Enter" : "Key" + key.toUpperCase(java.util.Locale.ROOT))
                .put("windowsVirtualKeyCode", enter ? 13 : Character.toUpperCase(key.charAt(0)))
                .put("modifiers", enter ? CTRL : 0);
        ObjectNode down = event.deepCopy().put("type", enter ? "rawKeyDown" : "keyDown");
        if (!enter) {
            down.put("text", key);
        }
        send("Input.dispatchKeyEvent", down);
        send("Input.dispatchKeyEvent", event.put("type", "keyUp"));
    }

    /** Into the field that has the cursor. */
    void type(String text) throws IOException, InterruptedException {
        send("Input.insertText", JSON.createObjectNode().put("text", text));
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            // it writes to its profile until it is gone
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.shutdownNow();
    }
}
