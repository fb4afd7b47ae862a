package org.assize.workbench.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assize.BootstrapProfile;
import org.assize.TestDatabase;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much, and how fast, a program may send, as the program sees it. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(FeedLimitsIT.Profile.class)
class FeedLimitsIT {

    /** Ten records, and then one in each hundred seconds: no test is slow enough to get another. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "assize.bootstrap.token", BootstrapProfile.TOKEN,
                    "assize.feeds.rate", "0.01",
                    "assize.feeds.burst", "PT1000S");
        }
    }

    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";

    @Inject
    Jdbi jdbi;

    @ParameterizedTest
    @ValueSource(strings = {"orders", "sellers", "outcomes"})
    void pastItsRateATokenIsToldWhenToComeAgain(String feed) {
        String token = token();
        for (int i = 0; i < 10; i++) {
            post(token, feed, JSON, "{}", null).then().statusCode(422);
        }
        Response tooFast = post(token, feed, JSON, "{}", "a-key");
        tooFast.then()
                .statusCode(429)
                .contentType("application/problem+json")
                .body("type", equalTo("too-fast"), "status", equalTo(429), "instance", equalTo("/api/v1/" + feed));
        assertThat(Integer.parseInt(tooFast.header("Retry-After"))).isBetween(1, 100);
        assertThat(count("select count(*) from idempotency_key where key = 'a-key'"))
                .as("a key that was refused is free")
                .isZero();
        post(token(), feed, JSON, "{}", null).then().statusCode(422);
        given().header("Authorization", "Bearer " + token)
                .get("/api/v1/feeds/kafka")
                .then()
                .statusCode(200);
    }

    @Test
    void linesCountAndWhatWasLetInIsTakenWhole() {
        String token = token();
        String lines =
                IntStream.range(0, 15).mapToObj(i -> seller("lines-" + i)).collect(Collectors.joining("\n"));
        post(token, "sellers", NDJSON, lines, null)
                .then()
                .statusCode(200)
                .body("size()", equalTo(15), "[14].result", equalTo("accepted"));
        Response tooFast = post(token, "sellers", JSON, seller("lines-next"), null);
        tooFast.then().statusCode(429).body("result", nullValue());
        assertThat(Integer.parseInt(tooFast.header("Retry-After")))
                .as("the fifteen lines and the two requests, less the ten there were")
                .isBetween(601, 700);
        assertThat(count("select count(*) from seller where seller_id = 'lines-next'"))
                .isZero();
    }

    @Test
    void whatIsTooMuchForOneRequestIsRefusedWholeAndSaysWhatWouldFit() {
        String token = token();
        post(token, "orders", JSON, "{\"order_id\":\"" + "x".repeat(1 << 20) + "\"}", null)
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("detail", containsString("1048576 bytes"));
        post(token, "sellers", NDJSON, (seller("too-many") + "\n").repeat(10_001), null)
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("detail", containsString("10000 sellers"));
        post(token, "sellers", NDJSON, (seller("too-many") + " ".repeat(10_000) + "\n").repeat(1_000), null)
                .then()
                .statusCode(413)
                .body("detail", containsString("8388608 characters"));
        assertThat(count("select count(*) from seller where seller_id = 'too-many'"))
                .isZero();
        post(token, "outcomes", NDJSON, "\n".repeat((1 << 25) + 1), null)
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("detail", containsString("33554432 bytes"));
    }

    @Test
    void aLineThatIsTooLongIsRefusedAloneAndOneWithoutAnEndEndsSomewhere() {
        String token = token();
        String tooLong = seller("too-long").replace("}", ",\"name\":\"" + "n".repeat(270_000) + "\"}");
        post(token, "sellers", NDJSON, seller("before") + "\n" + tooLong + "\n" + seller("behind"), null)
                .then()
                .statusCode(200)
                .body("[0].result", equalTo("accepted"))
                .body("[1].result", equalTo("rejected"), "[1].line", equalTo(2))
                .body("[2].result", equalTo("accepted"));
        byte[] endless = new byte[(1 << 25) + 1];
        Arrays.fill(endless, (byte) '{');
        given().header("Authorization", "Bearer " + token)
                .contentType(NDJSON)
                // without a length, as a program sends that does not know it
                .body(new ByteArrayInputStream(endless))
                .post("/api/v1/orders")
                .then()
                .statusCode(413)
                .contentType("application/problem+json");
    }

    private long count(String question) {
        return jdbi.withHandle(
                handle -> handle.createQuery(question).mapTo(Long.class).one());
    }

    private static String seller(String id) {
        return "{\"seller_id\":\"" + id + "\",\"registered_at\":\"2026-01-01\"}";
    }

    /** Making a token is no record: the bootstrap token may go on. */
    private static String token() {
        return given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN)
                .contentType(JSON)
                .body("{\"name\":\"sender\",\"scopes\":[\"feeds:write\",\"feeds:read\"]}")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    private static Response post(String token, String feed, String type, String body, @Nullable String key) {
        var request = given().header("Authorization", "Bearer " + token)
                .contentType(type)
                .body(body.getBytes(StandardCharsets.UTF_8));
        return (key == null ? request : request.header("Idempotency-Key", key)).post("/api/v1/" + feed);
    }
}
