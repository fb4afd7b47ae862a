package org.assize.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.casework.CaseList;
import org.assize.casework.CaseQuery;
import org.assize.casework.Casebook;
import org.assize.casework.FraudCase;
import org.assize.casework.Stretch;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.assize.security.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Pages of a queue that is long. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // filled once
class QueuePagesIT {

    private static final int CASES = Stretch.CASES + 400;

    @Inject
    Casebook book;

    @Inject
    QueueCases queueCases;

    @Inject
    CaseList cases;

    private String queue;
    private Actor ada;

    @BeforeAll
    void aLongQueue() {
        queue = book.queue(null);
        ada = book.person("Ada", Role.INVESTIGATOR);
        Casebook.asOwner(handle -> {
            handle.execute("""
                    insert into assize.fraud_case (id, subject_kind, subject_id, market, queue_key, state, priority, value_at_risk_minor, currency,
                      opened_at, due_at)
                    select gen_random_uuid(), 'order', ? || i, case when i in (5, 20390) then 'XX' else 'DE' end, ?, 'WAITING', i, 100, 'EUR', at, at + interval '1 hour'
                    from generate_series(1, ?) i, lateral (select timestamptz '2001-01-01 00:00Z' + i * interval '1 s' as at) t""", queue, queue, CASES);
            handle.execute("analyze assize.fraud_case");
        });
    }

    @AfterAll
    void noLongQueue() {
        Casebook.asOwner(handle -> {
            handle.execute(
                    "delete from assize.flag where case_id in (select id from assize.fraud_case where queue_key = ?)",
                    queue);
            handle.execute("delete from assize.fraud_case where queue_key = ?", queue);
            handle.execute("analyze assize.fraud_case");
        });
    }

    @Test
    void ofWhatIsRareEndWhenEnoughWasLookedThroughAndGoOn() {
        CaseQuery ofMarket = CaseQuery.read(queue, Map.of("market", List.of("XX")));
        Page<FraudCase> first = queueCases.page(ada, ofMarket, null, 1);
        assertThat(first.items()).extracting(FraudCase::priority).containsExactly(20_390.0);
        Page<FraudCase> last = queueCases.page(ada, ofMarket, first.next(), 1);
        assertThat(last.items()).extracting(FraudCase::priority).containsExactly(5.0);
        assertThat(last.next()).isNull();
        CaseQuery ofNone = CaseQuery.read(queue, Map.of("market", List.of("YY")));
        Page<FraudCase> empty = queueCases.page(ada, ofNone, null, 50);
        assertThat(empty.items()).isEmpty();
        assertThat(empty.next()).as("more has not been looked through").isNotNull();
        assertThat(queueCases.page(ada, ofNone, empty.next(), 50)).isEqualTo(new Page<>(List.of(), null));
    }

    @Test
    void ofAnOriginAreThoseWithAFlagOfIt() {
        Casebook.asOwner(handle -> handle.execute("""
                insert into assize.flag (id, case_id, subject_kind, subject_id, origin, as_of, inclusion_probability, flagged_by, flagged_at)
                select gen_random_uuid(), id, subject_kind, subject_id, case priority when 7 then 'rule' else 'audit_sample' end, opened_at, 0.1,
                       ?, opened_at
                from assize.fraud_case where queue_key = ? and priority in (7, 20377)""", Actor.SYSTEM_ID, queue));
        CaseQuery sampled = CaseQuery.read(queue, Map.of("origin", List.of("audit_sample")));
        Page<FraudCase> page = queueCases.page(ada, sampled, null, 50);
        assertThat(page.items()).extracting(FraudCase::priority).containsExactly(20_377.0);
        assertThat(queueCases.page(ada, sampled, page.next(), 50).items()).isEmpty();
    }

    @Test
    void ofAllCasesMissNoneAndRepeatNone() {
        var ofTheQueue = new CaseList.Filter(queue, null, true, null, null, null, null, null);
        List<UUID> seen = new ArrayList<>();
        @Nullable String after = null;
        do {
            Page<FraudCase> page = cases.page(ada, ofTheQueue, after, Page.LARGEST);
            page.items().forEach(its -> seen.add(its.id()));
            after = page.next();
        } while (after != null);
        assertThat(seen).hasSize(CASES).doesNotHaveDuplicates();
    }

    @Test
    void knowWhichQueueThereIs() {
        assertThat(queueCases.page(ada, "no-such-queue", null, 50)).isEmpty();
        String nothingWaits = book.queue(null);
        assertThat(queueCases.page(ada, nothingWaits, null, 50))
                .hasValueSatisfying(page -> assertThat(page.items()).isEmpty());
        assertThat(queueCases.page(ada, queue, null, 50)).hasValueSatisfying(page -> {
            assertThat(page.items())
                    .hasSize(50)
                    .allSatisfy(its -> assertThat(its.queueName()).isEqualTo(queue));
            assertThat(page.next()).isNotNull();
        });
    }
}
