package org.assize.ingest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.assize.BootstrapProfile;
import org.assize.TestDatabase;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(BootstrapProfile.class)
class FeedsRestIT {

    private static final String HEADER = "order_id,placed_at,seller_id,buyer_id,amount,currency\n";

    @TestHTTPResource("/")
    URL server;

    @TempDir
    Path directory;

    @Inject
    LiveOrders liveOrders;

    @Inject
    IncomingFiles incoming;

    private static RequestSpecification sender() {
        return given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN);
    }

    private static JsonPath ended(String id) {
        for (int looks = 0; looks < 600; looks++) {
            JsonPath progress = sender().get("/api/v1/imports/" + id)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            if (ImportState.valueOf(progress.getString("state")).isFinal()) {
                return progress;
            }
            LockSupport.parkNanos(50_000_000);
        }
        throw new AssertionError("did not end");
    }

    @Test
    void withoutTheAddressOfABrokerNothingOfKafkaRuns() {
        sender().get("/api/v1/feeds/kafka")
                .then()
                .statusCode(200)
                .body("state", equalTo("off"), "topics.size()", equalTo(0));
        assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                .noneMatch(name -> name.matches("(smallrye-kafka|kafka-(producer|admin|coordinator)).*"));
        given().get("/q/health").then().statusCode(200);
    }

    @Test
    void aFileComesInWithItsMapAndItsRejectsGoOut() {
        String csv = "ID,AT,S,B,A\n" + "r-1,2024-01-01,s,b,1.00\nr-2,2024-01-01,s,b,-1\nr-3,yesterday,s,b,1\n";
        String map = """
                {"columns": {"order_id": "ID", "placed_at": "AT", "seller_id": "S", "buyer_id": "B", "amount": "A"},
                 "constants": {"currency": "EUR"}}""";
        for (boolean asFile : List.of(true, false)) {
            var request = sender().multiPart("file", "=cmd|' /C calc'!A0.csv", csv.getBytes(UTF_8));
            request =
                    asFile ? request.multiPart("map", "map.json", map.getBytes(UTF_8)) : request.multiPart("map", map);
            String id = request.post("/api/v1/imports?feed=orders")
                    .then()
                    .statusCode(202)
                    .header("Location", startsWith("http"))
                    .extract()
                    .path("id");
            JsonPath done = ended(id);
            assertThat(done.getString("state")).isEqualTo("DONE");
            assertThat(done.getInt("rowsRead")).isEqualTo(3);
            assertThat(done.getInt("accepted") + done.getInt("duplicates")).isEqualTo(1);
            assertThat(done.getInt("rejected")).isEqualTo(2);
            assertThat(sender().get("/api/v1/imports/" + id + "/rejects.csv")
                            .then()
                            .statusCode(200)
                            .contentType("text/csv")
                            .extract()
                            .asString())
                    .isEqualTo("line,column,value,reason\r\n3,A,'-1,is negative\r\n"
                            + "4,AT,yesterday,is not a date and time in the form ISO 8601\r\n");
            sender().delete("/api/v1/imports/" + id).then().statusCode(409).body("state", equalTo("DONE"));
            sender().get("/api/v1/imports?limit=1").then().statusCode(200).body("items.id", contains(id));
        }
        String next = sender().get("/api/v1/imports?limit=1").then().extract().path("next");
        sender().queryParam("after", next).get("/api/v1/imports").then().statusCode(200);
        sender().queryParam("after", "x").get("/api/v1/imports").then().statusCode(400);
    }

    @Test
    void everyRouteSaysInTheOpenApiDocumentWhatItDoes() {
        Map<String, Map<String, Object>> paths = sender().accept("application/json")
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body(
                        "paths.'/api/v1/orders'.post.requestBody.content.'application/json'.example.order_id",
                        equalTo("A-1001"))
                .extract()
                .path("paths");
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            if (path.startsWith("/api/v1/") && operation instanceof Map<?, ?> told && told.containsKey("responses")) {
                assertThat(String.valueOf(told.get("summary")))
                        .as("what %s %s does", method, path)
                        .contains(" ");
            }
        }));
    }

    @Test
    void whatCanNotBeginIsAProblemThatNamesTheField() {
        sender().multiPart("file", "f.csv", "x".getBytes(UTF_8))
                .post("/api/v1/imports?feed=buyers")
                .then()
                .statusCode(400)
                .body("errors.field", hasItem("feed"));
        sender().multiPart("map", "{}")
                .post("/api/v1/imports?feed=orders")
                .then()
                .statusCode(400);
        sender().multiPart("file", "f.csv", "x".getBytes(UTF_8))
                .multiPart("map", "{\"colums\": 1}")
                .post("/api/v1/imports?feed=orders")
                .then()
                .statusCode(422)
                .body("errors.message", hasItem("the mapping has a key it may not have: colums"));
        sender().get("/api/v1/imports/00000000-0000-7000-8000-000000000009")
                .then()
                .statusCode(404);
        sender().delete("/api/v1/imports/00000000-0000-7000-8000-000000000009")
                .then()
                .statusCode(404);
        given().multiPart("file", "f.csv", "x".getBytes(UTF_8))
                .post("/api/v1/imports?feed=orders")
                .then()
                .statusCode(401);
    }

    @Test
    void outcomesAndSellersComeAsOneObjectOrAsMany() {
        String outcome = """
                {"subject_kind": "order", "subject_id": "x-%d", "outcome": "fraud", "source": "chargeback",
                 "known_at": "2024-02-01T00:00:00Z"}""".replace("\n", "");
        for (String result : List.of("accepted", "duplicate")) {
            sender().contentType("application/json")
                    .body(outcome.formatted(1))
                    .post("/api/v1/outcomes")
                    .then()
                    .statusCode(200)
                    .body("id", equalTo("x-1"), "result", equalTo(result));
        }
        sender().contentType("application/json")
                .body(outcome.formatted(1).replace("fraud", "perhaps"))
                .post("/api/v1/outcomes")
                .then()
                .statusCode(422)
                .body("errors.field", contains("outcome"));
        sender().contentType("application/json")
                .body("{")
                .post("/api/v1/outcomes")
                .then()
                .statusCode(400);
        var many = new StringBuilder();
        for (int i = 1; i <= 1_200; i++) {
            many.append(outcome.formatted(i)).append("\r\n\n");
        }
        sender().contentType("application/x-ndjson")
                .body((many + "{}\nnonsense").getBytes(UTF_8))
                .post("/api/v1/outcomes")
                .then()
                .statusCode(200)
                .body(
                        "read", equalTo(1_202),
                        "accepted", equalTo(1_199),
                        "duplicates", equalTo(1),
                        "rejected", equalTo(2),
                        "rejects[0].line", equalTo(2_401),
                        "rejects[0].column", equalTo("subject_kind"));
        sender().contentType("application/json")
                .body("{\"seller_id\": \"rest-s\", \"registered_at\": \"2024-01-01\", \"attributes\": {\"level\": 3}}")
                .post("/api/v1/sellers")
                .then()
                .statusCode(200)
                .body("id", equalTo("rest-s"), "result", equalTo("accepted"));
    }

    @Test
    void whatIsOnItsWayLiesOnTheDiskOfTheDataDirectory() throws Exception {
        Path data = Path.of(ConfigProvider.getConfig().getValue("assize.data", String.class));
        File fresh = incoming.fresh();
        assertThat(fresh.toPath()).isEmptyFile().startsWith(data);
        Files.delete(fresh.toPath());
    }

    @Test
    void whoSentHowManyIsInTheTrail() {
        String seller = "{\"seller_id\": \"told-%s\", \"registered_at\": \"2024-01-01\"}";
        String order = """
                {"order_id": "told-%s", "placed_at": "2024-01-01T00:00:00Z", "seller_id": "told-1", "buyer_id": "b",
                 "amount": "1", "currency": "EUR"}""".replace("\n", "");
        liveOrders.tell();
        String began = Instant.now().toString();
        sender().contentType("application/json").body(seller.formatted(1)).post("/api/v1/sellers");
        sender().contentType("application/x-ndjson")
                .body((seller.formatted(1) + "\n" + seller.formatted(2) + "\n{}").getBytes(UTF_8))
                .post("/api/v1/sellers");
        for (int i = 0; i < 3; i++) {
            sender().contentType("application/json").body(order.formatted(i)).post("/api/v1/orders");
        }
        liveOrders.tell();
        List<String> told = sender().queryParam("kind", "feed.received")
                .queryParam("from", began)
                .get("/api/v1/audit/events")
                .then()
                .statusCode(200)
                .body("items.actor.name", everyItem(equalTo("bootstrap")))
                .extract()
                .path("items.collect { it.payload.feed + ' ' + it.payload.accepted + ' ' + it.payload.duplicates + ' '"
                        + " + it.payload.rejected }");
        assertThat(told).containsExactly("orders 3 0 0", "sellers 1 1 1", "sellers 1 0 0");
    }

    @Test
    void bytesThatAreNoUtf8KeepTheirRecordOut() {
        String record = """
                {"seller_id": "caf#", "order_id": "caf#", "subject_id": "caf#", "subject_kind": "order", "outcome": "fraud",
                 "source": "s", "known_at": "2024-02-01T00:00:00Z", "placed_at": "2024-01-01T00:00:00Z", "buyer_id": "b",
                 "amount": "1", "currency": "EUR", "registered_at": "2024-01-01"}""";
        for (var feed : Map.of(
                        "sellers",
                                List.of(
                                        "order_id",
                                        "subject_id",
                                        "subject_kind",
                                        "outcome",
                                        "source",
                                        "known_at",
                                        "placed_at",
                                        "buyer_id",
                                        "amount",
                                        "currency"),
                        "outcomes",
                                List.of(
                                        "order_id",
                                        "seller_id",
                                        "placed_at",
                                        "buyer_id",
                                        "amount",
                                        "currency",
                                        "registered_at"),
                        "orders",
                                List.of("subject_id", "subject_kind", "outcome", "source", "known_at", "registered_at"))
                .entrySet()) {
            String own = record.replace("\n", "");
            for (String foreign : feed.getValue()) {
                own = own.replaceAll("\"" + foreign + "\": \"[^\"]*\",? *", "");
            }
            byte[] body = own.replaceAll(", *}", "}").getBytes(UTF_8);
            for (int i = 0; i < body.length; i++) {
                body[i] = body[i] == '#' ? (byte) 0xE9 : body[i];
            }
            sender().contentType("application/json")
                    .body(body)
                    .post("/api/v1/" + feed.getKey())
                    .then()
                    .statusCode(422)
                    .body("errors[0].field", endsWith("_id"));
        }
    }

    @Test
    void longLinesAndManyOfThemDoNotFillTheMemory() {
        String line = "{\"seller_id\": \"" + "x".repeat(400_000) + "\"}\n";
        sender().contentType("application/x-ndjson")
                .body(line.repeat(8).getBytes(UTF_8))
                .post("/api/v1/sellers")
                .then()
                .statusCode(200)
                .body("result", equalTo(Collections.nCopies(8, "rejected")));
        String orders = "{\"order_id\": \"" + "x".repeat(200_000) + "\"}\n";
        sender().contentType("application/x-ndjson")
                .body(orders.repeat(45).getBytes(UTF_8))
                .post("/api/v1/orders")
                .then()
                .statusCode(413);
    }

    @Test
    void theCommandSendsAFileAndFollowsIt() throws Exception {
        Path file = directory.resolve("orders.csv");
        Files.writeString(file, HEADER + "cli-1,2024-01-01,s,b,1,EUR\ncli-2,2024-01-01,s,b,1,EU\n");
        assertThat(command("--feed", "orders", "--file", file.toString()))
                .startsWith("0 DONE: read 2 = accepted 1 + duplicates 0 + updated 0 + rejected 1; skipped 0;")
                .contains("/rejects.csv");
        Files.writeString(file, "");
        assertThat(command("--feed", "orders", "--file", file.toString()))
                .startsWith("1 FAILED")
                .contains("the file is empty: it has no header");
        Path map = directory.resolve("map.json");
        Files.writeString(map, "{\"maps\": {}}");
        assertThat(command("--feed", "orders", "--file", file.toString(), "--map", map.toString()))
                .startsWith("1 ")
                .contains("map: the mapping has a key it may not have: maps");
        assertThat(command("--feed", "orders")).startsWith("2 ").contains("usage");
        assertThat(command("--feed", "orders", "--file", "/nowhere")).startsWith("2 not readable");
    }

    private String command(String... arguments) throws Exception {
        var said = new ByteArrayOutputStream();
        try (var out = new PrintStream(said, true, UTF_8)) {
            int exit = new ImportCommand(
                            Map.of("ASSIZE_URL", server.toString(), "ASSIZE_TOKEN", BootstrapProfile.TOKEN), out, out)
                    .run(List.of(arguments));
            return exit + " " + said.toString(UTF_8);
        }
    }
}
