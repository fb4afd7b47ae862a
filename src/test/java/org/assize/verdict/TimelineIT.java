package org.assize.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assize.casework.AddNote;
import org.assize.casework.CaseTimeline;
import org.assize.casework.Casebook;
import org.assize.platform.Page;
import org.assize.queue.ClaimCase;
import org.assize.queue.Claimed;
import org.assize.security.Actor;
import org.assize.security.Role;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A seller's life and the work on its case, in one order. */
@QuarkusTest
class TimelineIT {

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    ClaimCase claimCase;

    @Inject
    AddNote addNote;

    @Inject
    ReachVerdict reachVerdict;

    @Inject
    CaseTimeline timeline;

    private void order(SubjectRef seller, String id, Instant placedAt, long cents) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, content_hash, recorded_at)"
                        + " values (?, ?, ?, 'b', ?, 'EUR', '', now())",
                seller.id() + id,
                placedAt,
                seller.id(),
                cents));
    }

    private static JsonNode detail(CaseTimeline.Entry entry) {
        try {
            return new ObjectMapper().readTree(entry.detail());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everythingThatHappenedStandsInOneOrder() {
        SubjectRef seller = Casebook.seller();
        Instant day = Instant.now().minus(Duration.ofDays(30));
        jdbi.useHandle(handle -> handle.execute(
                "insert into seller (seller_id, registered_at, content_hash, recorded_at) values (?, ?, '', now())",
                seller.id(),
                day.minus(Duration.ofDays(1))));
        for (int i = 0; i < 5; i++) {
            order(seller, "-" + i, day.plus(Duration.ofDays(i)), 2_000);
        }
        order(seller, "-dear", day.plus(Duration.ofDays(9)), 9_000);
        jdbi.useHandle(handle -> handle.execute(
                "insert into outcome (subject_kind, subject_id, source, fraud, known_at, content_hash, recorded_at)"
                        + " values ('order', ?, 'chargeback', true, ?, '', now())",
                seller.id() + "-dear",
                day.plus(Duration.ofDays(12))));
        UUID id = book.open(seller);
        Actor ada = book.person("Ada", Role.INVESTIGATOR);
        long version = ((Claimed) claimCase.claim(ada, id)).claim().version();
        addNote.add(ada, id, "Called them.");
        reachVerdict.reach(ada, id, version, ReachVerdictIT.FRAUD);

        Page<CaseTimeline.Entry> page = timeline.page(ada, id, null, 100).orElseThrow();
        List<CaseTimeline.Entry> oldestFirst = page.items().reversed();
        assertThat(oldestFirst)
                .extracting(CaseTimeline.Entry::kind)
                .containsSubsequence(
                        "seller.registered",
                        "order.placed",
                        "order.placed",
                        "outcome.known",
                        "case.claimed",
                        "note.added",
                        "verdict.reached")
                .contains("case.opened", "flag.raised");
        assertThat(oldestFirst)
                .filteredOn(entry -> detail(entry).path("first").asBoolean())
                .singleElement()
                .satisfies(entry ->
                        assertThat(detail(entry).path("order").asText()).endsWith("-0"));
        assertThat(oldestFirst)
                .filteredOn(entry -> detail(entry).path("large").asBoolean())
                .singleElement()
                .satisfies(entry ->
                        assertThat(detail(entry).path("order").asText()).endsWith("-dear"));
        assertThat(page.items().getFirst()).satisfies(verdict -> {
            assertThat(verdict.text()).isEqualTo(ReachVerdictIT.FRAUD.rationale());
            assertThat(detail(verdict).path("actions").toString()).contains("suspend_seller");
        });
    }
}
