package org.assize.workbench;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.assize.BootstrapProfile;
import org.assize.DatabaseOwner;
import org.assize.TestDatabase;
import org.assize.feature.FeatureCatalog;
import org.assize.feature.FeatureEngine;
import org.assize.feature.Features;
import org.assize.feature.HistorySweep;
import org.assize.feature.OrderHistory;
import org.assize.scoring.Champion;
import org.assize.scoring.Champions;
import org.assize.subject.Attributes;
import org.assize.subject.Order;
import org.assize.subject.Outcome;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.assize.workbench.demo.SimulatedMarketplace;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A marketplace's history comes by file into one database, every record as it stands at the end; into another, empty one the
 * same records come as they came about: each order scored on arrival, then delivered, reviewed, refunded, the sellers as they
 * stood, each outcome once it is known. What the models saw is the same, to the bit, and so is what they would see in a sweep
 * over the second database.
 */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(LiveEqualsHistoryIT.Profile.class)
class LiveEqualsHistoryIT {

    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("assize.bootstrap.token", BootstrapProfile.TOKEN, "assize.training.first-model-from", "200");
        }
    }

    private static final Instant END = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration JUST_AFTER = Duration.ofNanos(1_000);
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Moment(SubjectRef subject, Instant at) {}

    @Inject
    Jdbi jdbi;

    @Inject
    Champions champions;

    @Inject
    OrderHistory history;

    @Inject
    Features features;

    @Inject
    KeepScored keepScored;

    @TempDir
    Path feeds;

    private final SimulatedMarketplace marketplace =
            new SimulatedMarketplace(11, END, new SimulatedMarketplace.Options(60, 100, 1_000, 500));

    @Test
    void ordersSentOneByOneAreSeenAsTheSameOrdersInAFile() throws SQLException {
        marketplace.writeFeeds(feeds);
        for (String feed : List.of("sellers", "orders", "outcomes")) {
            importFile(feed);
        }
        await(
                "the first models and what they score",
                () -> keepScored.quiet()
                        && count("select count(*) from champion") == 2
                        && count("select count(*) from scoring_run where state in ('WAITING', 'RUNNING')") == 0);
        Champion forOrders = champions.of(SubjectKind.ORDER).orElseThrow();
        Champion forSellers = champions.of(SubjectKind.SELLER).orElseThrow();
        Map<Moment, double[]> past = fromHistory(forOrders, forSellers);
        anEmptyDatabase();
        List<Order> orders = marketplace.orders(marketplace.start(), END);
        sendAsItHappened(orders);
        Map<Moment, double[]> again = fromHistory(forOrders, forSellers);
        assertThat(again).hasSameSizeAs(past);
        again.forEach((moment, vector) ->
                assertThat(vector).as("%s swept again", moment).containsExactly(past.get(moment)));

        Map<Moment, double[]> live = new HashMap<>();
        Map<Moment, Double> scores = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select distinct on (subject_kind, subject_id, as_of) subject_kind, subject_id, as_of, score, features
                        from score
                        -- a seller that is told of is scored too, as of the telling, which is today
                        where scoring_run is null and as_of < :end
                        order by subject_kind, subject_id, as_of, id""")
                .bind("end", END)
                .map((row, context) -> {
                    Moment moment = new Moment(
                            new SubjectRef(SubjectKind.ofCode(row.getString(1)), row.getString(2)),
                            row.getTimestamp(3).toInstant());
                    live.put(moment, vector((Double[]) row.getArray(5).getArray()));
                    return scores.put(moment, row.getDouble(4));
                })
                .list());
        assertThat(live).hasSizeGreaterThan(2 * 1_000);
        assertThat(live.keySet().stream().filter(moment -> moment.subject().kind() == SubjectKind.ORDER))
                .hasSize(orders.size());
        assertThat(past.keySet()).containsAll(live.keySet());
        live.forEach((moment, vector) -> {
            double[] same = Objects.requireNonNull(past.get(moment));
            Champion champion = moment.subject().kind() == SubjectKind.ORDER ? forOrders : forSellers;
            for (int i = 0; i < vector.length; i++) {
                assertThat(Double.doubleToLongBits(vector[i]))
                        .as(
                                "%s of %s: %s live, %s in history",
                                champion.catalog().names().get(i), moment, vector[i], same[i])
                        .isEqualTo(Double.doubleToLongBits(same[i]));
            }
            assertThat(scores.get(moment)).isEqualTo(champion.model().scoring().score(same));
        });
        assertThat(live.values().stream().flatMapToDouble(Arrays::stream).filter(value -> value != 0))
                .as("and they say something")
                .hasSizeGreaterThan(20 * live.size());
    }

    private Map<Moment, double[]> fromHistory(Champion forOrders, Champion forSellers) {
        Map<String, Seller> sellers =
                history.sellers().stream().collect(Collectors.toMap(Seller::sellerId, seller -> seller));
        Map<Moment, double[]> vectors = new HashMap<>();
        new HistorySweep(history, forOrders.catalog(), forSellers.catalog(), features.options())
                .run(marketplace.start(), END, new HistorySweep.Visitor() {
                    @Override
                    public void order(Order order, double[] vector) {
                        vectors.put(new Moment(order.ref(), order.placedAt()), vector.clone());
                    }

                    @Override
                    public void dayEnds(LocalDate day, Instant at, FeatureEngine engine) {}
                });
        FeatureEngine engine =
                new FeatureEngine(FeatureCatalog.orders().only(List.of()), forSellers.catalog(), features.options());
        history.sellers().forEach(engine::know);
        history.sellerVersions(END).forEach(engine::know);
        history.sellerFraud(END).forEach(engine::know);
        history.forEachFraudKnowledge(Instant.EPOCH, END, engine::know);
        Map<String, Seller> active = new HashMap<>();
        Instant[] instant = {Instant.EPOCH};
        Runnable justAfter = () -> {
            Instant at = instant[0].plus(JUST_AFTER);
            active.values().forEach(seller -> vectors.put(new Moment(seller.ref(), at), engine.vector(seller, at)));
            active.clear();
        };
        history.forEachOrder(Instant.EPOCH, END, order -> {
            if (!order.placedAt().equals(instant[0])) {
                justAfter.run();
                instant[0] = order.placedAt();
            }
            engine.observe(order);
            active.put(order.sellerId(), sellers.get(order.sellerId()));
        });
        justAfter.run();
        return vectors;
    }

    private void sendAsItHappened(List<Order> orders) {
        Map<String, Seller> sellers = new HashMap<>();
        Map<String, Order> sent = new HashMap<>();
        Instant before = Instant.MIN;
        for (Instant now :
                orders.stream().map(Order::placedAt).distinct().sorted().toList()) {
            marketplace.sellers(now).stream()
                    .filter(seller -> !seller.equals(sellers.put(seller.sellerId(), seller)))
                    .forEach(seller -> send("sellers", json(seller)));
            if (!before.equals(Instant.MIN)) {
                sendUpdates(sent, before, now);
            }
            marketplace.outcomes(before, now).forEach(outcome -> send("outcomes", json(outcome)));
            for (Order order : marketplace.orders(now, now.plus(JUST_AFTER))) {
                assertThat(order.reviewScore()).isNull();
                send("orders", json(order)).body("result", equalTo("accepted"));
                sent.put(order.orderId(), order);
            }
            before = now;
        }
        sendUpdates(sent, before, END);
        assertThat(count("select count(*) from orders where version > 2")).isGreaterThan(500);
        assertThat(count("select count(*) from orders where status in ('refunded', 'returned')"))
                .isGreaterThan(20);
        assertThat(sent.values()).containsExactlyInAnyOrderElementsOf(orders);
    }

    private void sendUpdates(Map<String, Order> sent, Instant from, Instant until) {
        String updates = marketplace.newOrChangedOrders(from, until).stream()
                .filter(order -> !order.equals(sent.put(order.orderId(), order)))
                .map(LiveEqualsHistoryIT::json)
                .collect(Collectors.joining("\n"));
        if (!updates.isEmpty()) {
            asking().contentType("application/x-ndjson")
                    .body(updates.getBytes(StandardCharsets.UTF_8))
                    .post("/api/v1/orders")
                    .then()
                    .statusCode(200);
        }
    }

    /** The models stay, as if they had been brought along; the world, and all that was thought of it, begins anew. */
    private void anEmptyDatabase() throws SQLException {
        DatabaseOwner.emptyTheWorld();
        assertThat(count("select count(*) from champion")).isEqualTo(2);
        assertThat(count("select count(*) from orders")).isZero();
    }

    private void importFile(String feed) {
        RequestSpecification request =
                asking().multiPart("file", feeds.resolve(feed + ".csv").toFile());
        Path map = feeds.resolve(feed + ".map.json");
        if (map.toFile().exists()) {
            request = request.multiPart("map", map.toFile());
        }
        String id = request.post("/api/v1/imports?feed=" + feed)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        await(
                "the import of " + feed,
                () -> "DONE".equals(asking().get("/api/v1/imports/" + id).path("state")));
        asking().get("/api/v1/imports/" + id).then().body("rejected", equalTo(0));
    }

    private static ValidatableResponse send(String feed, String body) {
        return asking().contentType("application/json")
                .body(body)
                .post("/api/v1/" + feed)
                .then()
                .statusCode(200);
    }

    private static RequestSpecification asking() {
        return given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN);
    }

    private static String json(Seller seller) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("seller_id", seller.sellerId());
        fields.put("registered_at", seller.registeredAt());
        fields.put("name", seller.name());
        fields.put("country", seller.country());
        fields.put("market", seller.market());
        fields.put("category", seller.category());
        fields.put("email", seller.email());
        fields.put("phone", seller.phone());
        fields.put("bank_account", seller.bankAccount());
        fields.put("device_id", seller.deviceId());
        fields.put("ip", seller.ip());
        fields.put("status", seller.status());
        fields.put("attributes", attributes(seller.attributes()));
        return written(fields);
    }

    private static String json(Order order) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("order_id", order.orderId());
        fields.put("placed_at", order.placedAt());
        fields.put("seller_id", order.sellerId());
        fields.put("buyer_id", order.buyerId());
        fields.put("amount", order.amount().major());
        fields.put("currency", order.amount().currency());
        fields.put("creator_id", order.creatorId());
        fields.put("device_id", order.deviceId());
        fields.put("payment_id", order.paymentId());
        fields.put("ip", order.ip());
        fields.put("ship_to_country", order.shipToCountry());
        fields.put("ship_to_postcode", order.shipToPostcode());
        fields.put("category", order.category());
        fields.put("item_count", order.itemCount());
        fields.put("status", order.status());
        fields.put("delivered_at", order.deliveredAt());
        fields.put("review_score", order.reviewScore());
        fields.put("attributes", attributes(order.attributes()));
        return written(fields);
    }

    private static String json(Outcome outcome) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("subject_kind", outcome.subject().kind().code());
        fields.put("subject_id", outcome.subject().id());
        fields.put("outcome", outcome.fraud() ? "fraud" : "legitimate");
        fields.put("source", outcome.source());
        fields.put("known_at", outcome.knownAt());
        fields.put("typology", outcome.typology());
        fields.put("occurred_at", outcome.occurredAt());
        return written(fields);
    }

    private static Map<String, Object> attributes(Attributes attributes) {
        Map<String, Object> all = new LinkedHashMap<>(attributes.categorical());
        all.putAll(attributes.numeric());
        all.putAll(attributes.instants());
        all.putAll(attributes.texts());
        return all;
    }

    private static String written(Map<String, @Nullable Object> fields) {
        fields.values().removeIf(value -> value == null);
        fields.replaceAll((name, value) -> value instanceof Instant instant ? instant.toString() : value);
        if (fields.get("attributes") instanceof Map<?, ?> attributes) {
            Map<Object, Object> told = new LinkedHashMap<>(attributes);
            told.replaceAll((name, value) -> value instanceof Instant instant ? instant.toString() : value);
            fields.put("attributes", told);
        }
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double[] vector(Double[] stored) {
        return Arrays.stream(stored).mapToDouble(Double::doubleValue).toArray();
    }

    private long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private static void await(String what, BooleanSupplier met) {
        long until = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!met.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time to wait for " + what).isLessThan(until);
            LockSupport.parkNanos(100_000_000);
        }
    }
}
