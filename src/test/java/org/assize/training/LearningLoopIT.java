package org.assize.training;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.assize.BootstrapProfile;
import org.assize.TestDatabase;
import org.assize.flagging.CloseLiveDay;
import org.assize.scoring.Champions;
import org.assize.scoring.ScoreHistory;
import org.assize.scoring.ScoreOrders;
import org.assize.security.Actor;
import org.assize.subject.Order;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRows;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Labels become a model, a model is judged, a second person lets it flag, and new scores say which model made them. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(LearningLoopIT.Profile.class)
@TestMethodOrder(MethodOrderer.MethodName.class)
class LearningLoopIT {

    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "assize.bootstrap.token",
                    BootstrapProfile.TOKEN,
                    "assize.training.first-model-from",
                    "200",
                    "assize.label.maturity",
                    "P7D");
        }
    }

    private static final int DAYS = 60;
    private static final int ORDERS_A_DAY = 60;
    private static final Instant END = Instant.parse("2026-06-01T00:00:00Z");

    private static String other = "";

    @Inject
    Jdbi jdbi;

    @Inject
    EnsureFirstModel ensureFirstModel;

    @Inject
    Champions champions;

    @Inject
    ScoreOrders scoreOrders;

    @Inject
    ScoreHistory scoreHistory;

    @Inject
    CloseLiveDay closeLiveDay;

    private static RequestSpecification asking() {
        return given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN);
    }

    private static RequestSpecification sending(String body) {
        return asking().contentType("application/json").body(body);
    }

    private static RequestSpecification asAnother() {
        return given().header("Authorization", "Bearer " + other);
    }

    private static void await(String what, Duration most, BooleanSupplier met) throws InterruptedException {
        long until = System.nanoTime() + most.toNanos();
        while (!met.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time to wait for " + what).isLessThan(until);
            Thread.sleep(200);
        }
    }

    private static String trained(String body) throws InterruptedException {
        String id = sending(body)
                .post("/api/v1/training-runs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        await(
                "training " + body,
                Duration.ofMinutes(3),
                () -> !List.of("WAITING", "RUNNING")
                        .contains(asking().get("/api/v1/training-runs/" + id).<String>path("state")));
        Response run = asking().get("/api/v1/training-runs/" + id);
        assertThat(run.<String>path("state")).as(run.asString()).isEqualTo("DONE");
        return run.path("modelVersion");
    }

    /** Frauds: a device that many buyers share, dear orders at night; their truth comes two days later. */
    private void tellHistory() {
        SplittableRandom dice = new SplittableRandom(7);
        jdbi.useTransaction(handle -> {
            var sellers = handle.prepareBatch("""
                    insert into seller (seller_id, registered_at, country, content_hash, recorded_at)
                    values (:id, :at, 'DE', '\\x00', :at)""");
            for (int seller = 0; seller < 40; seller++) {
                sellers.bind("id", "s" + seller)
                        .bind("at", END.minus(300, ChronoUnit.DAYS))
                        .add();
            }
            sellers.execute();
            var orders = handle.prepareBatch("""
                    insert into orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, device_id, content_hash, recorded_at)
                    values (:id, :at, :seller, :buyer, :amount, 'EUR', :device, '\\x00', :at)""");
            var labels = handle.prepareBatch("""
                    insert into label (subject_kind, subject_id, label, typology, source, lineage, occurred_at, known_at, recorded_at)
                    values ('order', :id, 'fraud', 'stolen_payment', 'outcome:chargeback', '{}', :at, :known, :known)""");
            for (int i = 0; i < DAYS * ORDERS_A_DAY; i++) {
                Instant at = END.minus(Duration.ofSeconds((long) (DAYS * ORDERS_A_DAY - i) * 86_400 / ORDERS_A_DAY));
                boolean fraud = dice.nextInt(20) == 0;
                orders.bind("id", "o" + i)
                        .bind("at", at)
                        .bind("seller", "s" + dice.nextInt(40))
                        .bind("buyer", "b" + dice.nextInt(fraud ? 10_000 : 500))
                        .bind("amount", fraud ? 30_000 + dice.nextInt(50_000) : 1_000 + dice.nextInt(40_000))
                        .bind("device", fraud ? "ring" + dice.nextInt(3) : "d" + dice.nextInt(500))
                        .add();
                if (fraud) {
                    labels.bind("id", "o" + i)
                            .bind("at", at)
                            .bind("known", at.plus(Duration.ofDays(2)))
                            .add();
                }
            }
            orders.execute();
            labels.execute();
        });
    }

    private String champion(SubjectKind kind) {
        champions.lookAgain();
        return champions.of(kind).orElseThrow().version();
    }

    private long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Test
    void a_aNewMarketplaceGetsItsFirstModels() {
        assertThat(ensureFirstModel.ensure(Actor.SYSTEM, SubjectKind.ORDER))
                .isEqualTo(new EnsureFirstModel.Result.TooFewOrders());
        tellHistory();
        assertThat(ensureFirstModel.ensure(Actor.SYSTEM, SubjectKind.ORDER))
                .isEqualTo(new EnsureFirstModel.Result.Crowned("order-1"));
        assertThat(ensureFirstModel.ensure(Actor.SYSTEM, SubjectKind.SELLER))
                .as("by this call, or by the application itself, which has seen the orders too")
                .isIn(new EnsureFirstModel.Result.Crowned("seller-1"), new EnsureFirstModel.Result.AlreadyThere());
        assertThat(ensureFirstModel.ensure(Actor.SYSTEM, SubjectKind.SELLER))
                .isEqualTo(new EnsureFirstModel.Result.AlreadyThere());
        asking().get("/api/v1/models")
                .then()
                .statusCode(200)
                .body(
                        "items.version",
                        contains("seller-1", "order-1"),
                        "items.algorithm",
                        contains("isolation", "boosting"),
                        "items.champion",
                        contains(true, true));
        asking().get("/api/v1/promotions").then().body("items.kind", contains("first", "first"));
    }

    @Test
    void b_aChallengerIsMeasuredBesideTheChampion() throws InterruptedException {
        assertThat(trained("{\"kind\":\"order\",\"algorithm\":\"forest\",\"options\":{\"trees\":30},\"seed\":5}"))
                .isEqualTo("order-2");
        asking().get("/api/v1/models/order-2")
                .then()
                .statusCode(200)
                .body(
                        "champion",
                        equalTo(false),
                        "seed",
                        equalTo(5),
                        "sha256",
                        notNullValue(),
                        "options.trees",
                        equalTo(30f),
                        "trainedOn.rows",
                        notNullValue());
        var figures = asking().get("/api/v1/insight/models/order-2")
                .then()
                .statusCode(200)
                .extract();
        assertThat(figures.<Float>path("challenger.figures.auc.value")).isGreaterThan(0.8f);
        assertThat(figures.<String>path("champion.version")).isEqualTo("order-1");
        assertThat(figures.<Object>path("difference.averagePrecision.low")).isNotNull();
        asking().get("/api/v1/insight/models/seller-1").then().statusCode(404).body("type", equalTo("not-measured"));
        asking().get("/api/v1/models/nobody").then().statusCode(404);
    }

    @Test
    void c_whatCanNotBeTrainedIsSaid() {
        sending("{\"algorithm\":\"oracle\"}")
                .post("/api/v1/training-runs")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("options"));
        sending("{\"trainFrom\":\"2026-05-01T00:00:00Z\"}")
                .post("/api/v1/training-runs")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("trainFrom"));
        sending("{\"snapshot\":\"00000000-0000-7000-8000-00000000ffff\"}")
                .post("/api/v1/training-runs")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("snapshot"));
    }

    @Test
    void d_aTrainingStopsWhenItIsAskedTo() throws InterruptedException {
        String id = sending("{\"options\":{\"trees\":10000,\"maxLeaves\":64}}")
                .post("/api/v1/training-runs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        await(
                "fitting",
                Duration.ofMinutes(2),
                () -> "fitting"
                        .equals(asking().get("/api/v1/training-runs/" + id).path("step")));
        asking().delete("/api/v1/training-runs/" + id).then().statusCode(202);
        await(
                "the stop",
                Duration.ofMinutes(1),
                () -> "CANCELLED"
                        .equals(asking().get("/api/v1/training-runs/" + id).path("state")));
        asking().delete("/api/v1/training-runs/" + id).then().statusCode(409);
    }

    @Test
    void e_promotionNeedsASecondPersonAndNewScoresSayTheNewModel() throws InterruptedException {
        other = sending("{\"name\":\"other\",\"scopes\":[\"promotions:approve\",\"models:read\"]}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
        sending("{\"reason\":\" \"}")
                .post("/api/v1/models/order-2/promotions")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("reason"));
        String promotion = sending("{\"reason\":\"finds the rings\"}")
                .post("/api/v1/models/order-2/promotions")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        sending("{\"reason\":\"again\"}")
                .post("/api/v1/models/order-2/promotions")
                .then()
                .statusCode(409)
                .body("type", equalTo("already-requested"));
        asking().post("/api/v1/promotions/" + promotion + "/approvals")
                .then()
                .statusCode(403)
                .body("type", equalTo("own-request"));
        assertThat(champion(SubjectKind.ORDER)).isEqualTo("order-1");
        asAnother()
                .post("/api/v1/promotions/" + promotion + "/approvals")
                .then()
                .statusCode(200)
                .body("model", equalTo("order-2"));
        asAnother()
                .post("/api/v1/promotions/" + promotion + "/approvals")
                .then()
                .statusCode(409);
        assertThat(champions.of(SubjectKind.ORDER).orElseThrow().version())
                .as("on this node at once")
                .isEqualTo("order-2");
        await(
                "scores by the new model",
                Duration.ofMinutes(2),
                () -> count("select count(*) from score where model_version = 'order-2'") > 6 * ORDERS_A_DAY);
        assertThat(count("select count(*) from flag where origin = 'audit_sample' and inclusion_probability < 1"))
                .isPositive();
    }

    @Test
    void f_anOrderSentLiveHasTheFeaturesItHasInHistory() throws InterruptedException {
        // the promotion has the last days scored again; whatever has a score by then is left out of that
        await(
                "what is scored after the promotion",
                Duration.ofMinutes(2),
                () -> count("select count(*) from scoring_run where state in ('WAITING', 'RUNNING')") == 0);
        Instant from = END.minus(Duration.ofDays(2));
        List<Order> last = jdbi.withHandle(handle -> handle.createQuery("select " + SubjectRows.ORDER_COLUMNS
                        + " from orders o where o.placed_at >= :from order by o.placed_at limit 60")
                .bind("from", from)
                .map((row, context) -> SubjectRows.order(row))
                .list());
        for (Order order : last) {
            scoreOrders.score(Actor.SYSTEM, List.of(order));
        }
        scoreHistory.request(Actor.SYSTEM, SubjectKind.ORDER, from, END);
        await(
                "scored history",
                Duration.ofMinutes(2),
                () -> count("select count(*) from scoring_run where state <> 'DONE'") == 0);
        assertThat(count("""
                        select count(distinct live.subject_id)
                        from score live join score past using (subject_kind, subject_id, as_of, model_version, feature_set)
                        where subject_kind = 'order' and live.scoring_run is null and past.scoring_run is not null
                          and live.score = past.score
                        """)).isEqualTo(last.size());
        for (Order order : last) {
            List<double[]> vectors = jdbi.withHandle(handle -> handle.createQuery(
                            "select features from score where subject_id = :id and model_version = 'order-2'")
                    .bind("id", order.orderId())
                    .map((row, context) -> Arrays.stream(
                                    (Double[]) row.getArray(1).getArray())
                            .mapToDouble(Double::doubleValue)
                            .toArray())
                    .list());
            assertThat(vectors).hasSizeGreaterThan(1);
            vectors.forEach(vector -> assertThat(Arrays.equals(vector, vectors.getFirst()))
                    .as("to the bit, order " + order.orderId())
                    .isTrue());
        }
    }

    @Test
    void g_aLiveDayIsDrawnFromOnceItIsOver() {
        // orders too old for people to have been drawn from when their history was scored
        QuarkusTransaction.requiringNew().run(() -> jdbi.useHandle(handle -> handle.execute("""
                insert into score (subject_kind, subject_id, as_of, model_version, score, percentile, feature_set, features, scored_at)
                select subject_kind, subject_id, as_of, 'order-2', score, percentile,
                       (select feature_set from model_version where version = 'order-2'), features, now() - interval '1 day'
                from score where subject_kind = 'order' and as_of < '2026-05-20T00:00:00Z' limit 50""")));
        closeLiveDay.close(Actor.SYSTEM);
        closeLiveDay.close(Actor.SYSTEM);
        assertThat(count("""
                        select count(*) from audit_draw
                        where subject_kind = 'order' and population = 50 and day = cast(now() at time zone 'UTC' as date) - 1""")).isEqualTo(1);
        assertThat(count("""
                        select count(*) from flag f join audit_draw d on f.stratum = d.stratum and f.subject_kind = d.subject_kind
                        where d.population = 50 and f.subject_kind = 'order' and f.model_version = 'order-2'
                          and f.inclusion_probability = d.sample_size / d.population::double precision and jsonb_array_length(f.reasons) > 0
                        """)).isPositive();
        assertThat(count("select coalesce(sum(population), 0) from audit_draw where subject_kind = 'order'"))
                .as("nobody has had two chances")
                .isEqualTo(count("select count(distinct subject_id) from audit_frame where subject_kind = 'order'"));
    }

    @Test
    void h_aModelWhoseFileIsCorruptNeverFlags() {
        QuarkusTransaction.requiringNew()
                .run(() -> jdbi.useHandle(handle -> {
                    handle.execute("""
                    insert into model_version
                    select 'order-99', subject_kind, 99, algorithm, options, seed, feature_set, trained_on, metrics,
                           set_byte(forest, 5000, get_byte(forest, 5000) # 255), smile_blob, sha256, smile_version, created_by, created_at
                    from model_version where version = 'order-2'""");
                    handle.execute("update champion set model_version = 'order-99' where subject_kind = 'order'");
                }));
        assertThat(champion(SubjectKind.ORDER)).as("the last good one goes on").isEqualTo("order-2");
        QuarkusTransaction.requiringNew()
                .run(() -> jdbi.useHandle(handle ->
                        handle.execute("update champion set model_version = 'order-2' where subject_kind = 'order'")));
        sending("{\"reason\":\"try it\"}")
                .post("/api/v1/models/order-99/promotions")
                .then()
                .statusCode(409)
                .body("type", equalTo("unusable"), "detail", containsString("SHA-256"));
    }

    @Test
    void i_theFormerModelFlagsAgainAfterARollback() {
        String promotion = sending("{\"reason\":\"too many complaints\"}")
                .post("/api/v1/models/order-1/rollbacks")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        asAnother()
                .post("/api/v1/promotions/" + promotion + "/approvals")
                .then()
                .statusCode(200);
        assertThat(champion(SubjectKind.ORDER)).isEqualTo("order-1");
        String refused = sending("{\"reason\":\"and back\"}")
                .post("/api/v1/models/order-2/promotions")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        asAnother().post("/api/v1/promotions/" + refused + "/refusals").then().statusCode(200);
        assertThat(champion(SubjectKind.ORDER)).isEqualTo("order-1");
    }

    @Test
    void j_labelsAsOfAnInstantAreTheSameBytesEveryTime() throws Exception {
        String url = "/api/v1/labels?asOf=2026-05-20T00:00:00Z&recordedBy=2026-05-25T00:00:00Z";
        byte[] before = asking().accept("text/csv")
                .get(url)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        jdbi.useHandle(handle -> handle.execute("""
                insert into label (subject_kind, subject_id, label, source, lineage, known_at, recorded_at)
                values ('order', 'o1', 'legitimate', 'outcome:late', '{}', '2026-05-01T00:00:00Z', '2026-05-28T00:00:00Z')"""));
        assertThat(asking().accept("text/csv").get(url).asByteArray()).isEqualTo(before);
        assertThat(new String(before, java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("subject_kind,subject_id,label,typology,confidence,source,lineage,occurred_at,known_at,");
        String withVectors = asking().accept("text/csv")
                .get("/api/v1/labels?kind=order&features=true")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(withVectors.lines().findFirst().orElseThrow()).contains(",amount,");
        assertThat(withVectors
                        .lines()
                        .filter(line -> line.matches(".*,-?\\d+\\.\\d+"))
                        .count())
                .isPositive();
        asking().accept("application/x-ndjson")
                .get("/api/v1/labels?kind=order&features=true")
                .then()
                .statusCode(200)
                .body(containsString("\"subject_id\":\"o"));
        asking().accept("application/vnd.apache.parquet")
                .get("/api/v1/labels")
                .then()
                .statusCode(406)
                .body("detail", containsString("text/csv"));
        asking().get("/api/v1/labels?features=true").then().statusCode(400).body("errors.field", hasItem("kind"));

        var snapshot = sending("{\"asOf\":\"2026-05-20T00:00:00Z\"}")
                .post("/api/v1/snapshots")
                .then()
                .statusCode(201)
                .extract();
        byte[] content = asking().get("/api/v1/snapshots/" + snapshot.path("id") + "/content")
                .asByteArray();
        assertThat(new String(content, java.nio.charset.StandardCharsets.UTF_8)
                        .lines()
                        .count())
                .as("to the last row")
                .isEqualTo(1 + snapshot.<Integer>path("rows"));
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
                .isEqualTo(snapshot.path("sha256"));
        asking().get("/api/v1/snapshots/" + snapshot.path("id")).then().body("rows", equalTo(snapshot.path("rows")));
    }

    @Test
    void k_aPolicyIsChangedWithinItsRules() {
        asking().get("/api/v1/flag-policies").then().statusCode(200).body("items.kind", contains("order", "seller"));
        sending("{\"capacityPerDay\":0,\"auditShare\":2,\"auditMinimumPerDay\":1}")
                .put("/api/v1/flag-policies/order")
                .then()
                .statusCode(422)
                .body("errors.field", contains("capacityPerDay", "auditShare", "auditMinimumPerDay"));
        sending("{\"capacityPerDay\":20,\"auditShare\":0.1,\"auditMinimumPerDay\":1}")
                .put("/api/v1/flag-policies/order")
                .then()
                .statusCode(200)
                .body("capacityPerDay", equalTo(20), "version", notNullValue());
        sending("{\"kind\":\"order\",\"from\":\"2026-05-02T00:00:00Z\",\"until\":\"2026-05-01T00:00:00Z\"}")
                .post("/api/v1/scoring-runs")
                .then()
                .statusCode(422);
    }

    @Test
    void k_aVerdictOfThisMorningTeaches() throws InterruptedException {
        String before = trained("{\"algorithm\":\"forest\",\"options\":{\"trees\":10},\"seed\":3}");
        asking().get("/api/v1/models/" + before).then().body("trainedOn.byPeople", equalTo(0));
        jdbi.useHandle(handle -> handle.execute("""
                insert into label (subject_kind, subject_id, label, typology, source, lineage, occurred_at, known_at, recorded_at)
                select 'order', order_id, 'fraud', 'stolen_payment', 'verdict', '{}', placed_at, now(), now()
                from orders where order_id = 'o3599'"""));
        String after = trained("{\"algorithm\":\"forest\",\"options\":{\"trees\":10},\"seed\":3}");
        asking().get("/api/v1/models/" + after).then().body("trainedOn.byPeople", equalTo(1));
        asking().get("/api/v1/insight/models/" + after)
                .then()
                .body(
                        "challenger.refitted",
                        equalTo(false),
                        "unknownOnly.challenger.cardPrecisionAt100.value",
                        notNullValue(),
                        "unknownOnly.rows",
                        notNullValue());
    }

    @Test
    void l_aSnapshotIsAllThatAModelLearnsFrom() throws InterruptedException {
        String snapshot = sending("{\"asOf\":\"2026-05-31T00:00:00Z\"}")
                .post("/api/v1/snapshots")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String body =
                "{\"algorithm\":\"forest\",\"options\":{\"trees\":10},\"seed\":3,\"snapshot\":\"" + snapshot + "\"}";
        String first = trained(body);
        jdbi.useHandle(handle -> handle.execute("""
                insert into label (subject_kind, subject_id, label, source, lineage, occurred_at, known_at, recorded_at)
                select 'order', order_id, 'fraud', 'outcome:late', '{}', placed_at, placed_at, now()
                from orders where placed_at < '2026-05-20' and order_id like '%7'"""));
        String second = trained(body);
        Response model = asking().get("/api/v1/models/" + first);
        assertThat(model.<String>path("trainedOn.snapshotSha256")).isNotBlank();
        assertThat(asking().get("/api/v1/models/" + second).<Integer>path("trainedOn.frauds"))
                .as("labels told since are not in it")
                .isEqualTo(model.<Integer>path("trainedOn.frauds"));
    }

    @Test
    void m_windowsWhoseTruthIsNotInAreRefused() {
        sending("""
                {"trainFrom":"2026-05-01T00:00:00Z","trainUntil":"2026-05-10T00:00:00Z","testFrom":"2026-05-20T00:00:00Z",
                 "testUntil":"2026-05-25T00:00:00Z","asOf":"2026-06-01T00:00:00Z"}""").post("/api/v1/training-runs").then().statusCode(422).body("errors.field", hasItem("testUntil"));
        sending("{\"options\":{\"trees\":null}}")
                .post("/api/v1/training-runs")
                .then()
                .statusCode(422)
                .body("errors.message", hasItem("trees must be a number"));
    }
}
