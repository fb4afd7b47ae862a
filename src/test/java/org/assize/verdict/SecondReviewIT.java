package org.assize.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.assize.casework.CaseFile;
import org.assize.casework.CaseState;
import org.assize.casework.Casebook;
import org.assize.queue.ChangeQueuePolicy;
import org.assize.queue.ClaimCase;
import org.assize.queue.ClaimNextCase;
import org.assize.queue.Claimed;
import org.assize.queue.LostClaim;
import org.assize.queue.QueuePolicy;
import org.assize.queue.ReleaseCase;
import org.assize.queue.Terms;
import org.assize.security.Actor;
import org.assize.security.NotPermitted;
import org.assize.security.Role;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Verdicts that the rule of a queue sets aside: nothing follows from them until another person has read them. */
@QuarkusTest
class SecondReviewIT {

    private static final VerdictForm FRAUD = new VerdictForm(
            Decision.FRAUD,
            Typology.FAKE_SHOP,
            Confidence.CERTAIN,
            true,
            "a shop of air",
            List.of(Action.SUSPEND_SELLER));

    private static final VerdictForm LEGITIMATE = new VerdictForm(
            Decision.LEGITIMATE, null, Confidence.LIKELY, false, "the shop is real", List.of(Action.NONE));

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    ClaimNextCase claimNext;

    @Inject
    ClaimCase claimCase;

    @Inject
    ReleaseCase releaseCase;

    @Inject
    ChangeQueuePolicy changePolicy;

    @Inject
    CaseFile caseFile;

    @Inject
    ReachVerdict reachVerdict;

    @Inject
    ReviewVerdict reviewVerdict;

    Actor ada;
    Actor lea;
    Actor lou;
    String queue;

    @BeforeEach
    void people() {
        ada = book.person("Ada", Role.INVESTIGATOR);
        lea = book.person("Lea", Role.LEAD);
        lou = book.person("Lou", Role.LEAD);
        queue = book.queue(null);
    }

    @Test
    void anUpheldVerdictHasItsConsequencesThenAndNotBefore() {
        rule(1, null, List.of());
        UUID id = decided(ada, 10, true);
        assertThat(state(id)).isEqualTo(CaseState.SECOND_REVIEW);
        assertThat(consequences(id)).isZero();
        assertThat(claimCase.claim(ada, id)).isInstanceOf(ClaimCase.NotOpen.class);
        long version = caseFile.read(lea, id).orElseThrow().fraudCase().claimVersion();
        assertThat(releaseCase.release(lea, id, version))
                .as("not even a lead puts it back into the queue")
                .isInstanceOf(LostClaim.class);
        assertThatThrownBy(() -> reviewVerdict.review(ada, id, new ReviewVerdict.Uphold("mine")))
                .isInstanceOf(NotPermitted.class);
        assertThat(reviewVerdict.review(lea, id, new ReviewVerdict.Uphold(" ")))
                .isInstanceOf(ReviewVerdict.Invalid.class);

        assertThat(reviewVerdict.review(lea, id, new ReviewVerdict.Uphold("looked at the orders")))
                .isInstanceOf(ReviewVerdict.Reviewed.class);
        assertThat(state(id)).isEqualTo(CaseState.CLOSED);
        assertThat(consequences(id)).as("a label and a message").isEqualTo(2);
        assertThat(book.count("select count(*) from label where case_id = ? and label = 'fraud'", id))
                .isEqualTo(1);
        assertThat(book.trail(id)).endsWith("verdict.reached", "verdict.upheld");
        assertThat(reviewVerdict.review(lou, id, new ReviewVerdict.Uphold("again")))
                .isInstanceOf(ReviewVerdict.NothingToReview.class);
    }

    @Test
    void anOverturnedVerdictLeavesOnlyTheOtherOnesConsequences() {
        rule(0, 5_000, List.of());
        UUID id = decided(ada, 5_000, true);
        assertThat(reviewVerdict.review(lea, id, new ReviewVerdict.Overturn(LEGITIMATE)))
                .isInstanceOfSatisfying(
                        ReviewVerdict.Reviewed.class,
                        reviewed -> assertThat(reviewed.verdict().reachedBy()).isEqualTo("Lea"));
        assertThat(caseFile.read(ada, id).orElseThrow().verdicts())
                .extracting(CaseFile.ReachedVerdict::decision)
                .containsExactly("LEGITIMATE", "FRAUD");
        assertThat(book.count("select count(*) from label where case_id = ?", id))
                .isEqualTo(1);
        assertThat(book.count("select count(*) from label where case_id = ? and label = 'legitimate'", id))
                .isEqualTo(1);
        assertThat(book.count("select count(*) from outbox where payload ->> 'caseId' = ?", id.toString()))
                .isZero();
        assertThat(book.trail(id)).endsWith("verdict.reached", "verdict.overturned");
    }

    @Test
    void nobodyReviewsTheirOwn() {
        rule(0, null, List.of("fake_shop"));
        UUID id = decided(lea, 10, true);
        assertThat(reviewVerdict.review(lea, id, new ReviewVerdict.Uphold("it is right")))
                .isInstanceOf(ReviewVerdict.SamePerson.class);
        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(
                        "update second_review set reviewed_by = ?, reviewed_at = now(), upheld = true where case_id = ?",
                        lea.id(),
                        id)))
                .hasMessageContaining("ck_second_review_four_eyes");
        assertThat(reviewVerdict.review(lou, id, new ReviewVerdict.Uphold("it is right")))
                .isInstanceOf(ReviewVerdict.Reviewed.class);
    }

    @Test
    void whatNoRuleHitsIsClosedAtOnce() {
        rule(0, 5_000, List.of("counterfeit"));
        UUID id = decided(ada, 4_999, false);
        assertThat(state(id)).isEqualTo(CaseState.CLOSED);
        assertThat(consequences(id)).isEqualTo(2);
    }

    private UUID decided(Actor actor, long euros, boolean awaitsReview) {
        UUID id = book.openIn(queue, euros).getFirst();
        Claimed claimed = (Claimed) claimNext.claim(actor, queue);
        assertThat(reachVerdict.reach(actor, id, claimed.claim().version(), FRAUD))
                .isInstanceOfSatisfying(
                        ReachVerdict.Reached.class,
                        reached -> assertThat(reached.then())
                                .isEqualTo(awaitsReview ? ReachVerdict.Then.AWAITS_REVIEW : ReachVerdict.Then.CLOSED));
        return id;
    }

    private long consequences(UUID id) {
        return book.count("select count(*) from label where case_id = ?", id)
                + book.count("select count(*) from outbox where payload ->> 'caseId' = ?", id.toString());
    }

    private CaseState state(UUID id) {
        return caseFile.read(lea, id).orElseThrow().fraudCase().state();
    }

    private void rule(double share, @Nullable Integer fromEuro, List<String> typologies) {
        var terms = Terms.read(0, new QueuePolicy.SecondReview(share, fromEuro, typologies), "suspend_seller", "none");
        assertThat(changePolicy.change(lea, queue, 1, terms)).isInstanceOf(ChangeQueuePolicy.Changed.class);
    }
}
