package org.assize.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assize.ingest.JsonLines;
import org.assize.ingest.TakeOrders;
import org.assize.ingest.TakeOutcomes;
import org.assize.ingest.Taken;
import org.assize.security.Actor;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each test lives in a month of its own, long before the others of the same database. */
@QuarkusTest
class LabelsIT {

    private static final Duration DAY = Duration.ofDays(1);

    @Inject
    TakeOrders takeOrders;

    @Inject
    TakeOutcomes takeOutcomes;

    @Inject
    LabelsAsOf labels;

    @Inject
    LabelCounts counts;

    @Inject
    LabelSpans spans;

    @Inject
    ExportLabels export;

    @Inject
    TakeSnapshot takeSnapshot;

    @Inject
    HandOutSnapshot handOut;

    @Inject
    Jdbi jdbi;

    private void outcome(String kind, String id, String word, String source, Instant knownAt) {
        String json =
                "{\"subject_kind\": \"%s\", \"subject_id\": \"%s\", \"outcome\": \"%s\", \"source\": \"%s\", \"known_at\": \"%s\"}"
                        .formatted(kind, id, word, source, knownAt);
        assertThat(takeOutcomes.take(Actor.SYSTEM, JsonLines.whole(json.getBytes(StandardCharsets.UTF_8))))
                .allMatch(Taken.Kept.class::isInstance);
    }

    private List<Label> known(Instant asOf, String id) {
        var found = new java.util.ArrayList<Label>();
        labels.forEach(asOf, Instant.parse("2999-01-01T00:00:00Z"), null, label -> {
            if (label.subject().id().equals(id)) {
                found.add(label);
            }
        });
        return found;
    }

    @Test
    void theLastWordKnownThenWinsAndOfTwoOfOneInstantTheOneRecordedLater() {
        Instant first = Instant.parse("1991-01-10T00:00:00Z");
        outcome("order", "word", "fraud", "chargeback", first);
        outcome("order", "word", "legitimate", "appeal", first.plus(DAY));
        outcome("order", "word", "fraud", "police", first.plus(DAY));
        assertThat(known(first.minusNanos(1_000), "word")).isEmpty();
        assertThat(known(first, "word")).extracting(Label::source).containsExactly("outcome:chargeback");
        assertThat(known(first.plus(DAY), "word")).extracting(Label::source).containsExactly("outcome:police");
        assertThat(known(first.plus(DAY), "word")).allMatch(Label::fraud).allMatch(Label::mature);
    }

    @Test
    void anOutcomeOfAnOrderHappenedWhenTheOrderWasPlacedAndAnUpdateLeavesTheFormerWordInPlace() {
        Instant placed = Instant.parse("1992-01-01T00:00:00Z");
        String order = """
                {"order_id": "placed", "placed_at": "%s", "seller_id": "s", "buyer_id": "b", "amount": "1", "currency": "EUR"}""".formatted(placed);
        takeOrders.take(Actor.SYSTEM, JsonLines.whole(order.getBytes(StandardCharsets.UTF_8)));
        outcome("order", "placed", "fraud", "chargeback", placed.plus(DAY));
        outcome("order", "placed", "legitimate", "chargeback", placed.plus(DAY));
        assertThat(known(placed.plus(DAY), "placed"))
                .singleElement()
                .satisfies(label -> assertThat(label.fraud()).isFalse())
                .satisfies(label -> assertThat(label.occurredAt()).isEqualTo(placed))
                .satisfies(label -> assertThat(label.mature()).isFalse());
        assertThat(count("select count(*) from label where subject_id = 'placed'"))
                .isEqualTo(2);
    }

    @Test
    void countsTellEachSubjectOnceByItsLastSource() {
        Instant at = Instant.parse("1990-02-01T00:00:00Z");
        outcome("order", "count-1", "fraud", "chargeback", at);
        outcome("order", "count-2", "fraud", "chargeback", at);
        outcome("order", "count-2", "legitimate", "appeal", at.plus(DAY));
        outcome("seller", "count-1", "legitimate", "chargeback", at);
        assertThat(counts.bySource(Actor.SYSTEM, at.plus(DAY)).stream()
                        // another test's, should it have come first
                        .filter(count -> !count.source().equals("outcome:ban")))
                .containsExactly(
                        new LabelCounts.Count("order", "outcome:appeal", 0, 1),
                        new LabelCounts.Count("order", "outcome:chargeback", 1, 0),
                        new LabelCounts.Count("seller", "outcome:chargeback", 0, 1));
        assertThat(counts.first(Actor.SYSTEM, at.plus(DAY), SubjectKind.ORDER, 1))
                .extracting(label -> label.subject().id())
                .containsExactly("count-1");
    }

    @Test
    void aSellerIsFraudulentForAWhileAndALegitimateWordTakesItBack() {
        Instant banned = Instant.parse("1993-03-31T00:00:00Z");
        outcome("seller", "span", "fraud", "ban", banned);
        assertThat(fraud(banned, banned.minus(DAY), banned)).isTrue();
        assertThat(fraud(banned, banned.minus(Duration.ofDays(40)), banned.minus(Duration.ofDays(31))))
                .isNull();
        assertThat(fraud(banned, banned, banned.plus(DAY))).isNull();
        outcome("seller", "span", "legitimate", "appeal", banned.plus(DAY));
        assertThat(fraud(banned.plus(DAY), banned.minus(DAY), banned)).isFalse();
        assertThat(fraud(banned, banned.minus(DAY), banned))
                .as("as known before the appeal")
                .isTrue();
    }

    /** What was said of the time, as known at an instant; null where nobody spoke of it. */
    private @Nullable Boolean fraud(Instant known, Instant from, Instant until) {
        LabelSpans.Said said = spans.sellers(known).on("span", from, until);
        return said == null ? null : said.fraud();
    }

    @Test
    void anExportThatIsCutOffLeavesItsEntryAndAFrozenSetThatIsTakenToo() throws IOException {
        Instant at = Instant.parse("1990-01-05T00:00:00Z");
        for (int i = 0; i < 3; i++) {
            outcome("seller", "export-" + i, "fraud", "ban", at);
        }
        var request = new ExportLabels.Request(at, null, SubjectKind.SELLER, LabelFormat.NDJSON, false);
        var whole = new ByteArrayOutputStream();
        assertThat(export.export(Actor.SYSTEM, request, whole)).isEqualTo(3);
        assertThat(whole.toString(StandardCharsets.UTF_8).lines()).hasSize(3);
        assertThatThrownBy(() -> export.export(Actor.SYSTEM, request, new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("gone");
                    }
                }))
                .hasMessageContaining("gone");
        assertThat(trail("label.exported", 2)).first().asString().contains("\"whole\":false");
        assertThat(trail("label.exported", 2)).last().asString().contains("\"rows\":3", "\"whole\":true");
        assertThat(trail("label.export_begun", 2)).hasSize(2);

        TakeSnapshot.Snapshot frozen = takeSnapshot.take(Actor.SYSTEM, at);
        assertThat(frozen.rows()).isEqualTo(3);
        try (var content = handOut.content(Actor.SYSTEM, frozen.id()).orElseThrow()) {
            assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .hasSize(4);
        }
        assertThat(handOut.content(Actor.SYSTEM, UUID.randomUUID())).isEmpty();
        assertThat(trail("snapshot.handed_out", 2))
                .hasSize(1)
                .first()
                .asString()
                .contains(frozen.id().toString());
    }

    /** Payloads, the newest first. */
    private List<String> trail(String kind, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        "select payload from audit_event where kind = ? order by seq desc limit ?", kind, limit)
                .mapTo(String.class)
                .list());
    }

    private long count(String question) {
        return jdbi.withHandle(
                handle -> handle.createQuery(question).mapTo(Long.class).one());
    }
}
