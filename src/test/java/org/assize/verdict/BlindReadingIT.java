package org.assize.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.assize.casework.AddNote;
import org.assize.casework.CaseFile;
import org.assize.casework.CaseQuery;
import org.assize.casework.CaseState;
import org.assize.casework.CaseTimeline;
import org.assize.casework.Casebook;
import org.assize.casework.PassedOn;
import org.assize.quality.Agreement;
import org.assize.queue.ActOnMany;
import org.assize.queue.ActResult;
import org.assize.queue.BulkAct;
import org.assize.queue.BulkSelection;
import org.assize.queue.ChangeQueuePolicy;
import org.assize.queue.ClaimCase;
import org.assize.queue.ClaimNextCase;
import org.assize.queue.Claimed;
import org.assize.queue.HandOverCase;
import org.assize.queue.MyWork;
import org.assize.queue.QueueCases;
import org.assize.queue.QueuePolicy;
import org.assize.queue.ReviewRule;
import org.assize.queue.Terms;
import org.assize.security.Actor;
import org.assize.security.NotPermitted;
import org.assize.security.Role;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cases that two people read who do not know of each other what they found. */
@QuarkusTest
class BlindReadingIT {

    private static final String WORDS = "a shop of air, said nobody but Ada";

    private static final VerdictForm FRAUD = new VerdictForm(
            Decision.FRAUD, Typology.FAKE_SHOP, Confidence.CERTAIN, true, WORDS, List.of(Action.SUSPEND_SELLER));

    private static final VerdictForm BRUSHING = new VerdictForm(
            Decision.FRAUD, Typology.BRUSHING, Confidence.LIKELY, true, "its own best customer", List.of(Action.WARN));

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
    HandOverCase handOver;

    @Inject
    ActOnMany actOnMany;

    @Inject
    BulkSelection selection;

    @Inject
    ChangeQueuePolicy changePolicy;

    @Inject
    CaseFile caseFile;

    @Inject
    CaseTimeline timeline;

    @Inject
    QueueCases queueCases;

    @Inject
    AddNote addNote;

    @Inject
    MyWork myWork;

    @Inject
    ReachVerdict reachVerdict;

    @Inject
    ReviewVerdict reviewVerdict;

    @Inject
    WhyReviewed whyReviewed;

    @Inject
    PassedOn passedOn;

    @Inject
    ChangePolicyText changePolicyText;

    @Inject
    PolicyTexts policyTexts;

    @Inject
    ReadingsOfCase readings;

    @Inject
    Agreement agreement;

    Actor ada;
    Actor bob;
    Actor lea;
    Actor lou;
    String queue;

    @BeforeEach
    void people() {
        ada = book.person("Ada", Role.INVESTIGATOR);
        bob = book.person("Bob", Role.INVESTIGATOR);
        lea = book.person("Lea", Role.LEAD);
        lou = book.person("Lou", Role.LEAD);
        queue = book.queue(null);
        readTwice(1, QueuePolicy.SecondReview.NONE);
    }

    private void readTwice(int version, QueuePolicy.SecondReview review) {
        var terms = Terms.read(1, review, "suspend_seller", "warn", "none");
        assertThat(changePolicy.change(lea, queue, version, terms)).isInstanceOf(ChangeQueuePolicy.Changed.class);
    }

    @Test
    void theFirstReaderNeverGetsTheCaseAgain() {
        UUID id = read(ada, FRAUD);
        assertThat(state(id)).isEqualTo(CaseState.WAITING);
        assertThat(claimNext.claim(ada, queue)).isInstanceOf(ClaimNextCase.QueueEmpty.class);
        assertThat(claimCase.claim(ada, id)).isEqualTo(new ClaimCase.ReadBefore());
        long version = version(id);
        assertThat(handOver.handOver(lea, id, version, ada.id(), "she knows it"))
                .isInstanceOfSatisfying(
                        ActResult.Invalid.class,
                        refused -> assertThat(refused.errors())
                                .singleElement()
                                .satisfies(error -> assertThat(error.rule()).isEqualTo("has_read")));
        CaseQuery all = CaseQuery.of(queue, CaseState.WAITING);
        BulkSelection.Preview preview = selection.preview(lea, all, new BulkAct.HandOver(ada.id()));
        assertThat(preview.cases()).isEmpty();
        assertThat(preview.leftOut()).isEqualTo(1);
        ActOnMany.Done done = (ActOnMany.Done) actOnMany.act(
                lea,
                new BulkAct.HandOver(ada.id()),
                all,
                List.of(new BulkSelection.Chosen(id, version)),
                "she knows them");
        assertThat(done.changed()).isZero();
        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(
                        "update fraud_case set state = 'CLAIMED', claimed_by = ?, claimed_until = now() + interval '1 hour' where id = ?",
                        ada.id(),
                        id)))
                .as("the database would not have it either")
                .hasMessageContaining("ck_fraud_case_second_reader");
        assertThat(myWork.read(ada, Instant.EPOCH).decidedToday())
                .as("to her it is decided")
                .singleElement()
                .satisfies(its -> assertThat(its.reached()).isEqualTo("FRAUD"));
    }

    @Test
    void theSecondReaderSeesNothingOfTheFirstReading() {
        UUID id = book.openIn(queue, 10).getFirst();
        Claimed hers = (Claimed) claimNext.claim(ada, queue);
        assertThat(addNote.add(ada, id, "this note says it is a fake shop")).isInstanceOf(AddNote.Added.class);
        assertThat(addNote.add(lea, id, "what the lead knew before")).isInstanceOf(AddNote.Added.class);
        assertThat(reachVerdict.reach(ada, id, hers.claim().version(), FRAUD))
                .isInstanceOfSatisfying(
                        ReachVerdict.Reached.class,
                        reached -> assertThat(reached.then()).isEqualTo(ReachVerdict.Then.AWAITS_SECOND_READING));
        Claimed his = (Claimed) claimNext.claim(bob, queue);
        assertThat(his.fraudCase().decision()).isNull();
        for (Actor anybody : List.of(bob, lea)) {
            CaseFile.Contents contents = caseFile.read(anybody, id).orElseThrow();
            assertThat(contents.verdicts()).isEmpty();
            assertThat(contents.fraudCase().decision()).isNull();
            assertThat(contents.notes()).extracting(note -> note.body()).containsExactly("what the lead knew before");
            String told =
                    timeline.page(anybody, id, null, 100).orElseThrow().items().toString();
            assertThat(told).doesNotContain("fake").doesNotContain("FRAUD").doesNotContain(WORDS);
            assertThat(told).as("that it was read is no secret").contains("reading.sealed");
            assertThat(readings.read(anybody, id)).isEmpty();
        }
        assertThat(book.payload(id, "reading.sealed"))
                .doesNotContainIgnoringCase("fraud")
                .doesNotContain("fake")
                .doesNotContain("suspend");
        assertThat(readings.read(ada, id)).as("her own").hasSize(1);
        assertThat(caseFile.read(ada, id).orElseThrow().notes()).hasSize(2);
        assertThat(queueCases
                        .page(
                                bob,
                                new CaseQuery(
                                        queue,
                                        CaseState.CLAIMED,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        "FRAUD",
                                        null,
                                        null),
                                null,
                                10)
                        .items())
                .as("nor does a filter tell")
                .isEmpty();
        assertThat(consequences(id)).isZero();

        assertThat(reachVerdict.reach(bob, id, his.claim().version(), LEGITIMATE))
                .isInstanceOf(ReachVerdict.Reached.class);
        assertThat(readings.read(bob, id)).as("theirs is in").hasSize(2);
        assertThat(caseFile.read(bob, id).orElseThrow().notes()).hasSize(2);
    }

    @Test
    void twoWhoAgreeCloseTheCaseWithTheFirstVerdictAndOneLabel() {
        UUID id = read(ada, FRAUD);
        VerdictForm same = new VerdictForm(
                Decision.FRAUD, Typology.FAKE_SHOP, Confidence.LIKELY, false, "air", List.of(Action.WARN));
        assertThat(readAgain(bob, id, same)).isEqualTo(ReachVerdict.Then.CLOSED);
        assertThat(state(id)).isEqualTo(CaseState.CLOSED);
        assertThat(caseFile.read(lea, id).orElseThrow().verdicts())
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.reachedBy()).isEqualTo("Ada");
                    assertThat(verdict.actions()).containsExactly("suspend_seller");
                });
        assertThat(consequences(id)).as("a label and a message").isEqualTo(2);
        assertThat(book.trail(id)).endsWith("reading.sealed", "case.claimed", "reading.sealed", "readings.agreed");
        assertThat(book.payload(id, "readings.agreed")).contains("fake_shop").contains("\"other\"");
        assertThat(book.count("select count(*) from blind_reading where case_id = ?", id))
                .as("both are kept")
                .isEqualTo(2);
        assertThatThrownBy(() -> jdbi.useHandle(handle ->
                        handle.execute("update blind_reading set decision = 'LEGITIMATE' where case_id = ?", id)))
                .hasMessageContaining("permission denied");
    }

    @Test
    void twoWhoDifferLeaveItToALeadWhoIsNeitherOfThem() {
        UUID id = read(ada, FRAUD);
        assertThat(readAgain(lea, id, BRUSHING)).isEqualTo(ReachVerdict.Then.AWAITS_REVIEW);
        assertThat(state(id)).isEqualTo(CaseState.SECOND_REVIEW);
        assertThat(consequences(id)).isZero();
        assertThat(readings.read(lou, id))
                .extracting(reading -> reading.verdict().typology())
                .containsExactly(Typology.FAKE_SHOP, Typology.BRUSHING);
        assertThat(reviewVerdict.review(lea, id, new ReviewVerdict.Adopt("mine, of course")))
                .isInstanceOf(ReviewVerdict.SamePerson.class);
        assertThatThrownBy(() -> reviewVerdict.review(bob, id, new ReviewVerdict.Uphold("the first")))
                .isInstanceOf(NotPermitted.class);
        assertThat(reviewVerdict.review(lou, id, new ReviewVerdict.Adopt("the buyers are its own")))
                .isInstanceOf(ReviewVerdict.Reviewed.class);
        assertThat(state(id)).isEqualTo(CaseState.CLOSED);
        assertThat(caseFile.read(lou, id).orElseThrow().verdicts().getFirst().typology())
                .isEqualTo("brushing");
        assertThat(book.count("select count(*) from label where case_id = ?", id))
                .isEqualTo(1);
        assertThat(book.count("select count(*) from label where case_id = ? and typology = 'brushing'", id))
                .isEqualTo(1);
        assertThat(book.trail(id)).endsWith("readings.differed", "verdict.adopted");
    }

    @Test
    void aLeadMayTakeTheFirstOrNeither() {
        UUID one = read(ada, FRAUD);
        readAgain(bob, one, LEGITIMATE);
        assertThat(reviewVerdict.review(lou, one, new ReviewVerdict.Uphold("nothing was ever sent")))
                .isInstanceOf(ReviewVerdict.Reviewed.class);
        assertThat(caseFile.read(lou, one).orElseThrow().fraudCase().decision()).isEqualTo("FRAUD");
        UUID other = read(ada, FRAUD);
        readAgain(bob, other, LEGITIMATE);
        assertThat(reviewVerdict.review(lou, other, new ReviewVerdict.Overturn(BRUSHING)))
                .isInstanceOf(ReviewVerdict.Reviewed.class);
        assertThat(book.count("select count(*) from label where case_id = ? and typology = 'brushing'", other))
                .isEqualTo(1);
        assertThat(book.count("select count(*) from label where case_id = ?", other))
                .isEqualTo(1);
    }

    @Test
    void ofManyWhoWantItAtOnceOneIsTheSecondReaderAndNeverTheFirst() throws Exception {
        UUID id = read(ada, FRAUD);
        List<Callable<Boolean>> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Actor who = i % 2 == 0 ? ada : book.person("P" + i, Role.INVESTIGATOR);
            callers.add(() -> claimNext.claim(who, queue) instanceof Claimed);
        }
        try (var threads = Executors.newFixedThreadPool(8)) {
            long got = threads.invokeAll(callers).stream()
                    .filter(each -> {
                        try {
                            return each.get();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .count();
            assertThat(got).isEqualTo(1);
        }
        UUID holder = caseFile.read(lea, id).orElseThrow().fraudCase().claimedById();
        assertThat(holder).isNotNull().isNotEqualTo(ada.id());
    }

    @Test
    void aCaseThatIsOpenedAgainIsNotReadBlindAgain() {
        UUID id = read(ada, FRAUD);
        readAgain(bob, id, FRAUD);
        book.reopen(lea, id);
        Claimed again = (Claimed) claimNext.claim(ada, queue);
        assertThat(reachVerdict.reach(ada, id, again.claim().version(), LEGITIMATE))
                .isInstanceOfSatisfying(
                        ReachVerdict.Reached.class,
                        reached -> assertThat(reached.then()).isEqualTo(ReachVerdict.Then.CLOSED));
    }

    @Test
    void aLaterVerdictUnderReviewIsNotDecidedByOldReadings() {
        UUID id = read(ada, FRAUD);
        readAgain(bob, id, LEGITIMATE);
        assertThat(readings.toDecideBetween(lou, id)).hasSize(2);
        assertThat(whyReviewed.of(lou, List.of(id, UUID.randomUUID())))
                .containsExactly(Map.entry(id, ReviewRule.DISAGREEMENT));
        reviewVerdict.review(lou, id, new ReviewVerdict.Adopt("all of it was sent"));
        book.reopen(lou, id);
        readTwice(2, new QueuePolicy.SecondReview(1, null, List.of()));
        Actor cy = book.person("Cy", Role.INVESTIGATOR);
        Claimed again = (Claimed) claimNext.claim(cy, queue);
        reachVerdict.reach(cy, id, again.claim().version(), BRUSHING);
        assertThat(state(id)).isEqualTo(CaseState.SECOND_REVIEW);
        assertThat(readings.toDecideBetween(lou, id)).isEmpty();
        assertThat(whyReviewed.of(lou, List.of(id))).containsExactly(Map.entry(id, ReviewRule.SHARE));
        assertThat(reviewVerdict.review(lou, id, new ReviewVerdict.Adopt("the second")))
                .isInstanceOf(ReviewVerdict.NothingToReview.class);
        assertThat(reviewVerdict.review(lou, id, new ReviewVerdict.Uphold("what Cy says")))
                .isInstanceOf(ReviewVerdict.Reviewed.class);
    }

    @Test
    void wordsThatTheFirstReaderPassesItOnWithAreNotForTheSecond() {
        UUID id = read(lea, FRAUD);
        handOver.handOver(lea, id, version(id), bob.id(), "a fake shop, look at the returns");
        assertThat(passedOn.to(bob, id)).isEmpty();
        Claimed his = (Claimed) claimCase.claim(bob, id);
        reachVerdict.reach(bob, id, his.claim().version(), FRAUD);
        assertThat(passedOn.to(bob, id)).as("it is decided").isEmpty();
    }

    @Test
    void aVerdictKeepsThePolicyTextThatItsReaderHad() {
        UUID id = read(ada, BRUSHING);
        int before = policyTexts.current(lea, Typology.BRUSHING).orElseThrow().version();
        assertThat(changePolicyText.change(
                        lea,
                        Typology.BRUSHING,
                        before,
                        new ChangePolicyText.Form("4.2", "Changed since " + id, "此后有变")))
                .isInstanceOf(ChangePolicyText.Changed.class);
        readAgain(bob, id, BRUSHING);
        assertThat(book.count("select policy_text_version from verdict where case_id = ?", id))
                .isEqualTo(before);
    }

    @Test
    void agreementIsCountedOncePerCaseAndForLeadsOnly() {
        readAgain(bob, read(ada, FRAUD), FRAUD);
        readAgain(bob, read(ada, FRAUD), BRUSHING);
        read(ada, FRAUD);
        Instant now = Instant.now();
        Agreement.Figures figures =
                agreement.read(lea, queue, now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)));
        assertThat(figures.cases()).isEqualTo(2);
        assertThat(figures.agreed()).isEqualTo(1);
        assertThat(figures.awaitingSecond()).isEqualTo(1);
        assertThat(figures.raw()).satisfies(raw -> assertThat(raw.value()).isEqualTo(0.5));
        assertThat(figures.kappa()).as("too few").isNull();
        assertThatThrownBy(() -> agreement.read(ada, queue, now, now)).isInstanceOf(NotPermitted.class);
    }

    @Test
    void theDrawIsRepeatableAndIndependentOfThatOfTheSecondReview() {
        QueuePolicy policy = new QueuePolicy(
                "q",
                "q",
                null,
                2,
                Terms.read(0.2, new QueuePolicy.SecondReview(0.2, null, List.of()), "warn"),
                4711,
                lea.id(),
                "Lea",
                Instant.EPOCH);
        List<UUID> ids = java.util.stream.LongStream.range(0, 5_000)
                .mapToObj(i -> new UUID(i * 0x9E3779B97F4A7C15L, i * 0xC2B2AE3D27D4EB4FL))
                .toList();
        List<UUID> twice = ids.stream().filter(policy::isReadTwice).collect(Collectors.toList());
        assertThat(twice).hasSizeBetween(850, 1_150);
        assertThat(ids.stream().filter(policy::isReadTwice).toList()).isEqualTo(twice);
        long both = twice.stream()
                .filter(id -> policy.reviewOf(id, new org.assize.platform.Money(100, "EUR"), null)
                        .isPresent())
                .count();
        assertThat(both).isBetween(140L, 260L);
    }

    private UUID read(Actor actor, VerdictForm form) {
        UUID id = book.openIn(queue, 10).getFirst();
        Claimed claimed = (Claimed) claimCase.claim(actor, id);
        assertThat(reachVerdict.reach(actor, id, claimed.claim().version(), form))
                .isInstanceOfSatisfying(
                        ReachVerdict.Reached.class,
                        reached -> assertThat(reached.then()).isEqualTo(ReachVerdict.Then.AWAITS_SECOND_READING));
        return id;
    }

    private ReachVerdict.Then readAgain(Actor actor, UUID id, VerdictForm form) {
        Claimed claimed = (Claimed) claimCase.claim(actor, id);
        return ((ReachVerdict.Reached)
                        reachVerdict.reach(actor, id, claimed.claim().version(), form))
                .then();
    }

    private long consequences(UUID id) {
        return book.count("select count(*) from label where case_id = ?", id)
                + book.count("select count(*) from outbox where payload ->> 'caseId' = ?", id.toString());
    }

    private CaseState state(UUID id) {
        return caseFile.read(lea, id).orElseThrow().fraudCase().state();
    }

    private long version(UUID id) {
        return caseFile.read(lea, id).orElseThrow().fraudCase().claimVersion();
    }
}
