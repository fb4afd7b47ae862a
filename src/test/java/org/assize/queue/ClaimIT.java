package org.assize.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.assize.audit.ChainCheck;
import org.assize.casework.CaseState;
import org.assize.casework.Casebook;
import org.assize.casework.FraudCase;
import org.assize.casework.Notification;
import org.assize.casework.NotificationList;
import org.assize.platform.Bulletin;
import org.assize.platform.Ids;
import org.assize.security.Actor;
import org.assize.security.ChangePerson;
import org.assize.security.NotPermitted;
import org.assize.security.Role;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ClaimIT {

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    ClaimNextCase claimNext;

    @Inject
    ClaimCase claimCase;

    @Inject
    ExtendClaim extendClaim;

    @Inject
    ReleaseCase releaseCase;

    @Inject
    SkipCase skipCase;

    @Inject
    NotificationList notifications;

    @Inject
    SnoozeCase snoozeCase;

    @Inject
    EscalateCase escalateCase;

    @Inject
    HandOverCase handOverCase;

    @Inject
    ReturnEndedClaims returnEndedClaims;

    @Inject
    ChangePerson changePerson;

    @Inject
    QueueBacklog backlog;

    @Inject
    Bulletin bulletin;

    @Inject
    QueueCases queueCases;

    @Inject
    MyWork myWork;

    @Inject
    QueuePolicies policies;

    @Inject
    ChangeQueuePolicy changeQueuePolicy;

    @Inject
    ChainCheck chains;

    Actor ada;
    Actor bob;
    Actor lea;
    String queue;

    @BeforeEach
    void people() {
        ada = book.person("Ada", Role.INVESTIGATOR);
        bob = book.person("Bob", Role.INVESTIGATOR);
        lea = book.person("Lea", Role.LEAD);
        queue = book.queue(null);
    }

    @Test
    void theMostUrgentCaseComesFirstAndThenTheQueueIsEmpty() {
        List<UUID> ids = book.openIn(queue, 10, 1000, 100);
        assertThat(queueCases.page(ada, queue, null, 10).orElseThrow().items())
                .extracting(FraudCase::id)
                .containsExactly(ids.get(1), ids.get(2), ids.get(0));
        assertThat(claim(ada).claim().caseId()).isEqualTo(ids.get(1));
        assertThat(claim(bob).claim().caseId()).isEqualTo(ids.get(2));
        assertThat(claim(ada).claim().caseId()).isEqualTo(ids.get(0));
        assertThat(claimNext.claim(ada, queue)).isInstanceOf(ClaimNextCase.QueueEmpty.class);
        assertThat(claimNext.claim(ada, "no such queue")).isInstanceOf(ClaimNextCase.NoSuchQueue.class);
        assertThat(book.trail(ids.get(1))).endsWith("case.claimed");
    }

    @Test
    void whoeverClaimsReadsTheCaseAsItStandsThen() {
        book.openIn(queue, 10, 20);
        assertThat(List.of(claim(ada).fraudCase(), claim(bob).fraudCase()))
                .allSatisfy(claimed -> assertThat(claimed).isEqualTo(asItStands(claimed.id())));
        UUID named = book.openIn(queue, 10).getFirst();
        assertThat(((Claimed) claimCase.claim(ada, named)).fraudCase()).isEqualTo(asItStands(named));
    }

    @Test
    void aClaimIsUndoneWithTheTransactionThatItIsPartOf() {
        UUID id = book.openIn(queue, 10).getFirst();
        List<String> before = book.trail(id);
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    claim(ada);
                    throw new IllegalStateException("what comes after it fails");
                }))
                .hasMessage("what comes after it fails");
        assertThat(asItStands(id).state()).isEqualTo(CaseState.WAITING);
        assertThat(book.trail(id)).isEqualTo(before);
    }

    @Test
    void whatTheTrailCanNotBeToldIsNotClaimed() {
        UUID id = book.openIn(queue, 10).getFirst();
        List<String> before = book.trail(id);
        Actor unknown = new Actor.SignedIn(Ids.next(), "Nobody", Set.of(Role.INVESTIGATOR));
        assertThatThrownBy(() -> claimNext.claim(unknown, queue)).hasMessageContaining("fk_audit_event_actor");
        assertThat(asItStands(id).state()).isEqualTo(CaseState.WAITING);
        assertThat(book.trail(id)).isEqualTo(before);
    }

    @Test
    void theTrailSaysWhatWasClaimedAndItsChainIsWhole() {
        UUID id = book.openIn(queue, 10).getFirst();
        Claim first = claim(ada).claim();
        String told = book.payload(id, "case.claimed");
        assertThat(told)
                .startsWith("{\"claimVersion\":%d,\"queue\":\"%s\",\"until\":\"".formatted(first.version(), queue));
        assertThat(Instant.parse(told.substring(told.lastIndexOf(":\"") + 2, told.length() - 2)))
                .isEqualTo(first.until());
        releaseCase.release(ada, id, first.version());
        claim(bob);
        book.lapse(id);
        claimCase.claim(ada, id);
        assertThat(book.trail(id))
                .endsWith("case.claimed", "case.released", "case.claimed", "case.claim_expired", "case.claimed");
        assertThat(chains.ofCase(Actor.SYSTEM, id)).isInstanceOf(ChainCheck.Whole.class);
    }

    @Test
    void whoMayNotWorkCasesClaimsNone() {
        book.openIn(queue, 10);
        Actor otto = book.person("Otto", Role.AUDITOR);
        assertThatThrownBy(() -> claimNext.claim(otto, queue)).isInstanceOf(NotPermitted.class);
    }

    @Test
    void pagesOfAQueueMeetEveryCaseOnceEvenAtEqualPriority() {
        List<UUID> ids = book.openIn(queue, 5, 5, 5, 5, 5);
        jdbi.useHandle(handle -> handle.execute("update fraud_case set priority = 1.0 / 3 where queue_key = ?", queue));
        List<UUID> seen = new java.util.ArrayList<>();
        String after = null;
        do {
            var page = queueCases.page(ada, queue, after, 2).orElseThrow();
            page.items().forEach(its -> seen.add(its.id()));
            after = page.next();
        } while (after != null);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids).doesNotHaveDuplicates();
    }

    @Test
    void aNamedCaseTellsWhoHoldsIt() {
        UUID id = book.openIn(queue, 10).getFirst();
        Claimed mine = (Claimed) claimCase.claim(ada, id);
        assertThat(claimCase.claim(ada, id)).isEqualTo(mine);
        assertThat(claimCase.claim(bob, id)).isInstanceOfSatisfying(ClaimCase.HeldByAnother.class, held -> {
            assertThat(held.heldBy()).isEqualTo("Ada");
            assertThat(held.until()).isEqualTo(mine.claim().until());
        });
        assertThat(claimCase.claim(ada, Ids.next())).isInstanceOf(NoSuchCase.class);
    }

    @Test
    void theDatabaseKnowsNoClaimWithoutAHolderAndNoHolderWithoutAClaim() {
        UUID id = book.openIn(queue, 10).getFirst();
        assertThatThrownBy(() -> jdbi.useHandle(
                        handle -> handle.execute("update fraud_case set state = 'CLAIMED' where id = ?", id)))
                .hasMessageContaining("ck_fraud_case_claim");
        assertThatThrownBy(() -> jdbi.useHandle(
                        handle -> handle.execute("update fraud_case set claimed_by = ? where id = ?", ada.id(), id)))
                .hasMessageContaining("ck_fraud_case_claim");
    }

    @Test
    void aReleasedCaseGoesToOthersFirst() {
        List<UUID> ids = book.openIn(queue, 1000, 10);
        Claimed urgent = claim(ada);
        assertThat(releaseCase.release(ada, ids.get(0), urgent.claim().version()))
                .isInstanceOf(ActResult.Done.class);
        Claimed other = claim(ada);
        assertThat(other.claim().caseId()).isEqualTo(ids.get(1));
        // nothing else is left: now it may come back
        assertThat(claim(ada).claim().caseId()).isEqualTo(ids.get(0));
        assertThat(book.trail(ids.get(0))).endsWith("case.claimed", "case.released", "case.claimed");
    }

    @Test
    void anActUnderAnOldClaimVersionChangesNothingAndTellsWhoHoldsTheCase() {
        UUID id = book.openIn(queue, 10).getFirst();
        long old = claim(ada).claim().version();
        releaseCase.release(ada, id, old);
        claim(bob);
        List<String> trail = book.trail(id);
        for (ActResult result : List.of(
                extendClaim.extend(ada, id, old),
                releaseCase.release(ada, id, old),
                snoozeCase.snooze(ada, id, old, Instant.now().plusSeconds(60), "later"),
                escalateCase.escalate(ada, id, old, "sellers", "not mine"),
                handOverCase.handOver(ada, id, old, bob.id(), "yours"))) {
            assertThat(result).isInstanceOfSatisfying(LostClaim.class, lost -> {
                assertThat(lost.heldBy()).isEqualTo("Bob");
                assertThat(lost.since()).isNotNull();
            });
        }
        assertThat(book.trail(id)).isEqualTo(trail);
    }

    @Test
    void anExtendedLeaseIsAFullOneAndKeepsItsVersion() {
        UUID id = book.openIn(queue, 10).getFirst();
        Claim claim = claim(ada).claim();
        jdbi.useHandle(handle ->
                handle.execute("update fraud_case set claimed_until = now() + interval '1 minute' where id = ?", id));
        assertThat(extendClaim.extend(ada, id, claim.version())).isInstanceOfSatisfying(ActResult.Done.class, done -> {
            assertThat(done.fraudCase().claimedUntil()).isAfter(Instant.now().plus(Duration.ofMinutes(14)));
            assertThat(done.fraudCase().claimVersion()).isEqualTo(claim.version());
        });
    }

    @Test
    void whatIsExtendedGivenBackOrSkippedIsToldOnceAndItsChainIsWhole() {
        UUID id = book.openIn(queue, 10).getFirst();
        Claim first = claim(ada).claim();
        var extended = (ActResult.Done) extendClaim.extend(ada, id, first.version());
        assertThat(extended.fraudCase()).isEqualTo(asItStands(id));
        assertThat(book.payload(id, "case.claim_extended"))
                .isEqualTo("{\"claimVersion\":%d,\"until\":\"%s\"}"
                        .formatted(first.version(), extended.fraudCase().claimedUntil()));
        var released = (ActResult.Done) releaseCase.release(lea, id, first.version());
        assertThat(released.fraudCase()).isEqualTo(asItStands(id));
        assertThat(book.payload(id, "case.released"))
                .isEqualTo("{\"claimVersion\":%d,\"holder\":\"%s\"}".formatted(first.version(), ada.id()));
        Claim second = claim(bob).claim();
        var skipped = (ActResult.Done) skipCase.skip(bob, id, second.version(), SkipReason.LANGUAGE);
        assertThat(skipped.fraudCase()).isEqualTo(asItStands(id));
        assertThat(book.trail(id))
                .endsWith("case.claimed", "case.claim_extended", "case.released", "case.claimed", "case.skipped");
        assertThat(chains.ofCase(Actor.SYSTEM, id)).isInstanceOf(ChainCheck.Whole.class);
    }

    @Test
    void aLeaseThatRanOutGivesNoRightAndTheCaseIsSomebodyElsesAtOnce() {
        UUID id = book.openIn(queue, 10).getFirst();
        long version = claim(ada).claim().version();
        book.lapse(id);
        assertThat(extendClaim.extend(ada, id, version)).isInstanceOfSatisfying(LostClaim.class, lost -> {
            assertThat(lost.heldBy()).isNull();
            assertThat(lost.since()).isNotNull();
        });
        assertThat(claim(bob).claim().caseId()).isEqualTo(id);
        assertThat(book.trail(id))
                .containsOnlyOnce("case.claim_expired")
                .endsWith("case.claim_expired", "case.claimed");
    }

    @Test
    void theReaperReturnsLapsedLeasesAndSnoozesThatAreOver() {
        List<UUID> ids = book.openIn(queue, 10, 20);
        long first = ((Claimed) claimCase.claim(ada, ids.get(0))).claim().version();
        long second = ((Claimed) claimCase.claim(ada, ids.get(1))).claim().version();
        snoozeCase.snooze(ada, ids.get(1), second, Instant.now().plusSeconds(3600), "the buyer answers tomorrow");
        book.lapse(ids.get(0));
        jdbi.useHandle(handle -> handle.execute(
                "update fraud_case set snoozed_until = now() - interval '1 second' where id = ?", ids.get(1)));
        returnEndedClaims.run();
        assertThat(book.trail(ids.get(0))).endsWith("case.claim_expired");
        assertThat(book.trail(ids.get(1))).endsWith("case.snoozed", "case.snooze_ended");
        assertThat(queueCases.page(ada, queue, null, 10).orElseThrow().items()).hasSize(2);
        assertThat(extendClaim.extend(ada, ids.get(0), first)).isInstanceOf(LostClaim.class);
    }

    @Test
    void aSnoozedCaseIsNotNextUntilItsTimeAndNeedsAReasonAndAFuture() {
        UUID id = book.openIn(queue, 10).getFirst();
        long version = claim(ada).claim().version();
        assertThat(snoozeCase.snooze(ada, id, version, Instant.now().minusSeconds(1), " "))
                .isInstanceOfSatisfying(
                        ActResult.Invalid.class,
                        invalid -> assertThat(invalid.errors())
                                .extracting(error -> error.field())
                                .containsExactly("reason", "until"));
        assertThat(snoozeCase.snooze(ada, id, version, Instant.now().plusSeconds(3600), "later"))
                .isInstanceOfSatisfying(
                        ActResult.Done.class,
                        done -> assertThat(done.fraudCase().state()).isEqualTo(CaseState.SNOOZED));
        assertThat(claimNext.claim(bob, queue)).isInstanceOf(ClaimNextCase.QueueEmpty.class);
        jdbi.useHandle(handle ->
                handle.execute("update fraud_case set snoozed_until = now() - interval '1 second' where id = ?", id));
        assertThat(claim(bob).claim().caseId()).isEqualTo(id);
    }

    @Test
    void anEscalatedCaseWaitsInTheOtherQueueAndKeepsItsDueTime() {
        UUID id = book.openIn(queue, 10).getFirst();
        Claimed claimed = claim(ada);
        String other = book.queue(null);
        assertThat(escalateCase.escalate(ada, id, claimed.claim().version(), queue, "why"))
                .isInstanceOf(ActResult.Invalid.class);
        assertThat(escalateCase.escalate(ada, id, claimed.claim().version(), other, "a ring, I think"))
                .isInstanceOfSatisfying(ActResult.Done.class, done -> {
                    assertThat(done.fraudCase().queue()).isEqualTo(other);
                    assertThat(done.fraudCase().dueAt())
                            .isEqualTo(claimed.fraudCase().dueAt());
                });
        assertThat(((Claimed) claimNext.claim(bob, other)).claim().caseId()).isEqualTo(id);
    }

    @Test
    void whatIsHandedOverWaitsForThatPersonAloneAndComesFirst() {
        List<UUID> ids = book.openIn(queue, 1000, 10);
        Claimed small = (Claimed) claimCase.claim(ada, ids.get(1));
        Actor otto = book.person("Otto", Role.AUDITOR);
        assertThat(handOverCase.handOver(ada, ids.get(1), small.claim().version(), otto.id(), "you know them"))
                .isInstanceOf(ActResult.Invalid.class);
        assertThat(handOverCase.handOver(ada, ids.get(1), small.claim().version(), bob.id(), "you know them"))
                .isInstanceOf(ActResult.Done.class);
        assertThat(claimCase.claim(ada, ids.get(1))).isEqualTo(new ClaimCase.Reserved(bob.id(), "Bob"));
        assertThat(myWork.read(bob, Instant.EPOCH).handedOver())
                .extracting(FraudCase::id)
                .containsExactly(ids.get(1));
        assertThat(claim(bob).claim().caseId()).isEqualTo(ids.get(1));
        assertThat(claim(bob).claim().caseId()).isEqualTo(ids.get(0));
    }

    @Test
    void whatWaitsForSomebodyWhoLeavesWaitsForEverybodyAgain() {
        Actor noor = book.person("Noor", Role.ADMINISTRATOR);
        for (var wish : List.of(
                new ChangePerson.Wish(null, Set.of(Role.AUDITOR), null), new ChangePerson.Wish(null, null, false))) {
            UUID id = book.openIn(queue, 10).getFirst();
            Actor leaving = book.person("Lee", Role.INVESTIGATOR);
            long version = ((Claimed) claimCase.claim(ada, id)).claim().version();
            assertThat(handOverCase.handOver(ada, id, version, leaving.id(), "you know them"))
                    .isInstanceOf(ActResult.Done.class);
            changePerson.change(noor, leaving.id(), null, new ChangePerson.Wish("Leigh", null, null));
            assertThat(claimCase.claim(bob, id)).isInstanceOf(ClaimCase.Reserved.class);
            assertThat(changePerson.change(noor, leaving.id(), null, wish)).isInstanceOf(ChangePerson.Changed.class);
            assertThat(claimCase.claim(bob, id)).isInstanceOf(Claimed.class);
            assertThat(book.trail(id)).contains("case.reservation_ended");
        }
    }

    @Test
    void aLeadTakesACaseFromWhoeverHoldsIt() {
        UUID id = book.openIn(queue, 10).getFirst();
        long version = claim(ada).claim().version();
        assertThat(releaseCase.release(lea, id, version)).isInstanceOf(ActResult.Done.class);
        assertThat(extendClaim.extend(ada, id, version)).isInstanceOf(LostClaim.class);
    }

    @Test
    void nobodyHoldsMoreThanTheCapacity() {
        String narrow = book.queue(1);
        book.openIn(narrow, 1, 2);
        assertThat(claimNext.claim(ada, narrow)).isInstanceOf(Claimed.class);
        assertThat(claimNext.claim(ada, narrow)).isEqualTo(new AtCapacity(1));
        assertThat(claimNext.claim(bob, narrow)).isInstanceOf(Claimed.class);
    }

    @Test
    void theBacklogCountsWhatIsThere() {
        List<UUID> ids = book.openIn(queue, 1, 2, 3);
        claim(ada);
        jdbi.useHandle(handle -> handle.execute(
                "update fraud_case set due_at = now() - interval '1 hour' where id = ?", ids.getFirst()));
        backlog.forget();
        QueueBacklog.Line line = backlog.read(ada, Instant.EPOCH).stream()
                .filter(its -> its.key().equals(queue))
                .findFirst()
                .orElseThrow();
        assertThat(line.open()).isEqualTo(3);
        assertThat(line.waiting()).isEqualTo(2);
        assertThat(line.claimed()).isEqualTo(1);
        assertThat(line.mine()).isEqualTo(1);
        assertThat(line.breached()).isEqualTo(1);
        assertThat(line.soon()).isZero();
        assertThat(line.openIsCapped()).isFalse();
        assertThat(line.oldestOpenedAt()).isNotNull();
        assertThat(myWork.read(ada, Instant.EPOCH).held()).hasSize(1);
    }

    @Test
    void aPageThatWasGivenAnOlderCountIsToldOfTheNewOne() throws InterruptedException {
        Semaphore told = new Semaphore(0);
        try (var _ = bulletin.subscribe(
                change -> change.isOf(QueueBacklog.TOPIC), Duration.ZERO, changes -> told.release())) {
            int opened = 0;
            do {
                assertThat(opened++).as("rounds in which a count was given").isLessThan(50);
                waiting();
                book.openIn(queue, 1);
            } while (waiting() == opened);
            while (waiting() < opened) {
                assertThat(told.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private int waiting() {
        return backlog.read(ada, Instant.EPOCH).stream()
                .filter(line -> line.key().equals(queue))
                .mapToInt(QueueBacklog.Line::waiting)
                .sum();
    }

    @Test
    void aPolicyChangesByVersionAndNobodyOverwritesAnother() {
        QueuePolicy before = policies.current(queue).orElseThrow();
        QueuePolicy.Terms change = Terms.of(120, 5, 3, "warn");
        assertThatThrownBy(() -> changeQueuePolicy.change(ada, queue, before.version(), change))
                .isInstanceOf(NotPermitted.class);
        assertThat(changeQueuePolicy.change(lea, queue, before.version(), change))
                .isInstanceOf(ChangeQueuePolicy.Changed.class);
        assertThat(changeQueuePolicy.change(lea, queue, before.version(), change))
                .isInstanceOf(ChangeQueuePolicy.Outdated.class);
        assertThat(changeQueuePolicy.change(lea, queue, 2, Terms.of(0, 0, 0, "burn")))
                .isInstanceOfSatisfying(
                        ChangeQueuePolicy.Invalid.class,
                        invalid -> assertThat(invalid.errors()).hasSize(4));
        assertThat(policies.versions(queue)).hasSize(2);
        assertThat(policies.current())
                .anySatisfy(policy -> assertThat(policy.leaseMinutes()).isEqualTo(5));
    }

    @Test
    void aChangedPolicyIsInForceAtOnceForWhatIsClaimedNext() {
        book.openIn(queue, 20, 10);
        assertThat(lease(claim(ada))).isEqualTo(Duration.ofMinutes(15));
        changeQueuePolicy.change(lea, queue, 1, Terms.of(120, 5, 3, "warn"));
        assertThat(lease(claim(ada))).isEqualTo(Duration.ofMinutes(5));
    }

    private static Duration lease(Claimed claimed) {
        Instant at = Objects.requireNonNull(claimed.fraudCase().claimedAt());
        return Duration.between(at, claimed.claim().until());
    }

    private FraudCase asItStands(UUID id) {
        return jdbi.withHandle(handle -> FraudCase.find(handle, id)).orElseThrow();
    }

    private Claimed claim(Actor actor) {
        return (Claimed) claimNext.claim(actor, queue);
    }

    @Test
    void aSkippedCaseIsForSomebodyElseAndTheTrailSaysWhy() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        var lin = book.person("Lin", Role.INVESTIGATOR);
        String queue = book.queue(null);
        List<UUID> ids = book.openIn(queue, 900, 100);
        var first = (Claimed) claimNext.claim(ada, queue);
        assertThat(skipCase.skip(lin, ids.getFirst(), first.claim().version(), SkipReason.LANGUAGE))
                .isInstanceOf(LostClaim.class);
        assertThat(skipCase.skip(ada, ids.getFirst(), first.claim().version(), SkipReason.LANGUAGE))
                .isInstanceOf(ActResult.Done.class);
        assertThat(((Claimed) claimNext.claim(ada, queue)).claim().caseId()).isEqualTo(ids.getLast());
        assertThat(((Claimed) claimNext.claim(lin, queue)).claim().caseId()).isEqualTo(ids.getFirst());
        assertThat(book.payload(ids.getFirst(), "case.skipped")).contains("\"language\"");
    }

    @Test
    void whoIsGivenACaseIsTold() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        var lin = book.person("Lin", Role.INVESTIGATOR);
        String queue = book.queue(null);
        UUID id = book.openIn(queue, 900).getFirst();
        var claimed = (Claimed) claimNext.claim(ada, queue);
        handOverCase.handOver(ada, id, claimed.claim().version(), lin.id(), "You know this shop.");
        assertThat(notifications.page(lin, null, 10).items()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Notification.Kind.HAND_OVER);
            assertThat(one.words()).isEqualTo("You know this shop.");
        });
    }
}
