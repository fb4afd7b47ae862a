package org.assize.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assize.BootstrapProfile;
import org.assize.TestDatabase;
import org.assize.platform.Cursor;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(BootstrapProfile.class)
class RestRimIT {

    @Inject
    BeanManager beans;

    @Inject
    Jdbi jdbi;

    @Inject
    ApiTokens tokens;

    private static RequestSpecification asBootstrap() {
        return given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN);
    }

    private static RequestSpecification posting(String body) {
        return asBootstrap().contentType("application/json").body(body);
    }

    private static String token(String... scopes) {
        String list = String.join("\",\"", scopes);
        return posting("{\"name\":\"t\",\"scopes\":[\"" + list + "\"]}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    @Test
    void everyRouteIsListedWithItsScope() {
        var served = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(bean -> (Class<?>) bean.getBeanClass())
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type ->
                        Arrays.stream(type.getDeclaredMethods()).flatMap(method -> Route.of(type, method).stream()))
                .distinct()
                .toList();
        assertThat(served).containsExactlyInAnyOrderElementsOf(RouteTable.routes());
    }

    @Test
    void withoutAGoodTokenThereIsAProblemAndAChallenge() {
        for (String header : List.of("", "Bearer", "Bearer wrong", "Basic YTpi")) {
            given().header("Authorization", header)
                    .get("/api/v1/tokens")
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .header("WWW-Authenticate", notNullValue())
                    .body("status", equalTo(401), "instance", equalTo("/api/v1/tokens"));
        }
    }

    @Test
    void aTokenDoesWhatItsScopesSayUntilItIsRevoked() {
        String secret = token("cases:read");
        given().header("Authorization", "Bearer " + secret)
                .get("/api/v1/tokens")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("scope", equalTo("tokens:write"));

        String manager = token("tokens:write");
        Response list = given().header("Authorization", "Bearer " + manager).get("/api/v1/tokens");
        list.then().statusCode(200).body("items.name", hasItem("bootstrap"));
        assertThat(list.asString()).doesNotContain(manager).doesNotContain("hash");
        given().header("Authorization", "Bearer " + manager)
                .contentType("application/json")
                .body("{\"name\":\"more\",\"scopes\":[\"cases:read\"]}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(422)
                .body("errors.rule", hasItem("beyond"));

        String id = list.path("items.find { it.scopes == ['tokens:write'] }.id");
        asBootstrap().delete("/api/v1/tokens/" + id).then().statusCode(204);
        given().header("Authorization", "Bearer " + manager)
                .get("/api/v1/tokens")
                .then()
                .statusCode(401);
        assertThat(words("select kind from assize.audit_event where payload like '%" + id + "%' order by seq"))
                .containsExactly("token.created", "token.revoked");
    }

    @Test
    void whatCanNotBeReadIsNamed() {
        posting("{\"name\":\"x\",\"scopes\":")
                .post("/api/v1/tokens")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", equalTo("body"));
        posting("{\"name\":\"x\",\"scopes\":[{}]}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("scopes[0]"));
        posting("{\"name\":\"x\",\"scopes\":[\"cases:read\"],\"expiresAt\":\"soon\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("expiresAt"));
        posting("{\"name\":\"x\",\"scopes\":[\"cases:read\"],\"id\":\"1\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("id"));
        posting("{\"scopes\":[\"cases:read\"]}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors[0].field", equalTo("name"), "errors[0].rule", equalTo("required"));
        posting("").post("/api/v1/tokens").then().statusCode(422).contentType("application/problem+json");
        posting("null").post("/api/v1/tokens").then().statusCode(422).contentType("application/problem+json");
        asBootstrap().delete("/api/v1/tokens/1-1-1-1-1").then().statusCode(400).body("errors[0].field", equalTo("id"));
    }

    @Test
    void whatCanNotBeKeptIsTheSendersMistakeAndNotOurs() {
        for (String name : List.of("kind", "after")) {
            asBootstrap()
                    .queryParam(name, "\0")
                    .get("/api/v1/audit/events")
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", equalTo(name));
        }
        String absurd = "+999999-01-01T00:00:00Z";
        String forged = Cursor.of(absurd, UUID.randomUUID().toString()).encoded();
        asBootstrap()
                .queryParam("after", forged)
                .get("/api/v1/audit/events")
                .then()
                .statusCode(400);
        posting("{\"asOf\": \"" + absurd + "\"}")
                .post("/api/v1/snapshots")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("asOf"));
        posting("{\"name\":\"x\",\"scopes\":[\"cases:read\"],\"expiresAt\":\"" + absurd + "\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("expiresAt"));
        posting("{\"kind\":\"order\",\"from\":\"" + absurd + "\",\"until\":\"" + absurd + "\"}")
                .post("/api/v1/scoring-runs")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("from"));
        posting("{\"name\":\"\\u0000\",\"scopes\":[\"cases:\\u0000\"]}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("name"));
    }

    @Test
    void addressesAndFormsThatDoNotExistAreProblemsToo() {
        asBootstrap().get("/api/v1/nothing").then().statusCode(404).contentType("application/problem+json");
        given().get("/api/v1/nothing").then().statusCode(404).contentType("application/problem+json");
        asBootstrap().get("/api/elsewhere").then().statusCode(404).contentType("application/problem+json");
        asBootstrap().put("/api/v1/tokens").then().statusCode(405).contentType("application/problem+json");
        asBootstrap()
                .contentType("text/plain")
                .body("x")
                .post("/api/v1/tokens")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
        posting("{\"name\":\"" + "x".repeat(2_000_000) + "\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(413)
                .contentType("application/problem+json");
    }

    @Test
    void theSameKeyIsCarriedOutOnceAndAnsweredTwice() {
        String key = UUID.randomUUID().toString();
        String body = "{\"seller_id\":\"once\",\"registered_at\":\"2026-01-01\"}";
        Response first = posting(body).header("Idempotency-Key", key).post("/api/v1/sellers");
        first.then().statusCode(200).body("result", equalTo("accepted"));
        Response second = posting(body).header("Idempotency-Key", key).post("/api/v1/sellers");
        second.then().statusCode(200).header("Idempotent-Replayed", "true");
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.contentType()).isEqualTo(first.contentType());
        posting(body.replace("once", "twice"))
                .header("Idempotency-Key", key)
                .post("/api/v1/sellers")
                .then()
                .statusCode(422)
                .body("type", equalTo("key-reused"));
        assertThat(words("select seller_id from assize.seller where seller_id in ('once', 'twice')"))
                .containsExactly("once");
    }

    @Test
    void aSecretIsShownOnceAndKeptNowhere() {
        String key = UUID.randomUUID().toString();
        String body = "{\"name\":\"secretive\",\"scopes\":[\"cases:read\"]}";
        Response first = posting(body).header("Idempotency-Key", key).post("/api/v1/tokens");
        first.then().statusCode(201);
        Response second = posting(body).header("Idempotency-Key", key).post("/api/v1/tokens");
        second.then().statusCode(409).body("type", equalTo("already-done"));
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.asString()).doesNotContain(first.<String>path("token"));
        assertThat(words("select name from assize.api_token where name = 'secretive'"))
                .hasSize(1);
        assertThat(words("select key from assize.idempotency_key where key = '" + key + "' and body is null"))
                .hasSize(1);
    }

    @Test
    void bodiesThatAreReadAsAStreamAreToldApartByWhatIsInThem() {
        String key = UUID.randomUUID().toString();
        String line = "{\"seller_id\":\"many-1\",\"registered_at\":\"2026-01-01\"}\n";
        for (String replayed : new String[] {null, "true"}) {
            lines(key, line).then().statusCode(200).header("Idempotent-Replayed", equalTo(replayed));
        }
        lines(key, line.replace("many-1", "many-2")).then().statusCode(422).body("type", equalTo("key-reused"));
        assertThat(words("select seller_id from assize.seller where seller_id like 'many-%'"))
                .containsExactly("many-1");

        String form = UUID.randomUUID().toString();
        String csv = "seller_id,registered_at\nform-1,2026-01-01\n";
        String id = file(form, csv).then().statusCode(202).extract().path("id");
        file(form, csv)
                .then()
                .statusCode(202)
                .header("Idempotent-Replayed", "true")
                .body("id", equalTo(id));
        file(form, csv.replace("form-1", "form-2")).then().statusCode(422).body("type", equalTo("key-reused"));
    }

    private static Response lines(String key, String lines) {
        return asBootstrap()
                .header("Idempotency-Key", key)
                .contentType("application/x-ndjson")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/sellers");
    }

    private static Response file(String key, String csv) {
        return asBootstrap()
                .header("Idempotency-Key", key)
                .multiPart("file", "sellers.csv", csv.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/imports?feed=sellers");
    }

    @Test
    void whatWasDoneBeforeItsAnswerGotLostIsNotDoneAgain() {
        String key = UUID.randomUUID().toString();
        String body = "{\"seller_id\":\"crash\",\"registered_at\":\"2026-01-01\"}";
        posting(body)
                .header("Idempotency-Key", key)
                .post("/api/v1/sellers")
                .then()
                .statusCode(200);
        String forgotten =
                "update assize.idempotency_key set status = null, body = null, created_at = created_at - interval '1 hour'";
        jdbi.useHandle(handle -> handle.execute(forgotten + " where key = ?", key));
        posting(body)
                .header("Idempotency-Key", key)
                .post("/api/v1/sellers")
                .then()
                .statusCode(409)
                .body("type", equalTo("already-done"));
        jdbi.useHandle(handle -> handle.execute(forgotten + ", done_at = null where key = ?", key));
        posting(body)
                .header("Idempotency-Key", key)
                .post("/api/v1/sellers")
                .then()
                .statusCode(200)
                .body("result", equalTo("duplicate"));
    }

    @Test
    void aRefusalIsAnsweredAgainToo() {
        String key = UUID.randomUUID().toString();
        for (String replayed : new String[] {null, "true"}) {
            posting("{\"name\":\"x\",\"scopes\":[]}")
                    .header("Idempotency-Key", key)
                    .post("/api/v1/tokens")
                    .then()
                    .statusCode(422)
                    .header("Idempotent-Replayed", equalTo(replayed))
                    .body("errors[0].rule", equalTo("required"));
        }
    }

    @Test
    void twentyAtOnceWithOneKeyAreCarriedOutOnce() throws Exception {
        String key = UUID.randomUUID().toString();
        String body = "{\"name\":\"at-once\",\"scopes\":[\"cases:read\"]}";
        Callable<Integer> post = () -> posting(body)
                .header("Idempotency-Key", key)
                .post("/api/v1/tokens")
                .statusCode();
        try (var threads = Executors.newFixedThreadPool(20)) {
            List<Future<Integer>> answers =
                    threads.invokeAll(Stream.generate(() -> post).limit(20).toList());
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isIn(201, 409);
            }
        }
        assertThat(words("select name from assize.api_token where name = 'at-once'"))
                .hasSize(1);
    }

    @Test
    void theUseOfTheBootstrapTokenIsInTheTrailOnceInEachHour() {
        String trail =
                "select kind from assize.audit_event where kind in ('token.provisioned', 'token.used') order by seq";
        asBootstrap().get("/api/v1/tokens").then().statusCode(200);
        int before = words(trail).size();
        assertThat(words(trail)).startsWith("token.provisioned", "token.used");
        UUID id = tokens.bootstrap().orElseThrow();
        var token = new Actor.Token(id, ApiTokens.BOOTSTRAP, Set.of());
        Instant first = Instant.parse("2026-03-01T09:00:00Z");
        jdbi.useHandle(handle -> handle.createUpdate("update assize.api_token set last_used_at = :at where id = :id")
                .bind("at", first)
                .bind("id", id)
                .execute());
        for (int minute = 1; minute <= 125; minute += 2) {
            Instant now = first.plus(Duration.ofMinutes(minute));
            QuarkusTransaction.requiringNew().run(() -> tokens.noteUse(token, now));
        }
        assertThat(words(trail)).hasSize(before + 2);
    }

    @Test
    void aWrongKeyIsNamed() {
        posting("{}")
                .header("Idempotency-Key", "x".repeat(256))
                .post("/api/v1/tokens")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("Idempotency-Key"), "$", not(Map.of()));
    }

    private List<String> words(String question) {
        return jdbi.withHandle(
                handle -> handle.createQuery(question).mapTo(String.class).list());
    }
}
