package org.assize.workbench.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assize.security.SignInForm;
import org.jspecify.annotations.Nullable;

/**
 * A page of the product as the server knows it, without a browser: it asks for what a browser asks for, keeps the channel
 * for news open, goes to routes and clicks what has a text. It draws nothing. One thread at a time.
 */
final class VaadinPage implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SYNC_ID = Pattern.compile("\"syncId\":(\\d+)");

    /** The node of the page's body, to which Vaadin's own client sends where a person goes. */
    private static final int BODY = 1;

    private static final String DETAILS = """
            {"v-sh":"800","v-sw":"1280","v-wh":"800","v-ww":"1280","v-bh":"800","v-bw":"1280","v-curdate":"1795361543453",\
            "v-tzo":"0","v-dstd":"0","v-rtzo":"0","v-dston":"false","v-tzid":"UTC","v-wn":"bench","v-td":"false","v-pr":"1"}""";

    private final HttpClient http;
    private final URI address;
    private final Map<String, String> cookies = new HashMap<>();
    private final Map<String, Integer> drawn = new HashMap<>();
    private final Map<String, Offer> offered = new HashMap<>();
    private final AtomicLong syncId = new AtomicLong();
    private int uiId = -1;
    private int clientId;
    private boolean leaving;
    private String csrf = "";
    private @Nullable WebSocket news;

    /** One of a menu, or of a row of buttons. */
    private record Offer(int node, String id) {}

    /** @param session of a person who has signed in */
    VaadinPage(HttpClient http, URI address, String session) {
        this.http = http;
        this.address = address;
        cookies.put(SignInForm.COOKIE, session);
    }

    /** Goes to a route, such as {@code case/…}; the first one opens the page. */
    void show(String route) throws IOException, InterruptedException {
        if (uiId < 0) {
            open(route);
        }
        ObjectNode data = JSON.createObjectNode()
                .put("route", route)
                .put("query", "")
                .put("appShellTitle", "")
                .putNull("historyState")
                .put("trigger", "");
        send(BODY, "ui-navigate", data);
    }

    /** @param text all of what stands on it, but for its key */
    void click(String text) throws IOException, InterruptedException {
        Offer offer = offered.get(text);
        if (offer != null) {
            send(offer.node(), "assize-chosen", JSON.createObjectNode().put("event.detail", offer.id()));
            return;
        }
        ObjectNode data = JSON.createObjectNode();
        for (String held : new String[] {"shiftKey", "metaKey", "ctrlKey", "altKey"}) {
            data.put("event." + held, false);
        }
        for (String place : new String[] {"detail", "clientX", "clientY", "button", "screenX", "screenY"}) {
            data.put("event." + place, 0);
        }
        Integer node = drawn.get(text);
        if (node == null) {
            throw new IOException("the page does not say " + text);
        }
        send(node, "click", data);
    }

    /** By the person's menu, as anybody would. */
    void signOut() throws IOException, InterruptedException {
        leaving = true;
        click("Sign out");
        close();
    }

    /** What a browser sends once it has drawn what it was sent: only then does the server let go of that. */
    void settle() throws IOException, InterruptedException {
        send(BODY, "ui-poll", JSON.createObjectNode());
    }

    private void open(String route) throws IOException, InterruptedException {
        get("/" + route);
        String query = "/?v-r=init&location=" + encoded(route) + "&query=&v-browserDetails=" + encoded(DETAILS);
        JsonNode uidl = JSON.readTree(get(query)).path("appConfig");
        uiId = uidl.path("v-uiId").asInt();
        uidl = uidl.path("uidl");
        csrf = uidl.path("Vaadin-Security-Key").asText();
        syncId.set(uidl.path("syncId").asLong());
        URI channel =
                URI.create("ws://" + address.getAuthority() + "/VAADIN/push?v-r=push&v-uiId=" + uiId + "&v-pushId="
                        + uidl.path("Vaadin-Push-ID").asText()
                        + "&X-Atmosphere-tracking-id=0&X-Atmosphere-Framework=4.0.1&X-Atmosphere-Transport=websocket"
                        + "&X-Atmosphere-TrackMessageSize=true&Content-Type=application/json;%20charset=UTF-8"
                        + "&X-atmo-protocol=true&X-Vaadin-LastSeenServerSyncId=" + syncId.get());
        news = http.newWebSocketBuilder()
                .header("Cookie", cookieHeader())
                .buildAsync(channel, new News())
                .join();
    }

    private final class News implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean whole) {
            heard(data);
            from.request(1);
            return null;
        }
    }

    private void heard(CharSequence message) {
        Matcher found = SYNC_ID.matcher(message);
        long newest = -1;
        while (found.find()) {
            newest = Long.parseLong(found.group(1));
        }
        if (newest >= 0) {
            long heard = newest;
            syncId.accumulateAndGet(heard, Math::max);
        }
    }

    private void send(int node, String event, ObjectNode data) throws IOException, InterruptedException {
        ObjectNode message = JSON.createObjectNode().put("csrfToken", csrf);
        message.putArray("rpc")
                .addObject()
                .put("type", "event")
                .put("node", node)
                .put("event", event)
                .set("data", data);
        message.put("syncId", syncId.get()).put("clientId", clientId++);
        String answer = text(request("/?v-r=uidl&v-uiId=" + uiId)
                .header("Content-Type", "application/json; charset=UTF-8")
                .POST(BodyPublishers.ofString(message.toString())));
        // after its own goodbye the server does not know the page any more, which is what was asked for
        boolean gone = answer.contains("\"sessionExpired\":true");
        if (!answer.startsWith("{\"clientId\"") || answer.contains("\"appError\"") || gone && !leaving) {
            throw new IOException(event + " was answered " + answer.substring(0, Math.min(200, answer.length())));
        }
        heard(answer);
        draw(JSON.readTree(answer).path("changes"));
    }

    /** Remembers on what each text stands that the page was told to draw, and what its menus and rows of buttons offer. */
    private void draw(JsonNode changes) {
        Map<Integer, String> texts = new HashMap<>();
        for (JsonNode change : changes) {
            if (change.path("key").asText().equals("entries")) {
                change.path("value")
                        .findParents("id")
                        .forEach(entry -> offered.put(
                                entry.path("text").asText(),
                                new Offer(
                                        change.path("node").asInt(),
                                        entry.path("id").asText())));
            }
            if (change.path("key").asText().equals("text")) {
                texts.put(change.path("node").asInt(), change.path("value").asText());
            }
        }
        for (JsonNode change : changes) {
            for (JsonNode added : change.path("addNodes")) {
                String text = texts.get(added.asInt());
                if (text != null) {
                    drawn.put(text, change.path("node").asInt());
                }
            }
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        return text(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Accept-Language", "en-GB")
                .header("Cookie", cookieHeader());
    }

    private String text(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        answer.headers().allValues("Set-Cookie").stream()
                .flatMap(header -> HttpCookie.parse(header).stream())
                .forEach(cookie -> cookies.put(cookie.getName(), cookie.getValue()));
        if (answer.statusCode() != 200) {
            throw new IOException(answer.uri().getPath() + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    private String cookieHeader() {
        StringBuilder header = new StringBuilder();
        cookies.forEach((name, value) -> header.append(header.isEmpty() ? "" : "; ")
                .append(name)
                .append('=')
                .append(value));
        return header.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (news != null) {
            news.abort();
        }
    }
}
