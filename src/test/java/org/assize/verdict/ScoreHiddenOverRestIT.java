package org.assize.verdict;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.assize.casework.Casebook;
import org.assize.casework.OpenRingCase;
import org.assize.flagging.FlagOrigin;
import org.assize.platform.Cursor;
import org.assize.queue.ChangeQueuePolicy;
import org.assize.queue.Terms;
import org.assize.security.Actor;
import org.assize.security.CreateToken;
import org.assize.security.Permission;
import org.assize.security.Role;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever an investigator asks of a case whose score is hidden, and whatever they do to it, no answer holds the score. */
@QuarkusTest
class ScoreHiddenOverRestIT {

    private static final double SCORE = 0.8713;
    private static final Set<String> OPINIONS = Set.of("score", "percentile", "modelVersion");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    ChangeQueuePolicy changePolicy;

    @Inject
    OpenRingCase openRing;

    @Inject
    CreateToken createToken;

    Actor lea;
    Actor.SignedIn bert;
    String ada;
    String queue;
    String other;

    @BeforeEach
    void aQueueThatHidesEveryScore() {
        lea = book.person("Lea", Role.LEAD);
        bert = book.person("Bert", Role.INVESTIGATOR);
        ada = token(Permission.READ_CASES, Permission.WORK_CASES);
        queue = hidden();
        other = hidden();
    }

    /** A route that answers with cases, or with what is thought of them; what is asked of a fresh case, which the caller holds or not. */
    private record Route(String name, boolean held, Asking asking) {
        interface Asking {
            Response of(UUID id, SubjectRef subject, Map<String, Object> claim);
        }
    }

    private List<Route> routes() {
        return List.of(
                looked("GET /queues/{key}/cases", (id, subject, claim) -> get("/queues/" + queue + "/cases?limit=1")),
                looked(
                        "POST /queues/{key}/claims",
                        (id, subject, claim) -> post("/queues/" + queue + "/claims", Map.of())),
                looked("GET /cases", (id, subject, claim) -> get("/cases?queue=" + queue)),
                looked("GET /cases/{id}", (id, subject, claim) -> get("/cases/" + id)),
                looked("GET /cases/{id}/timeline", (id, subject, claim) -> get("/cases/" + id + "/timeline")),
                looked("GET /cases/{id}/readings", (id, subject, claim) -> get("/cases/" + id + "/readings")),
                looked("GET /cases/{id}/rings", (id, subject, claim) -> {
                    ring(subject);
                    return get("/cases/" + id + "/rings");
                }),
                looked("GET /search", (id, subject, claim) -> get("/search?q=" + number(id))),
                looked(
                        "GET /insight/links",
                        (id, subject, claim) -> get("/insight/links?kind=seller&id=" + subject.id())),
                looked("POST /cases/{id}/claim", (id, subject, claim) -> post("/cases/" + id + "/claim", Map.of())),
                held("GET /cases?mine", (id, subject, claim) -> get("/cases?mine=true")),
                held("GET /cases/{id}, held", (id, subject, claim) -> get("/cases/" + id)),
                held("GET /cases/{id}/timeline, held", (id, subject, claim) -> get("/cases/" + id + "/timeline")),
                held("POST /cases/{id}/claim, held", (id, subject, claim) -> post("/cases/" + id + "/claim", Map.of())),
                held("PUT /cases/{id}/claim", (id, subject, claim) -> as(ada).put("/api/v1/cases/" + id + "/claim")),
                held(
                        "POST /cases/{id}/notes",
                        (id, subject, claim) -> post("/cases/" + id + "/notes", Map.of("body", "looked at the shop"))),
                held(
                        "POST /cases/{id}/snoozes",
                        (id, subject, claim) -> post(
                                "/cases/" + id + "/snoozes",
                                with(
                                        claim,
                                        "until",
                                        Instant.now().plusSeconds(600).toString()))),
                held(
                        "POST /cases/{id}/escalations",
                        (id, subject, claim) -> post("/cases/" + id + "/escalations", with(claim, "queue", other))),
                held(
                        "POST /cases/{id}/handovers",
                        (id, subject, claim) -> post(
                                "/cases/" + id + "/handovers",
                                with(claim, "to", bert.id().toString()))));
    }

    @Test
    void noAnswerHoldsTheScore() {
        SoftAssertions all = new SoftAssertions();
        for (Route route : routes()) {
            SubjectRef subject = seller();
            UUID id = open(subject);
            Map<String, Object> claim = new HashMap<>(Map.of("reason", "as agreed"));
            if (route.held()) {
                claim.put(
                        "claimVersion",
                        post("/cases/" + id + "/claim", Map.of()).path("claim.version"));
            }
            Response answer = route.asking().of(id, subject, claim);
            all.assertThat(answer.statusCode()).as(route.name()).isBetween(200, 201);
            all.assertThat(opinions("", json(answer.asString()), priority(id)))
                    .as(route.name())
                    .isEmpty();
        }
        all.assertAll();
    }

    @Test
    void aQueueIsReadPageByPageThoughItsPrioritiesAreHidden() {
        List<String> opened = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            opened.add(open(seller()).toString());
        }
        List<String> read = new ArrayList<>();
        String after = null;
        do {
            Response page = get("/queues/" + queue + "/cases?limit=1" + (after == null ? "" : "&after=" + after));
            read.addAll(page.path("items.id"));
            after = page.path("next");
        } while (after != null);
        assertThat(read).containsExactlyInAnyOrderElementsOf(opened);
        String foreign = Cursor.of("", UUID.randomUUID().toString()).encoded();
        assertThat(get("/queues/" + queue + "/cases?after=" + foreign).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aCaseThatDoesNotExistHasNeitherReadingsNorARing() {
        for (String part : List.of("readings", "rings")) {
            assertThat(get("/cases/" + UUID.randomUUID() + "/" + part).statusCode())
                    .as(part)
                    .isEqualTo(404);
        }
    }

    /** Where an answer tells what the model thinks. */
    private static List<String> opinions(String path, JsonNode node, double priority) {
        List<String> told = new ArrayList<>();
        if (node.isNumber() && (node.doubleValue() == SCORE || node.doubleValue() == priority)) {
            told.add(path);
        }
        if (node.isTextual() && path.endsWith("/next")) {
            String cursor = new String(Base64.getUrlDecoder().decode(node.textValue()), StandardCharsets.UTF_8);
            if (cursor.contains(Cursor.part(priority))) {
                told.add(path);
            }
        }
        node.properties().forEach(field -> {
            if (OPINIONS.contains(field.getKey()) && !field.getValue().isNull()
                    || field.getKey().equals("priority") && field.getValue().doubleValue() != 0) {
                told.add(path + "/" + field.getKey());
            }
            told.addAll(opinions(path + "/" + field.getKey(), field.getValue(), priority));
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            told.addAll(opinions(path + "/" + i, node.get(i), priority));
        }
        return told;
    }

    private static JsonNode json(String answer) {
        try {
            return JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer, e);
        }
    }

    private static Route looked(String name, Route.Asking asking) {
        return new Route(name, false, asking);
    }

    private static Route held(String name, Route.Asking asking) {
        return new Route(name, true, asking);
    }

    private static Map<String, Object> with(Map<String, Object> claim, String field, Object value) {
        Map<String, Object> whole = new HashMap<>(claim);
        whole.put(field, value);
        return whole;
    }

    private SubjectRef seller() {
        SubjectRef seller = Casebook.seller();
        jdbi.useHandle(handle -> handle.execute(
                "insert into seller (seller_id, country, content_hash, recorded_at) values (?, 'DE', '', now())",
                seller.id()));
        return seller;
    }

    private UUID open(SubjectRef subject) {
        UUID id = book.raise(book.flag(subject, FlagOrigin.MODEL, SCORE, 100));
        jdbi.useHandle(handle -> handle.execute("update fraud_case set queue_key = ? where id = ?", queue, id));
        return id;
    }

    private void ring(SubjectRef lead) {
        SubjectRef follower = seller();
        open(follower);
        assertThat(openRing.open(lea, lead, Set.of(lead, follower), "They share an account."))
                .isInstanceOf(OpenRingCase.Opened.class);
    }

    private long number(UUID id) {
        return book.count("select number from fraud_case where id = ?", id);
    }

    private double priority(UUID id) {
        return jdbi.withHandle(handle -> handle.select("select priority from fraud_case where id = ?", id)
                .mapTo(Double.class)
                .one());
    }

    private String hidden() {
        String key = book.queue(null);
        assertThat(changePolicy.change(lea, key, 1, Terms.hidden(1))).isInstanceOf(ChangeQueuePolicy.Changed.class);
        return key;
    }

    private Response get(String path) {
        return as(ada).get("/api/v1" + path);
    }

    private Response post(String path, Map<String, Object> body) {
        return as(ada).contentType(ContentType.JSON).body(body).post("/api/v1" + path);
    }

    private static RequestSpecification as(String secret) {
        return given().header("Authorization", "Bearer " + secret);
    }

    private String token(Permission... scopes) {
        return switch (createToken.create(Actor.SYSTEM, "ada", Set.of(scopes), null)) {
            case CreateToken.Created created -> created.secret();
            case CreateToken.Refused refused -> throw new AssertionError(refused.faults());
        };
    }
}
