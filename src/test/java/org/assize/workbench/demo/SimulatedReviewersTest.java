package org.assize.workbench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assize.subject.Order;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.assize.workbench.demo.SimulatedMarketplace.Options;
import org.assize.workbench.demo.SimulatedReviewers.Decision;
import org.assize.workbench.demo.SimulatedReviewers.Opinion;
import org.assize.workbench.demo.SimulatedReviewers.Reviewer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SimulatedReviewersTest {
    private static final Instant END = Instant.parse("2026-11-22T10:30:00Z");
    private static SimulatedMarketplace marketplace;
    private static SimulatedReviewers reviewers;
    private static List<SubjectRef> frauds;
    private static List<SubjectRef> honest;

    @BeforeAll
    static void simulate() {
        marketplace = new SimulatedMarketplace(3, END, new Options(90, 600, 16_000, 6_000));
        reviewers = new SimulatedReviewers(3, marketplace.truth());
        frauds = marketplace.truth().facts(SubjectKind.ORDER).stream()
                .map(Truth.Fact::subject)
                .toList();
        honest = marketplace.orders(marketplace.start(), END).stream()
                .map(Order::ref)
                .filter(ref -> !marketplace.truth().isFraud(ref))
                .limit(2_000)
                .toList();
    }

    @Test
    void everyReviewerIsMostlyRightAndNeverPerfect() {
        for (Reviewer reviewer : SimulatedReviewers.TEAM) {
            assertThat(share(reviewer, frauds, Decision.FRAUD))
                    .as(reviewer.username())
                    .isBetween(.55, .95);
            assertThat(share(reviewer, honest, Decision.LEGITIMATE))
                    .as(reviewer.username())
                    .isBetween(.75, .97);
        }
    }

    @Test
    void opinionsComeBackTheSameAndErrorsGoTogether() {
        Reviewer ada = SimulatedReviewers.TEAM.getFirst();
        Reviewer maja = SimulatedReviewers.TEAM.getLast();
        SubjectRef subject = frauds.getFirst();
        assertThat(reviewers.judge(ada, subject, END, 1, .99)).isEqualTo(reviewers.judge(ada, subject, END, 1, .99));
        Set<SubjectRef> missed = new HashSet<>(frauds);
        missed.removeIf(ref -> reviewers.judge(ada, ref, END, 1, null).decision() == Decision.FRAUD);
        assertThat(1 - share(maja, List.copyOf(missed), Decision.FRAUD))
                .as("what one misses the other misses more often than usual")
                .isGreaterThan(1 - share(maja, frauds, Decision.FRAUD));
    }

    @Test
    void anOpinionSaysAllThatAVerdictNeeds() {
        Reviewer lin = SimulatedReviewers.TEAM.get(1);
        for (SubjectRef subject : frauds) {
            Opinion opinion = reviewers.judge(lin, subject, END, 1, null);
            assertThat(opinion.typology() != null).isEqualTo(opinion.decision() == Decision.FRAUD);
            assertThat(opinion.rationale()).isNotBlank();
            if (opinion.decision() == Decision.FRAUD) {
                assertThat(opinion.actions()).isNotEmpty();
            }
        }
    }

    @Test
    void aSellerIsHonestUntilItsSchemeBegins() {
        Truth.Fact bustOut = marketplace.truth().facts(SubjectKind.SELLER).stream()
                .filter(fact -> fact.kind() == SchemeKind.BUST_OUT)
                .findFirst()
                .orElseThrow();
        Instant from = bustOut.scheme().from();
        assertThat(marketplace.truth().about(bustOut.subject(), from.minusSeconds(1)))
                .isNull();
        assertThat(marketplace.truth().about(bustOut.subject(), from)).isEqualTo(bustOut);
    }

    @Test
    void nobodyWorksOnSundays() {
        assertThat(SimulatedReviewers.TEAM)
                .noneMatch(reviewer -> reviewers.present(reviewer, LocalDate.parse("2026-11-22")));
    }

    private static double share(Reviewer reviewer, List<SubjectRef> subjects, Decision decision) {
        return (double) subjects.stream()
                        .filter(ref ->
                                reviewers.judge(reviewer, ref, END, 1, null).decision() == decision)
                        .count()
                / subjects.size();
    }
}
