package org.assize.verdict;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assize.casework.Casebook;
import org.assize.flagging.FlagOrigin;
import org.assize.flagging.SubjectFlagged;
import org.assize.security.Actor;
import org.assize.security.CreateToken;
import org.assize.security.Permission;
import org.assize.security.Role;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CasesOverRestIT {

    private static final Logger LOG = Logger.getLogger(CasesOverRestIT.class);

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    CreateToken createToken;

    @TestHTTPResource("/api/v1/queues/")
    URL queues;

    String queue;
    String ada;
    String bob;

    @BeforeEach
    void tokens() {
        queue = book.queue(null);
        ada = token("ada", Permission.READ_CASES, Permission.WORK_CASES);
        bob = token("bob", Permission.READ_CASES, Permission.WORK_CASES);
    }

    @Test
    void aCaseIsClaimedReadDecidedAndTheNextOneFound() {
        List<UUID> ids = book.openIn(queue, 100, 10);
        // counts may be a few seconds old
        Instant latest = Instant.now().plusSeconds(5);
        Integer open;
        do {
            open = as(ada).get("/api/v1/queues")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("items.find { it.key == '" + queue + "' }?.open");
        } while (!Integer.valueOf(2).equals(open) && Instant.now().isBefore(latest));
        assertThat(open).isEqualTo(2);
        as(ada).get("/api/v1/queues/" + queue + "/cases?limit=1")
                .then()
                .statusCode(200)
                .body("items.id", contains(ids.get(0).toString()))
                .body("next", notNullValue());
        int version = as(ada).post("/api/v1/queues/" + queue + "/claims")
                .then()
                .statusCode(201)
                .body("case.id", equalTo(ids.get(0).toString()))
                .body("case.subject.kind", equalTo("seller"))
                .body("claim.until", notNullValue())
                .extract()
                .path("claim.version");
        as(ada).get("/api/v1/cases/" + ids.get(0))
                .then()
                .statusCode(200)
                .body("case.state", equalTo("CLAIMED"))
                .body("flags[0].origin", equalTo("model"))
                .body("flags[0].reasons", hasSize(0));
        as(ada).get("/api/v1/cases?mine=true")
                .then()
                .statusCode(200)
                .body("items.id", contains(ids.get(0).toString()));
        as(ada).contentType(ContentType.JSON)
                .body(Map.of("body", "looked at the shop"))
                .post("/api/v1/cases/" + ids.get(0) + "/notes")
                .then()
                .statusCode(201)
                .body("body", equalTo("looked at the shop"));
        as(ada).contentType(ContentType.JSON)
                .body(verdict(version))
                .post("/api/v1/cases/" + ids.get(0) + "/verdicts")
                .then()
                .statusCode(201)
                .body("decision", equalTo("FRAUD"))
                .body("typology", equalTo("fake_shop"));
        as(ada).get("/api/v1/cases/" + ids.get(0) + "/timeline")
                .then()
                .statusCode(200)
                .body("items.kind", hasItem("verdict.reached"))
                .body("items[0].detail.decision", equalTo("FRAUD"));
        as(ada).post("/api/v1/queues/" + queue + "/claims")
                .then()
                .statusCode(201)
                .body("case.id", equalTo(ids.get(1).toString()));
        as(ada).post("/api/v1/queues/" + queue + "/claims").then().statusCode(204);
        as(ada).post("/api/v1/queues/none/claims").then().statusCode(404);
    }

    @Test
    void aNamedClaimIsTakenExtendedAndGivenBack() {
        UUID id = book.openIn(queue, 100).getFirst();
        int version = as(ada).post("/api/v1/cases/" + id + "/claim")
                .then()
                .statusCode(201)
                .extract()
                .path("claim.version");
        as(bob).post("/api/v1/cases/" + id + "/claim")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("heldBy", equalTo("ada"))
                .body("since", notNullValue());
        as(ada).put("/api/v1/cases/" + id + "/claim").then().statusCode(200).body("claim.version", equalTo(version));
        as(bob).put("/api/v1/cases/" + id + "/claim?claimVersion=" + version)
                .then()
                .statusCode(409)
                .body("heldBy", equalTo("ada"));
        as(ada).contentType(ContentType.JSON)
                .body(Map.of(
                        "claimVersion",
                        version,
                        "until",
                        Instant.now().plusSeconds(600).toString()))
                .post("/api/v1/cases/" + id + "/snoozes")
                .then()
                .statusCode(422)
                .body("errors.field", contains("reason"));
        as(ada).delete("/api/v1/cases/" + id + "/claim").then().statusCode(204);
        as(ada).delete("/api/v1/cases/" + id + "/claim").then().statusCode(409);
        as(ada).post("/api/v1/cases/" + UUID.randomUUID() + "/claim").then().statusCode(404);
    }

    @Test
    void snoozesEscalationsHandoversAndReopeningsSayWhatBecameOfTheCase() {
        List<UUID> ids = book.openIn(queue, 1, 2, 3);
        String lead = token("lea", Permission.READ_CASES, Permission.WORK_CASES, Permission.STEER_CASES);
        Actor.SignedIn bert = book.person("Bert", Role.INVESTIGATOR);
        act(
                        ids.get(0),
                        "snoozes",
                        Map.of("until", Instant.now().plusSeconds(600).toString()))
                .body("state", equalTo("SNOOZED"));
        act(ids.get(1), "escalations", Map.of("queue", "sellers")).body("queue", equalTo("sellers"));
        act(ids.get(2), "handovers", Map.of("to", bert.id().toString())).body("assignedTo", equalTo("Bert"));
        as(bob).contentType(ContentType.JSON)
                .body(Map.of("reason", "x"))
                .post("/api/v1/cases/" + ids.get(0) + "/reopenings")
                .then()
                .statusCode(403);
        as(lead).contentType(ContentType.JSON)
                .body(Map.of("reason", "x"))
                .post("/api/v1/cases/" + ids.get(0) + "/reopenings")
                .then()
                .statusCode(409)
                .body("state", equalTo("SNOOZED"));
    }

    private io.restassured.response.ValidatableResponse act(UUID id, String act, Map<String, Object> body) {
        int version = as(ada).post("/api/v1/cases/" + id + "/claim")
                .then()
                .statusCode(201)
                .extract()
                .path("claim.version");
        Map<String, Object> whole = new java.util.HashMap<>(body);
        whole.put("claimVersion", version);
        whole.put("reason", "as agreed");
        return as(ada).contentType(ContentType.JSON)
                .body(whole)
                .post("/api/v1/cases/" + id + "/" + act)
                .then()
                .statusCode(201);
    }

    @Test
    void aVerdictUnderAnOldClaimVersionIs409WithWhoAndSinceAndChangesNothing() {
        UUID id = book.openIn(queue, 100).getFirst();
        int old =
                as(ada).post("/api/v1/cases/" + id + "/claim").then().extract().path("claim.version");
        as(ada).delete("/api/v1/cases/" + id + "/claim").then().statusCode(204);
        as(bob).post("/api/v1/cases/" + id + "/claim").then().statusCode(201);
        List<String> trail = book.trail(id);
        as(ada).contentType(ContentType.JSON)
                .body(verdict(old))
                .post("/api/v1/cases/" + id + "/verdicts")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("claim-lost"))
                .body("heldBy", equalTo("bob"))
                .body("since", notNullValue());
        assertThat(book.trail(id)).isEqualTo(trail);
        assertThat(book.count("select count(*) from verdict where case_id = ?", id))
                .isZero();
    }

    @Test
    void aVerdictThatIsNotWholeIs422FieldByField() {
        UUID id = book.openIn(queue, 100).getFirst();
        int version =
                as(ada).post("/api/v1/cases/" + id + "/claim").then().extract().path("claim.version");
        as(ada).contentType(ContentType.JSON)
                .body(Map.of("claimVersion", version, "decision", "FRAUD", "confidence", "LIKELY"))
                .post("/api/v1/cases/" + id + "/verdicts")
                .then()
                .statusCode(422)
                .body("errors.field", contains("typology", "flagUseful", "rationale"));
        as(ada).contentType(ContentType.JSON)
                .body(Map.of("claimVersion", version, "decision", "GUILTY", "actions", List.of("burn")))
                .post("/api/v1/cases/" + id + "/verdicts")
                .then()
                .statusCode(422)
                .body("errors.field", contains("decision", "actions"));
        as(ada).contentType(ContentType.JSON)
                .body("{}")
                .post("/api/v1/cases/" + id + "/verdicts")
                .then()
                .statusCode(422)
                .body("errors.field", contains("claimVersion"));
    }

    @Test
    void aBodyThatIsNotThereIs422AndOneThatCanNotBeKeptIs400() {
        UUID id = book.openIn(queue, 100).getFirst();
        for (String act : List.of("verdicts", "snoozes", "escalations", "handovers", "notes", "appeals")) {
            for (String body : List.of("", "null")) {
                as(ada).contentType(ContentType.JSON)
                        .body(body)
                        .post("/api/v1/cases/" + id + "/" + act)
                        .then()
                        .statusCode(422)
                        .contentType("application/problem+json");
            }
        }
        as(ada).contentType(ContentType.JSON)
                .body("{\"claimVersion\": 1, \"queue\": \"\\u0000\", \"reason\": \"r\"}")
                .post("/api/v1/cases/" + id + "/escalations")
                .then()
                .statusCode(400)
                .body("errors.field", contains("queue"));
        for (String asked : List.of("queue", "decision", "after")) {
            as(ada).queryParam(asked, "\0")
                    .get("/api/v1/cases")
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("errors.field", contains(asked));
        }
        as(ada).get("/api/v1/queues/{key}/cases", "\0").then().statusCode(400);
    }

    @Test
    void aVerdictOnACaseThatSomebodyElseDecidedSaysWhoDidAndWhen() {
        UUID id = book.openIn(queue, 100).getFirst();
        int version =
                as(ada).post("/api/v1/cases/" + id + "/claim").then().extract().path("claim.version");
        for (int status : List.of(201, 409)) {
            var answer = as(ada).contentType(ContentType.JSON)
                    .body(verdict(version))
                    .post("/api/v1/cases/" + id + "/verdicts")
                    .then()
                    .statusCode(status);
            if (status == 409) {
                answer.body("state", equalTo("CLOSED"))
                        .body("decidedBy", equalTo("ada"))
                        .body("since", notNullValue());
            }
        }
    }

    @Test
    void whatAVerdictAsksOfTheMarketplaceIsOfferedUntilItIsAcknowledged() {
        UUID id = book.openIn(queue, 100).getFirst();
        int version =
                as(ada).post("/api/v1/cases/" + id + "/claim").then().extract().path("claim.version");
        as(ada).contentType(ContentType.JSON)
                .body(verdict(version))
                .post("/api/v1/cases/" + id + "/verdicts")
                .then()
                .statusCode(201);
        String shop = token("shop", Permission.TAKE_ACTIONS);
        as(ada).get("/api/v1/actions").then().statusCode(403);
        String mine = "items.findAll { it.action.caseId == '" + id + "' }";
        String message = as(shop).get("/api/v1/actions?limit=500")
                .then()
                .statusCode(200)
                .body(mine + ".action.action", contains("suspend_seller"))
                .body(mine + ".action.subjectKind", contains("seller"))
                .extract()
                .path(mine + "[0].id");
        for (int acknowledged : List.of(1, 0)) {
            as(shop).contentType(ContentType.JSON)
                    .body(Map.of("ids", List.of(message)))
                    .post("/api/v1/actions/acknowledgements")
                    .then()
                    .statusCode(200)
                    .body("acknowledged", equalTo(acknowledged));
        }
        as(shop).get("/api/v1/actions?limit=500").then().body(mine, hasSize(0));
        as(shop).contentType(ContentType.JSON)
                .body("{}")
                .post("/api/v1/actions/acknowledgements")
                .then()
                .statusCode(422)
                .body("errors.field", contains("ids"));
    }

    @Test
    void aPageKeyThatThisListDidNotGiveOutIs400() {
        as(ada).get("/api/v1/cases?after=nonsense").then().statusCode(400).body("errors.field", contains("after"));
        as(ada).get("/api/v1/queues/" + queue + "/cases?after=AAAA").then().statusCode(400);
        as(ada).get("/api/v1/cases/" + UUID.randomUUID() + "/timeline").then().statusCode(404);
    }

    @Test
    void thirtyTwoCallersClaimTenThousandCasesEachOnceAndNoneIsLost() throws Exception {
        int cases = 10_000;
        List<SubjectFlagged> flags = Stream.generate(() -> book.flag(Casebook.order(), FlagOrigin.MODEL, 0.5, 20))
                .limit(cases)
                .toList();
        book.raise(flags);
        String[] subjects = flags.stream().map(flag -> flag.subject().id()).toArray(String[]::new);
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update fraud_case set queue_key = :queue where subject_kind = 'order' and subject_id = any (:ids)")
                .bind("queue", queue)
                .bindArray("ids", String.class, (Object[]) subjects)
                .execute());

        List<Future<List<String>>> callers = new ArrayList<>();
        long start = System.nanoTime();
        try (var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var threads = Executors.newFixedThreadPool(32)) {
            for (int i = 0; i < 32; i++) {
                String token = token("caller-" + i, Permission.WORK_CASES);
                callers.add(threads.submit(() -> claimUntilEmpty(client, token, cases)));
            }
        }
        List<String> claimed = new ArrayList<>();
        for (Future<List<String>> caller : callers) {
            claimed.addAll(caller.get());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        LOG.infof("%d claims over REST by 32 callers: %.0f a second", cases, cases / seconds);

        Set<String> distinct = new HashSet<>(claimed);
        assertThat(claimed).hasSize(cases);
        assertThat(distinct).hasSize(cases);
        assertThat(book.count("select count(*) from fraud_case where queue_key = ? and state = 'CLAIMED'", queue))
                .isEqualTo(cases);
        assertThat(book.count(
                        "select count(*) from audit_event e join fraud_case c on c.id = e.case_id"
                                + " where c.queue_key = ? and e.kind = 'case.claimed'",
                        queue))
                .isEqualTo(cases);
    }

    private static final Pattern CASE_ID = Pattern.compile("\"case\":\\{\"id\":\"([0-9a-f-]{36})\"");

    private List<String> claimUntilEmpty(HttpClient client, String token, int atMost) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(queues + queue + "/claims"))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        List<String> mine = new ArrayList<>();
        while (mine.size() <= atMost) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 204) {
                // what others were claiming at that moment was skipped: the queue is empty only if it stays so
                answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 204) {
                    return mine;
                }
            }
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            var id = CASE_ID.matcher(answer.body());
            assertThat(id.find()).isTrue();
            mine.add(id.group(1));
        }
        throw new AssertionError("one caller got more cases than there are");
    }

    private static Map<String, Object> verdict(int claimVersion) {
        return Map.of(
                "claimVersion", claimVersion,
                "decision", "FRAUD",
                "typology", "fake_shop",
                "confidence", "CERTAIN",
                "flagUseful", true,
                "rationale", "Nothing was ever shipped.",
                "actions", List.of("suspend_seller"));
    }

    private static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private String token(String name, Permission... scopes) {
        return switch (createToken.create(Actor.SYSTEM, name, Set.of(scopes), null)) {
            case CreateToken.Created created -> created.secret();
            case CreateToken.Refused refused -> throw new AssertionError(refused.faults());
        };
    }
}
