package org.assize.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.assize.TestDatabase;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a lead finds waiting for a word. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class AwaitingReviewIT {

    /** Longer ago than any case of another test. */
    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");

    @Inject
    Casebook book;

    @Inject
    AwaitingReview waits;

    @Test
    void whoWaitsLongestComesFirstAndNobodyIsCutOff() {
        List<UUID> waiting = new ArrayList<>();
        for (int day : new int[] {4, 0, 3, 1, 1, 2}) {
            UUID id = book.open(Casebook.seller());
            Casebook.asOwner(handle -> handle.execute(
                    "update assize.fraud_case set state = 'SECOND_REVIEW', opened_at = ? where id = ?",
                    LONG_AGO.plus(Duration.ofDays(day)),
                    id));
            waiting.add(id);
        }
        UUID inWork = book.open(Casebook.seller());

        List<FraudCase> read = new ArrayList<>();
        @Nullable String after = null;
        do {
            Page<FraudCase> page = waits.page(Actor.SYSTEM, after, 2);
            read.addAll(page.items());
            after = page.next();
        } while (after != null);

        assertThat(read).extracting(FraudCase::id).doesNotContain(inWork).doesNotHaveDuplicates();
        assertThat(read.subList(0, waiting.size()))
                .isSortedAccordingTo(Comparator.comparing(FraudCase::openedAt))
                .extracting(FraudCase::id)
                .containsExactlyInAnyOrderElementsOf(waiting);
    }
}
