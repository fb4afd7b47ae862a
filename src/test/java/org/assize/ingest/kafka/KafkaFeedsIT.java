package org.assize.ingest.kafka;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assize.BootstrapProfile;
import org.assize.DatabaseOwner;
import org.assize.TestDatabase;
import org.assize.ingest.Feed;
import org.assize.ingest.kafka.FeedMessage.Place;
import org.assize.ingest.kafka.KafkaMessages.Sent;
import org.assize.platform.Ids;
import org.assize.scoring.Champions;
import org.assize.scoring.ModelByHand;
import org.assize.security.Actor;
import org.assize.security.NotPermitted;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Feeds over Kafka, against a real broker: what comes takes effect once, whatever the way there does to it. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(KafkaProfile.class)
class KafkaFeedsIT {

    private static final int DEAR = 9_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private KafkaMessages broker;

    @ConfigProperty(name = "assize.kafka.servers")
    String servers;

    @Inject
    Jdbi jdbi;

    @Inject
    Champions champions;

    @Inject
    TakeMessages take;

    @Inject
    RetryDeadLetter retry;

    @BeforeEach
    void aModelThatFindsDearOrdersSuspicious() {
        broker = new KafkaMessages(servers);
        ModelByHand.crown(jdbi, SubjectKind.ORDER, "order-kafka", 4712, "amount", 500);
        champions.lookAgain();
    }

    @AfterEach
    void hangUp() {
        broker.close();
    }

    private static Sent seller(String run, int i) {
        String id = run + "-s" + i;
        return new Sent("sellers", id, """
                {"seller_id": "%s", "registered_at": "2025-01-01T00:00:00Z", "name": "Shop %d"}""".formatted(id, i));
    }

    private static Sent order(String run, int i, double amount, int version, boolean numbered) {
        String seller = run + "-s" + i % 7;
        return new Sent(
                "orders",
                seller,
                """
                {"order_id": "%s-o%d", "placed_at": "2026-05-01T%02d:00:00Z", "seller_id": "%s", "buyer_id": "b%d",
                 "amount": %.2f, "currency": "EUR", "status": "v%d"}""".formatted(run, i, i % 24, seller, i % 11, amount, version).getBytes(UTF_8),
                numbered ? (long) version : null);
    }

    private static Sent outcome(String run, int i) {
        return new Sent("outcomes", run + "-s" + i % 7, """
                {"subject_kind": "order", "subject_id": "%s-o%d", "outcome": "fraud", "source": "chargeback",
                 "known_at": "2026-05-20T00:00:00Z"}""".formatted(run, i));
    }

    /** Sellers, orders of which some come in two versions, and outcomes, in the order in which they came about. */
    private static List<Sent> history(String run) {
        List<Sent> all = new ArrayList<>();
        IntStream.range(0, 7).forEach(i -> all.add(seller(run, i)));
        IntStream.range(0, 150).forEach(i -> all.add(order(run, i, i % 30 == 0 ? DEAR : 10 + i, 1, true)));
        IntStream.range(0, 40).forEach(i -> all.add(order(run, i, i % 30 == 0 ? DEAR : 10 + i, 2, true)));
        IntStream.range(0, 20).forEach(i -> all.add(outcome(run, i)));
        return all;
    }

    @Test
    void anOrderThatComesIsKeptScoredFlaggedAndTold() throws Exception {
        broker.send(List.of(seller("one", 0), order("one", 0, DEAR, 1, false), order("one", 7, 20, 1, false)));
        await("both orders", () -> count("select count(*) from orders where order_id in ('one-o0', 'one-o7')") == 2);
        assertThat(
                        count(
                                "select count(*) from score where subject_id in ('one-o0', 'one-o7') and model_version = 'order-kafka'"))
                .isEqualTo(2);
        assertThat(texts("select subject_id from fraud_case where subject_id like 'one-o%'"))
                .containsExactly("one-o0");
        assertThat(texts("select name from seller where seller_id = 'one-s0'")).containsExactly("Shop 0");

        ConsumerRecord<byte[], byte[]> told = Stream.iterate(1, more -> more + 1)
                .map(wanted -> broker.read("assize.flagged", wanted).stream()
                        .filter(message -> "order:one-o0".equals(new String(message.key(), UTF_8)))
                        .findAny())
                .limit(20)
                .filter(java.util.Optional::isPresent)
                .findFirst()
                .orElseThrow()
                .orElseThrow();
        JsonNode message = JSON.readTree(told.value());
        assertThat(message.get("subjectId").asText()).isEqualTo("one-o0");
        assertThat(message.get("origin").asText()).isEqualTo("model");
        assertThat(message.get("modelVersion").asText()).isEqualTo("order-kafka");
        assertThat(message.get("caseId").asText())
                .isEqualTo(texts("select id::text from fraud_case where subject_id = 'one-o0'")
                        .getFirst());
        await(
                "the note that it was sent",
                () -> count("select count(*) from outbox where topic = 'flagged' and published_at is null") == 0);
        assertThat(texts("select distinct a.name from audit_event e join actor a on a.id = e.actor_id"
                        + " where e.kind = 'feed.received'"))
                .contains("Kafka");
    }

    @Test
    void twiceAndInAnyOrderIsAsOnce() throws Exception {
        broker.send(history("once"));
        List<Sent> shuffled = new ArrayList<>(history("many"));
        shuffled.addAll(history("many"));
        Collections.shuffle(shuffled, new Random(20));
        broker.send(shuffled);
        await("all of it", () -> idle());
        assertThat(everything("many")).isEqualTo(everything("once")).hasSize(7 + 150 + 20 + 150 + 5);
    }

    /** Every row that came of a run, as text, without its name and without when and how often it came. */
    private List<String> everything(String run) {
        return texts("""
                select replace(row, '%1$s', '') from (
                  select 'seller ' || (to_jsonb(s) - 'content_hash' - 'version' - 'recorded_at')::text from seller s
                    where seller_id like '%1$s-%%'
                  union all
                  select 'order ' || (to_jsonb(o) - 'content_hash' - 'version' - 'recorded_at' - 'written_by')::text from orders o
                    where order_id like '%1$s-%%'
                  union all
                  select 'outcome ' || (to_jsonb(o) - 'id' - 'content_hash' - 'version' - 'recorded_at')::text from outcome o
                    where subject_id like '%1$s-%%'
                  union all
                  select distinct 'score ' || concat_ws(' ', subject_kind, subject_id, as_of, score, features) from score
                    where subject_id like '%1$s-%%' and subject_kind = 'order'
                  union all
                  select 'flag ' || concat_ws(' ', origin, subject_id, as_of, score) from flag
                    where subject_id like '%1$s-%%' and origin = 'model'
                ) as every (row) order by 1""".formatted(run));
    }

    @Test
    void whatWasTakenIsPassedOverAndATopicMadeAnewBeginsAgain() {
        UUID topic = UUID.randomUUID();
        Actor sender = KafkaFeeds.SENDER;
        take.take(
                sender,
                List.of(
                        message(topic, 5, order("again", 1, 10, 1, false)),
                        message(topic, 6, order("again", 1, 20, 2, false))));
        assertThat(status("again-o1")).isEqualTo("v2");

        take.take(sender, List.of(message(topic, 5, order("again", 1, 10, 1, false))));
        assertThat(status("again-o1")).as("an older version, redelivered").isEqualTo("v2");
        assertThat(next("assize.by-hand")).isEqualTo(7);

        take.take(sender, List.of(message(UUID.randomUUID(), 0, order("again", 1, 10, 3, false))));
        assertThat(status("again-o1")).isEqualTo("v3");
        assertThat(next("assize.by-hand")).isEqualTo(1);
    }

    @Test
    void anOlderNumberIsNoUpdate() {
        UUID topic = UUID.randomUUID();
        take.take(
                KafkaFeeds.SENDER,
                List.of(
                        message(topic, 0, order("number", 1, 10, 2, true)),
                        message(topic, 1, order("number", 1, 10, 1, true)),
                        message(topic, 2, order("number", 1, 10, 2, true))));
        assertThat(status("number-o1")).isEqualTo("v2");
        take.take(KafkaFeeds.SENDER, List.of(message(topic, 3, order("number", 1, 10, 1, true))));
        assertThat(status("number-o1")).isEqualTo("v2");
        take.take(KafkaFeeds.SENDER, List.of(message(topic, 4, order("number", 1, 10, 3, true))));
        assertThat(status("number-o1")).isEqualTo("v3");
        assertThat(count("select version from orders where order_id = 'number-o1'"))
                .isEqualTo(2);
    }

    @Test
    void onlyWhoMaySendTakes() {
        var reader = new Actor.Token(Ids.next(), "reader", Set.of(Permission.READ_FEEDS));
        assertThatThrownBy(() -> take.take(reader, List.of(message(UUID.randomUUID(), 0, seller("no", 0)))))
                .isInstanceOf(NotPermitted.class);
        assertThatThrownBy(() -> retry.retry(reader, UUID.randomUUID())).isInstanceOf(NotPermitted.class);
    }

    @Test
    void poisonIsSetAsideWithItsReasonAndHoldsNobodyUp() throws Exception {
        trap("poison-o3");
        List<Sent> all = new ArrayList<>();
        IntStream.range(0, 6).forEach(i -> all.add(order("poison", i, 10, 1, false)));
        all.add(2, new Sent("orders", "poison-s1", "{\"order_id\": "));
        all.add(
                3,
                new Sent(
                        "orders", "poison-s1", order("poison", 90, -1, 1, false).value(), null));
        all.add(4, new Sent("orders", "poison-s1", ("{\"x\": \"" + "y".repeat(300_000) + "\"}")));
        all.add(5, new Sent("orders", "poison-s1", null, null));
        broker.send(all);
        await(
                "the five that can be taken",
                () -> count("select count(*) from orders where order_id like 'poison-o%'") == 5);
        await("the others", () -> letters().size() == 5);
        assertThat(letters())
                .containsExactlyInAnyOrder(
                        "not_json 1", "amount_negative 1", "too_long 1", "not_json 1", "broken_here 3");
        assertThat(count("select count(*) from orders where order_id = 'poison-o3'"))
                .isZero();

        List<ConsumerRecord<byte[], byte[]>> dead = broker.read("assize.dead-letters", 5);
        assertThat(dead.stream().map(message -> header(message, "reason") + " " + header(message, "topic")))
                .containsExactlyInAnyOrder(
                        "not_json assize.orders",
                        "amount_negative assize.orders",
                        "too_long assize.orders",
                        "not_json assize.orders",
                        "broken_here assize.orders");
        ConsumerRecord<byte[], byte[]> negative = dead.stream()
                .filter(message -> "amount_negative".equals(header(message, "reason")))
                .findAny()
                .orElseThrow();
        assertThat(negative.value()).isEqualTo(order("poison", 90, -1, 1, false).value());
        assertThat(header(negative, "column")).isEqualTo("amount");

        asking().get("/api/v1/dead-letters")
                .then()
                .statusCode(200)
                .body("items.reason", hasItems("amount_negative", "broken_here"));
        asking().post("/api/v1/dead-letters/" + letter("amount_negative") + "/retries")
                .then()
                .statusCode(422)
                .body("errors[0].rule", equalTo("amount_negative"));
        DatabaseOwner.execute("drop trigger trap on assize.orders");
        UUID broken = letter("broken_here");
        asking().post("/api/v1/dead-letters/" + broken + "/retries")
                .then()
                .statusCode(200)
                .body("result", equalTo("taken"));
        assertThat(count("select count(*) from orders where order_id = 'poison-o3'"))
                .isEqualTo(1);
        asking().post("/api/v1/dead-letters/" + broken + "/retries").then().statusCode(409);
        asking().delete("/api/v1/dead-letters/" + letter("too_long")).then().statusCode(204);
        assertThat(letters()).containsExactlyInAnyOrder("not_json 1", "amount_negative 2", "not_json 1");
        assertThat(count("select count(*) from audit_event where kind in ('dead_letter.taken', 'dead_letter.dropped')"))
                .isEqualTo(2);
    }

    @Test
    void partitionsThatGoToAnotherAndComeBackAreTakenOnce() throws Exception {
        await("what others sent", this::idle);
        long before = count(
                "select sum(accepted + duplicates + updated + rejected)::bigint from feed_offset where topic = 'assize.orders'");
        List<Sent> all = IntStream.range(0, 900)
                .mapToObj(i -> order("move", i, 10, 1, false))
                .toList();
        broker.send(all.subList(0, 300));
        try (var other = broker.member("assize")) {
            other.subscribe(List.of("assize.sellers", "assize.orders", "assize.outcomes"));
            await("a share for the other", () -> {
                other.poll(Duration.ofMillis(100));
                return !other.assignment().isEmpty();
            });
            broker.send(all.subList(300, 600));
            for (int i = 0; i < 10; i++) {
                other.poll(Duration.ofMillis(50));
            }
        }
        broker.send(all.subList(600, 900));
        await("every order", () -> count("select count(*) from orders where order_id like 'move-o%'") == 900);
        await("nothing waits", this::idle);
        assertThat(count("select count(*) from orders where order_id like 'move-o%' and version > 1"))
                .isZero();
        assertThat(count(
                                "select sum(accepted + duplicates + updated + rejected)::bigint from feed_offset where topic = 'assize.orders'")
                        - before)
                .as("each message counted once")
                .isEqualTo(900);
        assertThat(count("select count(*) from score where subject_id like 'move-o%' and subject_kind = 'order'"))
                .isEqualTo(900);
    }

    /** Nothing waits in Kafka, by what the brokers say. */
    private boolean idle() {
        var state = asking().get("/api/v1/feeds/kafka")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        List<Integer> lags = state.getList("topics.lag");
        long sent = ends();
        return "connected".equals(state.getString("state"))
                && lags.stream().allMatch(lag -> lag != null && lag == 0)
                && sent
                        == count(
                                "select coalesce(sum(next_offset), 0)::bigint from feed_offset where topic <> 'assize.by-hand'");
    }

    /** Messages that the three topics have ever had. */
    private long ends() {
        try (var reader = broker.member("counter")) {
            return reader
                    .endOffsets(Stream.of("sellers", "orders", "outcomes")
                            .flatMap(feed -> IntStream.range(0, KafkaBroker.PARTITIONS)
                                    .mapToObj(i -> new org.apache.kafka.common.TopicPartition("assize." + feed, i)))
                            .toList())
                    .values()
                    .stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static FeedMessage message(UUID topic, long offset, Sent sent) {
        return new FeedMessage(
                Feed.ofCode(sent.feed()).orElseThrow(),
                new Place("assize.by-hand", topic, 0),
                offset,
                sent.seller().getBytes(UTF_8),
                sent.value(),
                sent.version(),
                Instant.EPOCH);
    }

    /** An order that the database will not have, for whatever reason: a fault of ours, not of the message. */
    private void trap(String orderId) throws SQLException {
        DatabaseOwner.execute("""
                create or replace function assize.spring_trap() returns trigger language plpgsql as $$
                begin
                  if new.order_id = '%s' then raise exception 'trap'; end if;
                  return new;
                end $$;
                create trigger trap before insert on assize.orders for each row execute function assize.spring_trap()""".formatted(orderId));
    }

    private List<String> letters() {
        return texts("""
                select reason || ' ' || attempts from dead_letter
                where state = 'WAITING' and convert_from(message_key, 'UTF8') like 'poison-%'""");
    }

    private UUID letter(String reason) {
        return UUID.fromString(
                texts("select id::text from dead_letter where state = 'WAITING' and reason = '" + reason + "'")
                        .getFirst());
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> message, String name) {
        var header = message.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    private String status(String orderId) {
        return texts("select status from orders where order_id = '" + orderId + "'")
                .getFirst();
    }

    private long next(String topic) {
        return count("select next_offset from feed_offset where topic = '" + topic + "'");
    }

    private static RequestSpecification asking() {
        return given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN);
    }

    private List<String> texts(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    private long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private static void await(String what, BooleanSupplier met) {
        long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!met.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time to wait for " + what).isLessThan(until);
            LockSupport.parkNanos(100_000_000);
        }
    }
}
