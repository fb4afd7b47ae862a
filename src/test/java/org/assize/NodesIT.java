package org.assize;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.assize.feature.FeatureCatalog;
import org.assize.platform.Ids;
import org.assize.platform.PackagedApplication;
import org.assize.platform.Sha256;
import org.assize.platform.SharedDatabase;
import org.assize.scoring.ModelByHand;
import org.assize.security.Actor;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two applications on one database: what is so at one is so at the other, and what one leaves behind the other ends. */
@Tag("packaged")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NodesIT {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String FIRST = "nodes-first";
    private static final String SECOND = "nodes-second";
    private static final String ADA = "a-token-of-ada-for-tests-only-0123456789";
    private static final String BOB = "a-token-of-bob-for-tests-only-0123456789";

    @TempDir
    static Path directory;

    /** The last first. */
    private static final List<AutoCloseable> started = new ArrayList<>();

    private static SharedDatabase database;
    private static Jdbi jdbi;
    private static PackagedApplication nodeA;
    private static PackagedApplication nodeB;
    private static URI a;
    private static URI b;

    @BeforeAll
    static void twoStartAtOnce() throws IOException {
        database = new SharedDatabase(Files.createDirectory(directory.resolve("database")));
        started.add(database);
        jdbi = database.jdbi();
        // all there is to be seen of an order; dear ones are suspicious
        List<String> features = new ArrayList<>(FeatureCatalog.orders().names());
        features.remove("amount");
        features.addFirst("amount");
        ModelByHand.crown(jdbi, SubjectKind.ORDER, FIRST, features, 1_000, true, (row, dear) -> {
            double[] vector = new double[features.size()];
            vector[0] = dear ? 2_000 + row : 10 + row;
            return vector;
        });
        jdbi.useHandle(handle -> handle.execute("""
                insert into model_version (version, subject_kind, ordinal, algorithm, options, seed, feature_set, trained_on, metrics,
                  forest, smile_blob, sha256, smile_version, created_by, created_at)
                select ?, subject_kind, ordinal + 1, algorithm, options, seed, feature_set, trained_on, metrics,
                  forest, smile_blob, sha256, smile_version, created_by, created_at
                from model_version where version = ?""", SECOND, FIRST));
        nodeA = application("a");
        nodeB = application("b");
        nodeA.begin();
        nodeB.begin();
        a = nodeA.address();
        b = nodeB.address();
        token("ada", ADA);
        token("bob", BOB);
    }

    private static PackagedApplication application(String name) throws IOException {
        Map<String, String> settings = new HashMap<>(database.settings());
        settings.put("assize.bootstrap.token", BootstrapProfile.TOKEN);
        settings.put("assize.first-administrator", "false");
        settings.put("assize.training.first-model-from", "1000000");
        settings.put("assize.training.schedule", "*/10 * * * * ?");
        var application = new PackagedApplication(Files.createDirectory(directory.resolve(name)), settings);
        started.addFirst(application);
        return application;
    }

    @AfterAll
    static void end() throws Exception {
        for (AutoCloseable each : started) {
            each.close();
        }
    }

    /** A token that nobody made answers for itself, so that two of them are four eyes. */
    private static void token(String name, String secret) {
        UUID id = Ids.next();
        jdbi.useTransaction(handle -> {
            handle.execute("insert into actor (id, kind, name, created_at) values (?, 'token', ?, now())", id, name);
            handle.execute("""
                    insert into api_token (id, name, token_hash, scopes, created_by, created_at)
                    select ?, ?, ?, scopes, created_by, now() from api_token where name = 'bootstrap'""", id, name, Sha256.of(secret.getBytes(UTF_8)));
        });
    }

    @Test
    @Order(1)
    void whoStartAtOnceMakeOneBootstrapToken() {
        assertThat(number("select count(*) from api_token where name = 'bootstrap'"))
                .isEqualTo(1);
        for (URI node : List.of(a, b)) {
            at(node, BootstrapProfile.TOKEN).get("/api/v1/queues").then().statusCode(200);
        }
    }

    @Test
    @Order(2)
    void aLeaseHoldsAtBoth() {
        Map<String, Object> dear = new HashMap<>(order("dear", 0));
        dear.put("amount", 5_000);
        UUID its = UUID.fromString(post(a, dear).extract().path("caseId"));
        int version = at(a, ADA)
                .post("/api/v1/cases/" + its + "/claim")
                .then()
                .statusCode(201)
                .extract()
                .path("claim.version");
        at(b, BOB)
                .post("/api/v1/cases/" + its + "/claim")
                .then()
                .statusCode(409)
                .body("heldBy", equalTo("ada"));
        decide(b, BOB, its, version).then().statusCode(409);
        at(b, ADA).put("/api/v1/cases/" + its + "/claim").then().statusCode(200);
        decide(b, ADA, its, version).then().statusCode(201);
        at(a, ADA).get("/api/v1/cases/" + its).then().statusCode(200).body("case.state", equalTo("CLOSED"));
        decide(a, ADA, its, version).then().statusCode(409);
    }

    @Test
    @Order(3)
    void nobodyIsGivenWhatTheOtherNodeHasGivenAway() throws Exception {
        String queue = queue("nodes-claims");
        List<UUID> open = cases(queue, 60);
        List<Future<List<String>>> claimants = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                URI node = i % 2 == 0 ? a : b;
                claimants.add(threads.submit(() -> IntStream.range(0, 10)
                        .mapToObj(_ -> at(node, node.equals(a) ? ADA : BOB)
                                .post("/api/v1/queues/" + queue + "/claims")
                                .then()
                                .statusCode(201)
                                .extract()
                                .<String>path("case.id"))
                        .toList()));
            }
        }
        List<String> claimed = new ArrayList<>();
        for (Future<List<String>> each : claimants) {
            claimed.addAll(each.get());
        }
        assertThat(claimed)
                .containsExactlyInAnyOrderElementsOf(
                        open.stream().map(UUID::toString).toList());

        // what ran out is returned once, whichever node does it
        jdbi.useHandle(handle -> handle.execute(
                "update fraud_case set claimed_until = now() - interval '1 second' where queue_key = ?", queue));
        await("all to be returned", Duration.ofSeconds(20), () -> events("case.claim_expired", queue) >= open.size());
        // and laid ready once
        person("lin");
        person("jonas");
        change(queue, at(a, ADA), "assignAhead", 20);
        await("some to be laid ready", Duration.ofSeconds(20), () -> events("case.assigned", queue) >= 40);
        assertThat(number("select count(*) from fraud_case where queue_key = '%s' and assigned_to is not null"
                        .formatted(queue)))
                .isEqualTo(40);
        assertThat(events("case.assigned", queue)).isEqualTo(40);
        assertThat(events("case.claim_expired", queue)).isEqualTo(open.size());
    }

    /** Changes one term of a queue at the first node, as {@code reader} finds it. */
    private static void change(String queue, RequestSpecification reader, String term, Object value) {
        String path = "/api/v1/queues/" + queue + "/policy";
        JsonPath policy = reader.get(path).jsonPath();
        Map<String, Object> terms = new HashMap<>(policy.getMap("terms"));
        terms.put(term, value);
        at(a, ADA)
                .contentType(ContentType.JSON)
                .body(Map.of("version", policy.getInt("version"), "terms", terms))
                .put(path)
                .then()
                .statusCode(200);
    }

    @Test
    @Order(4)
    void policiesChangeAtBoth() {
        String queue = queue("nodes-policy");
        cases(queue, 1);
        change(queue, at(b, BOB), "leaseMinutes", 7);
        Instant until = Instant.parse(at(b, BOB)
                .post("/api/v1/queues/" + queue + "/claims")
                .then()
                .statusCode(201)
                .extract()
                .path("claim.until"));
        assertThat(until).isBefore(Instant.now().plus(Duration.ofMinutes(8)));

        int version = at(a, ADA)
                .contentType(ContentType.JSON)
                .body(Map.of("capacityPerDay", 4_321, "auditShare", 0.01, "auditMinimumPerDay", 1))
                .put("/api/v1/flag-policies/order")
                .then()
                .statusCode(200)
                .extract()
                .path("version");
        at(b, BOB)
                .get("/api/v1/flag-policies")
                .then()
                .body("items.find { it.capacityPerDay == 4321 }.version", equalTo(version));

        JsonPath gone = at(a, BootstrapProfile.TOKEN)
                .contentType(ContentType.JSON)
                .body(Map.of("name", "soon-revoked", "scopes", List.of("cases:read")))
                .post("/api/v1/tokens")
                .jsonPath();
        String secret = gone.getString("token");
        at(b, secret).get("/api/v1/queues").then().statusCode(200);
        at(a, BootstrapProfile.TOKEN)
                .delete("/api/v1/tokens/" + gone.getString("id"))
                .then()
                .statusCode(204);
        await(
                "the token to be refused",
                SOON,
                () -> at(b, secret).get("/api/v1/queues").statusCode() == 401);
    }

    @Test
    @Order(5)
    void whatAnOrderIsSeenAsDoesNotDependOnWhichNodeTookTheOnesBefore() {
        for (int i = 0; i < 40; i++) {
            send(a, order("one", i));
            send(i % 2 == 0 ? a : b, order("two", i));
        }
        List<double[]> atOne = vectors("one");
        List<double[]> atTwo = vectors("two");
        assertThat(atOne).hasSize(40);
        assertThat(atTwo).hasSize(40);
        for (int i = 0; i < atOne.size(); i++) {
            assertThat(atTwo.get(i)).as("order " + i).containsExactly(atOne.get(i));
        }
        assertThat(Arrays.stream(atOne.getLast()).filter(value -> value != 0).count())
                .as("and they say something")
                .isGreaterThan(20);
    }

    @Test
    @Order(6)
    void aModelThatIsPromotedAtOneScoresAtBoth() {
        assertThat(send(b, order("three", 0))).isEqualTo(FIRST);
        String promotion = at(a, ADA)
                .contentType(ContentType.JSON)
                .body(Map.of("reason", "It is the second."))
                .post("/api/v1/models/" + SECOND + "/promotions")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        at(a, BOB).post("/api/v1/promotions/" + promotion + "/approvals").then().statusCode(200);
        assertThat(send(a, order("three", 1))).isEqualTo(SECOND);
        int[] more = {2};
        await(
                "the other node to score with it",
                SOON,
                () -> send(b, order("three", more[0]++)).equals(SECOND));
    }

    @Test
    @Order(7)
    void whatIsDueByTheClockIsDoneOnce() {
        await(
                "a scheduled training",
                Duration.ofSeconds(45),
                () -> number("select count(*) from training_run where requested_by = '" + Actor.SYSTEM_ID + "'") > 0);
        assertThat(number("""
                        select count(*) from training_run x join training_run y
                          on y.subject_kind = x.subject_kind and y.id > x.id and y.created_at < x.created_at + interval '20 seconds'""")).isZero();
    }

    @Test
    @Order(8)
    void anImportIsStoppedFromTheOtherNode() {
        String id = bringIn(a, "stop", 400_000);
        await("it to run", Duration.ofSeconds(20), () -> progress(b, id).getLong("rowsRead") > 0);
        long asked = System.nanoTime();
        at(b, BOB).delete("/api/v1/imports/" + id).then().statusCode(202);
        await(
                "it to stop",
                Duration.ofSeconds(2),
                () -> progress(b, id).getString("state").equals("CANCELLED"));
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
        assertThat(number("select count(*) from orders where order_id like 'stop-%'"))
                .isEqualTo(progress(a, id).getLong("accepted"));
    }

    @Test
    @Order(9)
    void whatANodeThatDiesWasBringingInIsBroughtInByTheOther() throws Exception {
        int rows = 150_000;
        List<String> imports =
                List.of(bringIn(a, "left", rows), bringIn(a, "behind", rows), bringIn(a, "waiting", 100));
        UUID dying =
                UUID.fromString(Files.readString(directory.resolve("a/node-id")).strip());
        await("it to be at work", Duration.ofSeconds(30), () -> number("""
                select count(*) from import_run where state = 'RUNNING' and rows_read > 0 and node = '%s'""".formatted(dying)) > 0);
        nodeA.kill();
        await(
                "the other to go on",
                Duration.ofSeconds(20),
                () -> number("select count(*) from import_run where state = 'RUNNING' and node = '%s'".formatted(dying))
                        == 0);
        for (String id : imports) {
            await(
                    "the import to end",
                    Duration.ofMinutes(2),
                    () -> progress(b, id).getString("state").equals("DONE"));
        }
        for (String id : imports.subList(0, 2)) {
            JsonPath done = progress(b, id);
            assertThat(done.getLong("rowsRead")).isEqualTo(rows);
            assertThat(done.getLong("accepted")).isEqualTo(rows - rows / 100);
            assertThat(done.getLong("rejected")).isEqualTo(rows / 100);
            assertThat(number("select count(distinct line) from import_reject where import_id = '%s'".formatted(id)))
                    .isEqualTo(rows / 100);
        }
        assertThat(number("select count(*) from orders where order_id like 'left-%' or order_id like 'behind-%'"))
                .isEqualTo(2 * (rows - rows / 100));
        assertThat(number(
                        "select count(*) from orders_history where order_id like 'left-%' or order_id like 'behind-%'"))
                .as("nothing was brought twice")
                .isZero();
        assertThat(number("select max(claim_version) from import_run")).isEqualTo(2);
        assertThat(number("select count(*) from import_file")).isZero();
    }

    // ------------------------------------------------------------------------------------------------- what is done

    private static RequestSpecification at(URI node, String token) {
        return given().baseUri(node.toString()).header("Authorization", "Bearer " + token);
    }

    private static Response decide(URI node, String token, UUID its, int version) {
        return at(node, token)
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "claimVersion", version,
                        "decision", "LEGITIMATE",
                        "confidence", "LIKELY",
                        "flagUseful", false,
                        "rationale", "Nothing unusual in what this buyer did."))
                .post("/api/v1/cases/" + its + "/verdicts");
    }

    private static Map<String, Object> order(String world, int i) {
        return Map.of(
                "order_id", world + "-" + i,
                "placed_at",
                        Instant.parse("2026-05-01T10:00:00Z")
                                .plusSeconds(3_600L * i)
                                .toString(),
                "seller_id", world + "-s",
                "buyer_id", world + "-b" + i % 7,
                "device_id", world + "-d" + i % 5,
                "payment_id", world + "-p" + i % 11,
                "amount", 20 + i * i % 90,
                "currency", "EUR");
    }

    private static ValidatableResponse post(URI node, Map<String, Object> order) {
        return at(node, ADA)
                .contentType(ContentType.JSON)
                .body(order)
                .post("/api/v1/orders")
                .then()
                .statusCode(200)
                .body("result", equalTo("accepted"));
    }

    /** The version of the model that scored it. */
    private static String send(URI node, Map<String, Object> order) {
        return post(node, order).extract().path("modelVersion");
    }

    private static String bringIn(URI node, String name, int rows) {
        var csv = new StringBuilder("order_id,placed_at,seller_id,buyer_id,amount,currency\n");
        for (int i = 0; i < rows; i++) {
            csv.append(name)
                    .append('-')
                    .append(i)
                    .append(",2026-03-01,")
                    .append(name)
                    .append("-s")
                    .append(i % 900);
            csv.append(",b").append(i % 5_000).append(i % 100 == 0 ? ",much,EUR\n" : ",12.50,EUR\n");
        }
        return at(node, ADA)
                .multiPart("file", name + ".csv", csv.toString().getBytes(UTF_8), "text/csv")
                .post("/api/v1/imports?feed=orders")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static JsonPath progress(URI node, String id) {
        return at(node, BOB).get("/api/v1/imports/" + id).jsonPath();
    }

    private static String queue(String key) {
        jdbi.useTransaction(handle -> {
            handle.execute("insert into queue (key, name, position) values (?, ?, 99)", key, key);
            handle.execute("""
                    insert into queue_policy (queue_key, version, sla_minutes, lease_minutes, actions, changed_by, changed_at)
                    values (?, 1, 60, 15, array ['warn', 'none'], ?, now())""", key, Actor.SYSTEM_ID);
        });
        return key;
    }

    private static List<UUID> cases(String queue, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> {
                    UUID id = Ids.next();
                    jdbi.useHandle(handle -> handle.execute("""
                            insert into fraud_case (id, subject_kind, subject_id, market, queue_key, state, priority,
                              value_at_risk_minor, currency, opened_at, due_at)
                            values (?, 'order', ?, 'DE', ?, 'WAITING', 1, 1000, 'EUR', now(), now() + interval '1 hour')""", id, "case-" + id, queue));
                    return id;
                })
                .toList();
    }

    private static void person(String name) {
        UUID id = Ids.next();
        jdbi.useTransaction(handle -> {
            handle.execute("insert into actor (id, kind, name, created_at) values (?, 'person', ?, now())", id, name);
            handle.execute(
                    "insert into person (id, username, display_name, roles, created_at) values (?, ?, ?, array ['investigator'], now())",
                    id,
                    name,
                    name);
        });
    }

    private static long events(String kind, String queue) {
        return number("""
                select count(*) from audit_event e join fraud_case c on c.id = e.case_id
                where e.kind = '%s' and c.queue_key = '%s'""".formatted(kind, queue));
    }

    private static List<double[]> vectors(String world) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select features from score where subject_kind = 'order' and subject_id like :world || '-%' order by as_of")
                .bind("world", world)
                .map((row, context) -> Arrays.stream((Double[]) row.getArray(1).getArray())
                        .mapToDouble(value -> value == null ? Double.NaN : value)
                        .toArray())
                .list());
    }

    private static long number(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private static void await(String what, Duration patience, BooleanSupplier happened) {
        long until = System.nanoTime() + patience.toNanos();
        while (!happened.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time for " + what).isLessThan(until);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
