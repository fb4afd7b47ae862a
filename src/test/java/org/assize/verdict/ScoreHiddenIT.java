package org.assize.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.casework.CaseFile;
import org.assize.casework.CaseList;
import org.assize.casework.CaseQuery;
import org.assize.casework.CaseSearch;
import org.assize.casework.CaseState;
import org.assize.casework.CaseTimeline;
import org.assize.casework.Casebook;
import org.assize.queue.ChangeQueuePolicy;
import org.assize.queue.ClaimNextCase;
import org.assize.queue.Claimed;
import org.assize.queue.MyWork;
import org.assize.queue.QueueCases;
import org.assize.queue.QueuePolicy;
import org.assize.queue.Terms;
import org.assize.security.Actor;
import org.assize.security.Role;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A case that was drawn to be judged without the score shows it nowhere to whoever holds it, until they have judged. */
@QuarkusTest
class ScoreHiddenIT {

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    ClaimNextCase claimNext;

    @Inject
    ChangeQueuePolicy changePolicy;

    @Inject
    CaseSearch caseSearch;

    @Inject
    CaseFile caseFile;

    @Inject
    CaseList caseList;

    @Inject
    CaseTimeline timeline;

    @Inject
    MyWork myWork;

    @Inject
    QueueCases queueCases;

    @Inject
    ReachVerdict reachVerdict;

    Actor ada;
    Actor lea;
    String queue;

    @BeforeEach
    void people() {
        ada = book.person("Ada", Role.INVESTIGATOR);
        lea = book.person("Lea", Role.LEAD);
        queue = book.queue(null);
    }

    @Test
    void theHolderSeesNoScoreUntilTheVerdict() {
        hide(1);
        UUID id = book.openIn(queue, 10).getFirst();
        assertThat(queueCases.page(ada, queue, null, 10).orElseThrow().items())
                .as("nor in the list, before it is drawn")
                .allSatisfy(its -> assertThat(its.score()).isNull());
        assertThat(queueCases.page(lea, queue, null, 10).orElseThrow().items())
                .allSatisfy(its -> assertThat(its.score()).isEqualTo(0.9));
        Claimed claimed = (Claimed) claimNext.claim(ada, queue);
        assertThat(claimed.fraudCase().score()).isNull();
        assertThat(claimed.fraudCase().percentile()).isNull();
        CaseFile.Contents hers = caseFile.read(ada, id).orElseThrow();
        assertThat(hers.scoreIsHidden()).isTrue();
        assertThat(hers.fraudCase().score()).isNull();
        assertThat(hers.flags()).allSatisfy(flag -> {
            assertThat(flag.score()).isNull();
            assertThat(flag.reasons()).isEqualTo("[]");
        });
        assertThat(timeline.page(ada, id, null, 50).orElseThrow().items())
                .allSatisfy(entry -> assertThat(entry.detail()).doesNotContain("\"score\""));
        var mine = new CaseList.Filter(queue, null, null, null, ada.id(), null, null, null);
        assertThat(caseList.page(ada, mine, null, 10).items())
                .allSatisfy(its -> assertThat(its.score()).isNull());
        assertThat(myWork.read(ada, Instant.EPOCH).held())
                .allSatisfy(its -> assertThat(its.score()).isNull());
        assertThat(caseFile.read(lea, id).orElseThrow().fraudCase().score())
                .as("who does not decide it may know")
                .isEqualTo(0.9);

        var form = new VerdictForm(
                Decision.FRAUD, Typology.FAKE_SHOP, Confidence.CERTAIN, true, "a shop of air", List.of());
        assertThat(reachVerdict.reach(ada, id, claimed.claim().version(), form))
                .isInstanceOf(ReachVerdict.Reached.class);
        assertThat(caseFile.read(ada, id).orElseThrow().fraudCase().score()).isEqualTo(0.9);
        assertThat(book.count("select count(*) from verdict where case_id = ? and score_hidden", id))
                .isEqualTo(1);
        assertThat(book.count(
                        "select count(*) from audit_event where case_id = ? and kind = 'verdict.reached'"
                                + " and payload like '%\"scoreHidden\":true%'",
                        id))
                .isEqualTo(1);
        assertThat(book.count("select count(*) from label where case_id = ? and score_at_flag = 0.9", id))
                .as("what is learnt from knows the score all the same")
                .isEqualTo(1);
    }

    @Test
    void neitherFilterNorSearchNorTheDeskTellsAHiddenScore() {
        hide(1);
        UUID id = book.openIn(queue, 10).getFirst();
        SubjectRef subject = caseFile.read(lea, id).orElseThrow().fraudCase().subject();
        long number = caseFile.read(lea, id).orElseThrow().fraudCase().number();
        CaseQuery top = CaseQuery.read(queue, Map.of("top", List.of("0.2")));
        assertThat(queueCases.page(lea, top, null, 10).items())
                .as("the lead's filter finds it: it scored 0.9")
                .hasSize(1);
        assertThat(queueCases.page(ada, top, null, 10).items())
                .as("by a filter one could find any score out")
                .isEmpty();
        assertThat(queueCases
                        .page(ada, CaseQuery.of(queue, CaseState.WAITING), null, 10)
                        .items())
                .singleElement()
                .satisfies(its -> assertThat(its.score()).isNull());
        assertThat(queueCases.page(ada, queue, null, 10).orElseThrow().items())
                .singleElement()
                .satisfies(its -> assertThat(its.priority())
                        .as("value, due time and priority together give the score away")
                        .isZero());
        assertThat(caseSearch.byNumber(ada, number).orElseThrow().score()).isNull();
        assertThat(caseSearch
                        .ofSubjects(ada, List.of(subject))
                        .values()
                        .iterator()
                        .next()
                        .score())
                .isNull();
        assertThat(caseSearch
                        .ofSubjects(lea, List.of(subject))
                        .values()
                        .iterator()
                        .next()
                        .score())
                .isEqualTo(0.9);
        CaseFile.Contents looked = caseFile.read(ada, id).orElseThrow();
        assertThat(looked.fraudCase().score())
                .as("whoever looks before claiming may be the one to judge")
                .isNull();
        assertThat(looked.flags()).allSatisfy(flag -> assertThat(flag.score()).isNull());

        Claimed claimed = (Claimed) claimNext.claim(ada, queue);
        var form = new VerdictForm(
                Decision.FRAUD, Typology.FAKE_SHOP, Confidence.CERTAIN, true, "a shop of air", List.of());
        reachVerdict.reach(ada, id, claimed.claim().version(), form);
        assertThat(caseSearch.byNumber(ada, number).orElseThrow().score()).isEqualTo(0.9);
        CaseQuery closed = CaseQuery.read(queue, Map.of("top", List.of("0.2"), "state", List.of("closed")));
        assertThat(queueCases.page(ada, closed, null, 10).items()).hasSize(1);
    }

    @Test
    void theDrawIsRepeatableFromTheSeedAndAboutAsManyAsTheShareSays() {
        QueuePolicy policy = hide(0.3);
        int cases = 200;
        long[] values = new long[cases];
        java.util.Arrays.fill(values, 10);
        book.openIn(queue, values);
        for (int i = 0; i < cases; i++) {
            claimNext.claim(ada, queue);
        }
        assertThat(book.count("select count(*) from fraud_case where queue_key = ? and score_hidden", queue))
                .isBetween(35L, 85L);
        assertThat(book.count("""
                                select count(*) from fraud_case where queue_key = ? and score_hidden_policy = ?
                                  and score_hidden <> ((hashtextextended(id::text, ?) & 9007199254740991)::float8 / 9007199254740992 < 0.3)""", queue, policy.version(), policy.drawSeed())).isZero();
    }

    @Test
    void withoutAShareNothingIsHidden() {
        UUID id = book.openIn(queue, 10).getFirst();
        assertThat(((Claimed) claimNext.claim(ada, queue)).fraudCase().score()).isEqualTo(0.9);
        assertThat(caseFile.read(ada, id).orElseThrow().scoreIsHidden()).isFalse();
    }

    private QueuePolicy hide(double share) {
        return ((ChangeQueuePolicy.Changed) changePolicy.change(lea, queue, 1, Terms.hidden(share))).policy();
    }
}
