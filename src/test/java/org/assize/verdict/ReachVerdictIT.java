package org.assize.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.assize.casework.CaseFile;
import org.assize.casework.CaseList;
import org.assize.casework.CaseState;
import org.assize.casework.Casebook;
import org.assize.casework.DraftOf;
import org.assize.casework.FraudCase;
import org.assize.casework.SaveDraft;
import org.assize.platform.FieldError;
import org.assize.queue.ClaimNextCase;
import org.assize.queue.Claimed;
import org.assize.queue.MyWork;
import org.assize.queue.ReleaseCase;
import org.assize.security.Actor;
import org.assize.security.Role;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class ReachVerdictIT {

    static final VerdictForm FRAUD = new VerdictForm(
            Decision.FRAUD,
            Typology.FAKE_SHOP,
            Confidence.CERTAIN,
            true,
            "Nothing was ever shipped.",
            List.of(Action.SUSPEND_SELLER, Action.WARN));

    /** Stands for whoever makes labels: notes the news, or fails on cases that it was told to fail on. */
    @ApplicationScoped
    static class Listener {
        static final Set<UUID> failOn = ConcurrentHashMap.newKeySet();
        static final Set<VerdictReached> heard = ConcurrentHashMap.newKeySet();

        void hear(@Observes VerdictReached news) {
            if (failOn.contains(news.fraudCase().id())) {
                throw new IllegalStateException("no label can be made");
            }
            heard.add(news);
        }
    }

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    ClaimNextCase claimNext;

    @Inject
    ReleaseCase releaseCase;

    @Inject
    ReachVerdict reachVerdict;

    @Inject
    CloseAndClaimNext closeAndClaimNext;

    @Inject
    CaseFile caseFile;

    @Inject
    CaseList caseList;

    @Inject
    SaveDraft saveDraft;

    @Inject
    DraftOf draftOf;

    @Inject
    MyWork myWork;

    Actor ada;
    String queue;

    @BeforeEach
    void people() {
        ada = book.person("Ada", Role.INVESTIGATOR);
        queue = book.queue(null);
    }

    @Test
    void aVerdictClosesTheCaseAndTellsTheTrailTheMarketplaceAndWhoeverLearns() {
        UUID id = book.openIn(queue, 10).getFirst();
        long version = claim().claim().version();
        saveDraft.save(ada, id, "{}");
        assertThat(reachVerdict.reach(ada, id, version, FRAUD)).isInstanceOf(ReachVerdict.Reached.class);

        var contents = caseFile.read(ada, id).orElseThrow();
        assertThat(contents.fraudCase().state()).isEqualTo(CaseState.CLOSED);
        assertThat(contents.fraudCase().decision()).isEqualTo("FRAUD");
        assertThat(contents.verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.rationale()).isEqualTo(FRAUD.rationale());
            assertThat(verdict.actions()).containsExactly("suspend_seller", "warn");
            assertThat(verdict.reachedBy()).isEqualTo("Ada");
        });
        assertThat(book.trail(id)).endsWith("case.claimed", "verdict.reached");
        assertThat(draftOf.read(ada, id)).isEmpty();
        assertThat(book.count(
                        "select count(*) from outbox where topic = 'marketplace.actions' and payload ->> 'caseId' = ?",
                        id.toString()))
                .isEqualTo(2);
        assertThat(Listener.heard)
                .filteredOn(news -> news.fraudCase().id().equals(id))
                .singleElement()
                .satisfies(news -> {
                    assertThat(news.verdict().typology()).isEqualTo(Typology.FAKE_SHOP);
                    assertThat(book.count("select count(*) from audit_event where id = ?", news.auditEvent()))
                            .isEqualTo(1);
                });
        assertThat(book.count(
                        "select count(*) from label where case_id = ? and selection = 'model' and score_at_flag = 0.9",
                        id))
                .isEqualTo(1);
        assertThat(myWork.read(ada, Instant.EPOCH).decidedToday())
                .extracting(MyWork.Decided::reached)
                .containsExactly("FRAUD");
    }

    @Test
    void whatTheAuditSampleDrewIsLabelledAsDrawnEvenWhereAModelFlaggedItFirst() {
        UUID id = book.openIn(queue, 10).getFirst();
        jdbi.useHandle(handle -> handle.execute("""
                        insert into flag (id, case_id, subject_kind, subject_id, origin, as_of, inclusion_probability, flagged_by, flagged_at)
                        select uuidv7(), id, subject_kind, subject_id, 'audit_sample', opened_at, 0.25, ?, opened_at + interval '1 hour'
                        from fraud_case where id = ?""", Actor.SYSTEM_ID, id));
        reachVerdict.reach(ada, id, claim().claim().version(), FRAUD);
        assertThat(book.count(
                        "select count(*) from label where case_id = ? and selection = 'audit_sample' and inclusion_probability = 0.25",
                        id))
                .isEqualTo(1);
    }

    @Test
    void casesAreFoundByWhatWasDecided() {
        List<UUID> ids = book.openIn(queue, 20, 10);
        long version = claim().claim().version();
        reachVerdict.reach(ada, ids.getFirst(), version, FRAUD);
        assertThat(decided("FRAUD")).containsExactly(ids.getFirst());
        assertThat(decided("LEGITIMATE")).isEmpty();
    }

    private List<UUID> decided(String decision) {
        var filter = new CaseList.Filter(queue, null, null, null, null, decision, null, null);
        return caseList.page(ada, filter, null, 10).items().stream()
                .map(FraudCase::id)
                .toList();
    }

    @Test
    void whenNoLabelCanBeMadeThereIsNoVerdictEither() {
        UUID id = book.openIn(queue, 10).getFirst();
        long version = claim().claim().version();
        List<String> trail = book.trail(id);
        Listener.failOn.add(id);
        assertThatThrownBy(() -> reachVerdict.reach(ada, id, version, FRAUD))
                .hasStackTraceContaining("no label can be made");
        assertThat(book.trail(id)).isEqualTo(trail);
        assertThat(book.count("select count(*) from verdict where case_id = ?", id))
                .isZero();
        assertThat(book.count("select count(*) from outbox where payload ->> 'caseId' = ?", id.toString()))
                .isZero();
        assertThat(caseFile.read(ada, id).orElseThrow().fraudCase().state()).isEqualTo(CaseState.CLAIMED);
        Listener.failOn.remove(id);
        assertThat(reachVerdict.reach(ada, id, version, FRAUD)).isInstanceOf(ReachVerdict.Reached.class);
    }

    @Test
    void aVerdictUnderAnOldClaimChangesNothing() {
        UUID id = book.openIn(queue, 10).getFirst();
        long version = claim().claim().version();
        releaseCase.release(ada, id, version);
        Actor bob = book.person("Bob", Role.INVESTIGATOR);
        claimNext.claim(bob, queue);
        List<String> trail = book.trail(id);
        assertThat(reachVerdict.reach(ada, id, version, FRAUD))
                .isInstanceOfSatisfying(
                        ReachVerdict.Lost.class,
                        lost -> assertThat(lost.claim().heldBy()).isEqualTo("Bob"));
        assertThat(book.trail(id)).isEqualTo(trail);
        assertThat(book.count("select count(*) from verdict where case_id = ?", id))
                .isZero();
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> forms() {
        return Stream.of(
                org.junit.jupiter.params.provider.Arguments.of(
                        new VerdictForm(null, null, null, null, null, List.of()),
                        "[decision required, confidence required, flagUseful required, rationale required]"),
                org.junit.jupiter.params.provider.Arguments.of(
                        new VerdictForm(Decision.FRAUD, null, Confidence.LIKELY, true, "why", List.of()),
                        "[typology required]"),
                org.junit.jupiter.params.provider.Arguments.of(
                        new VerdictForm(
                                Decision.LEGITIMATE,
                                Typology.OTHER,
                                Confidence.LIKELY,
                                true,
                                "x".repeat(4001),
                                List.of()),
                        "[typology only_for_fraud, rationale too_long]"),
                org.junit.jupiter.params.provider.Arguments.of(
                        new VerdictForm(
                                Decision.INCONCLUSIVE,
                                null,
                                Confidence.LIKELY,
                                false,
                                "why",
                                List.of(Action.REFUND_BUYER)),
                        "[actions not_allowed]"),
                org.junit.jupiter.params.provider.Arguments.of(
                        new VerdictForm(
                                Decision.INCONCLUSIVE,
                                null,
                                Confidence.LIKELY,
                                false,
                                "why",
                                List.of(Action.NONE, Action.WARN)),
                        "[actions none_alone]"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void whatIsMissingOrWrongIsNamedFieldByField(VerdictForm form, String errors) {
        UUID id = book.openIn(queue, 10).getFirst();
        long version = claim().claim().version();
        assertThat(reachVerdict.reach(ada, id, version, form))
                .isInstanceOfSatisfying(
                        ReachVerdict.Invalid.class,
                        invalid -> assertThat(invalid.errors().stream()
                                        .map((FieldError error) -> error.field() + " " + error.rule())
                                        .toList())
                                .hasToString(errors));
        assertThat(book.count("select count(*) from verdict where case_id = ?", id))
                .isZero();
    }

    @Test
    void theDeskClosesAndGoesStraightToTheNext() {
        List<UUID> ids = book.openIn(queue, 100, 10);
        long version = claim().claim().version();
        var first = (CloseAndClaimNext.Closed) closeAndClaimNext.close(ada, ids.get(0), version, FRAUD);
        Claimed next = (Claimed) first.next();
        assertThat(next.claim().caseId()).isEqualTo(ids.get(1));
        assertThat(closeAndClaimNext.close(ada, ids.get(0), version, FRAUD))
                .isInstanceOf(CloseAndClaimNext.Refused.class);
        var second = (CloseAndClaimNext.Closed)
                closeAndClaimNext.close(ada, ids.get(1), next.claim().version(), FRAUD);
        assertThat(second.next()).isInstanceOf(ClaimNextCase.QueueEmpty.class);
    }

    @Test
    void aVerdictNeverChanges() {
        UUID id = book.openIn(queue, 10).getFirst();
        reachVerdict.reach(ada, id, claim().claim().version(), FRAUD);
        assertThatThrownBy(() -> jdbi.useHandle(
                        handle -> handle.execute("update verdict set decision = 'LEGITIMATE' where case_id = ?", id)))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() ->
                        Casebook.asOwner(handle -> handle.execute("delete from assize.verdict where case_id = ?", id)))
                .hasMessageContaining("insert-only");
    }

    private Claimed claim() {
        return (Claimed) claimNext.claim(ada, queue);
    }
}
