package org.assize.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assize.TestDatabase;
import org.assize.platform.Ids;
import org.assize.security.Actor;
import org.assize.security.NotPermitted;
import org.assize.security.Permission;
import org.assize.subject.AnOrder;
import org.assize.subject.Order;
import org.assize.subject.RecordSubjects;
import org.assize.subject.SubjectBatch;
import org.assize.subject.SubjectRows;
import org.assize.subject.SubjectTable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class TakeRecordsIT {

    @Inject
    TakeOrders takeOrders;

    @Inject
    TakeOutcomes takeOutcomes;

    @Inject
    TakeSellers takeSellers;

    @Inject
    RecordSubjects subjects;

    @Inject
    Jdbi jdbi;

    private static List<JsonLine> lines(String... objects) {
        var lines = new ArrayList<JsonLine>();
        for (String object : objects) {
            lines.add(new JsonLine(lines.size() + 1L, object));
        }
        return lines;
    }

    private static String order(String id, String more) {
        return """
                {"order_id": "%s", "placed_at": "2024-01-01T00:00:00.123456Z", "seller_id": "take-s", "buyer_id": "b",
                 "amount": 12.50, "currency": "EUR"%s}""".formatted(id, more);
    }

    private static <T> List<String> results(List<Taken<T>> taken) {
        return taken.stream()
                .map(one -> switch (one) {
                    case Taken.Kept<T> kept -> kept.disposition().name();
                    case Taken.Refused<T>(Reject reject) ->
                        reject.line() + " " + reject.column() + " "
                                + reject.complaint().sentence();
                })
                .toList();
    }

    @Test
    void saysOfEachWhatBecameOfIt() {
        assertThat(results(takeOrders.take(
                        Actor.SYSTEM,
                        lines(
                                order("take-1", ""),
                                order("take-1", ""),
                                order("take-1", ", \"status\": \"paid\""),
                                order("take-2", ", \"amount\": 3"),
                                order("take-3", ", \"attributes\": {\"take_n\": 1.5, \"take_c\": \"x\"}"),
                                order("take-4", ", \"attributes\": {\"take_n\": \"x\"}")))))
                .containsExactly(
                        "ACCEPTED",
                        "DUPLICATE",
                        "UPDATED",
                        "4 null names a field twice, before character 153",
                        "ACCEPTED",
                        "6 take_n was declared numeric and this is not");
        assertThat(results(takeOrders.take(
                        Actor.SYSTEM,
                        lines(
                                order("take-1", ""),
                                order("take-3", ", \"attributes\": {\"take_c\": \"x\", \"take_n\": 1.50}")))))
                .containsExactly("UPDATED", "DUPLICATE");
    }

    @Test
    void whatIsKeptIsWhatWasSent() {
        String all = """
                , "creator_id": "c", "device_id": "d", "payment_id": "p", "ip": "2001:db8::1", "ship_to_country": "BR",
                "ship_to_postcode": "01310", "category": "caf\\u00e9 \\u202e=1+1", "item_count": 3, "status": "paid",
                "delivered_at": "2024-01-05T00:00:00+02:00", "review_score": 4, "attributes": {"whole_n": 0.1, "whole_c": " blank "}""";
        var taken = takeOrders.take(Actor.SYSTEM, lines(order("whole-1", all)));
        Order sent = ((Taken.Kept<Order>) taken.getFirst()).value();
        Order kept = jdbi.withHandle(handle -> handle.createQuery(
                        "select " + SubjectRows.ORDER_COLUMNS + " from orders o where o.order_id = 'whole-1'")
                .map((row, context) -> SubjectRows.order(row))
                .one());
        assertThat(kept).isEqualTo(sent);
        assertThat(results(takeOrders.take(Actor.SYSTEM, lines(order("whole-1", all)))))
                .containsExactly("DUPLICATE");
    }

    @Test
    void outcomesAreKeyedBySubjectSourceAndTheInstantTheyWereKnown() {
        String outcome = """
                {"subject_kind": "seller", "subject_id": "o-1", "outcome": "%s", "source": "%s", "known_at": "2024-01-01"}""";
        assertThat(results(takeOutcomes.take(
                        Actor.SYSTEM,
                        lines(
                                outcome.formatted("fraud", "ban"),
                                outcome.formatted("fraud", "refund"),
                                outcome.formatted("legitimate", "ban"),
                                outcome.formatted("maybe", "ban")))))
                .containsExactly("ACCEPTED", "ACCEPTED", "UPDATED", "4 outcome is not one of: fraud, legitimate");
        assertThat(results(takeSellers.take(
                        Actor.SYSTEM, lines("{\"seller_id\": \"o-1\", \"registered_at\": \"2023-01-01\"}"))))
                .containsExactly("ACCEPTED");
    }

    @Test
    void callersWhoSendTheSameAtOnceAddItOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var calls = new ArrayList<Callable<List<Taken<Order>>>>();
            for (int i = 0; i < 40; i++) {
                calls.add(() -> takeOrders.take(Actor.SYSTEM, lines(order("race-1", ""))));
            }
            var results = new ArrayList<String>();
            for (var call : threads.invokeAll(calls)) {
                results.addAll(results(call.get()));
            }
            assertThat(results).hasSize(40).containsOnlyOnce("ACCEPTED").doesNotContain("UPDATED");
        }
    }

    @Test
    void isForThoseOnlyWhoMaySend() {
        var reader = new Actor.Token(Ids.next(), "reader", Set.of(Permission.READ_FEEDS));
        assertThatThrownBy(() -> takeOrders.take(reader, lines(order("no-1", ""))))
                .isInstanceOf(NotPermitted.class);
    }

    /** A file of a hundred thousand rows is kept for seconds at a time, and a marketplace goes on selling. */
    @Test
    void aLiveOrderOfANewSellerDoesNotWaitForTheBatchThatNamesItToo() {
        Instant now = Instant.parse("2024-01-02T00:00:00Z");
        var batch = new SubjectBatch<>(SubjectTable.ORDERS);
        batch.add(AnOrder.placed("take-batch", now).with("take-new-seller", "b").made());
        try (var others = Executors.newSingleThreadExecutor()) {
            subjects.makeSellers(batch, now);
            QuarkusTransaction.requiringNew().run(() -> {
                assertThat(subjects.merge(batch, now).accepted()).isEqualTo(1);
                String live = order("take-live", "").replace("take-s\"", "take-new-seller\"");
                assertThat(others.submit(() -> results(takeOrders.take(Actor.SYSTEM, lines(live)))))
                        .succeedsWithin(Duration.ofSeconds(20))
                        .isEqualTo(List.of("ACCEPTED"));
            });
        }
    }
}
