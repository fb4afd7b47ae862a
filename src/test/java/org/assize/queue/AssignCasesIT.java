package org.assize.queue;

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
import java.util.function.BooleanSupplier;
import org.assize.casework.Casebook;
import org.assize.security.Actor;
import org.assize.security.NotPermitted;
import org.assize.security.Role;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cases that are laid ready: by load, by skill, and never for who is away. */
@QuarkusTest
class AssignCasesIT {

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    AssignCases assign;

    @Inject
    ChangeSkill changeSkill;

    @Inject
    ChangeQueuePolicy changePolicy;

    @Inject
    EnterAbsence enterAbsence;

    @Inject
    CancelAbsence cancelAbsence;

    @Inject
    Absences absences;

    @Inject
    Team team;

    @Inject
    ClaimNextCase claimNext;

    @Inject
    MyWork myWork;

    Actor ada;
    Actor bob;
    Actor lea;
    String queue;

    /** Only these two read Volapük, so nobody of another test is given their work. */
    @BeforeEach
    void people() {
        ada = book.person("Ada", Role.INVESTIGATOR);
        bob = book.person("Bob", Role.INVESTIGATOR);
        lea = book.person("Lea", Role.LEAD);
        queue = book.queue(null);
        jdbi.useHandle(handle -> handle.execute("update skill set languages = '{}'"));
        skill(ada, List.of());
        skill(bob, List.of());
    }

    @Test
    void theMostUrgentGoToWhoeverHasTheLeastAndNobodyGetsMoreThanIsWanted() {
        List<UUID> ids = book.openIn(queue, 10, 1_000, 100, 50, 20);
        UUID held = book.openIn(queue, 9_999).getFirst();
        assertThat(((Claimed) claimNext.claim(ada, queue)).claim().caseId()).isEqualTo(held);
        layReady(null, 2);
        runUntil(() -> assignedTo(bob).size() == 2);
        assertThat(assignedTo(bob)).as("Ada holds one, so Bob is first").contains(ids.get(1));
        assertThat(assignedTo(ada)).as("one held and one laid ready make two").hasSize(1);
        List<UUID> all = new ArrayList<>(assignedTo(ada));
        all.addAll(assignedTo(bob));
        assertThat(all).containsExactlyInAnyOrder(ids.get(1), ids.get(2), ids.get(3));
        assertThat(book.trail(ids.get(1))).endsWith("case.assigned");
        assertThat(myWork.read(bob, Instant.EPOCH).handedOver()).hasSize(2);
        assertThat(((Claimed) claimNext.claim(bob, queue)).claim().caseId()).isEqualTo(ids.get(1));
    }

    @Test
    void whatOnePersonMayHoldLimitsWhatIsLaidReady() {
        book.openIn(queue, 10, 20, 30, 40, 50);
        layReady(1, 1);
        runUntil(() -> assignedTo(ada).size() + assignedTo(bob).size() == 2);
        assign.run();
        assertThat(assignedTo(ada)).hasSize(1);
        assertThat(assignedTo(bob)).hasSize(1);
    }

    @Test
    void marketsLanguagesAndTypologiesAreRespected() {
        skill(ada, List.of("DE"));
        skill(bob, List.of("JP"));
        List<UUID> ids = book.openIn(queue, 10, 20, 30);
        jdbi.useHandle(handle -> {
            handle.execute("update fraud_case set market = 'jp' where id = ?", ids.get(0));
            handle.execute("update fraud_case set market = 'FR' where id = ?", ids.get(2));
        });
        layReady(null, 5);
        runUntil(() -> assignedTo(bob).size() + assignedTo(ada).size() == 2);
        assertThat(assignedTo(bob)).containsExactly(ids.get(0));
        assertThat(assignedTo(ada)).containsExactly(ids.get(1));
        // the third is of a market that nobody covers: it waits for everybody
        String other = book.queue(null);
        book.openIn(other, 10);
        assertThat(changePolicy.change(lea, other, 1, Terms.assigned(null, 5, List.of("vo"), List.of("counterfeit"))))
                .isInstanceOf(ChangeQueuePolicy.Changed.class);
        assign.run();
        assertThat(book.count("select count(*) from fraud_case where queue_key = ? and assigned_to is not null", other))
                .isZero();
    }

    @Test
    void whoIsAwayGetsNothingAndWhatWaitedForThemGoesToOthers() {
        Instant now = Instant.now();
        List<UUID> ids = book.openIn(queue, 10, 20);
        layReady(null, 5);
        runUntil(() -> assignedTo(ada).size() + assignedTo(bob).size() == 2);
        assertThat(assignedTo(ada)).hasSize(1);
        UUID hers = assignedTo(ada).getFirst();
        var away =
                (EnterAbsence.Entered) enterAbsence.enter(ada, ada.id(), now.minusSeconds(1), now.plusSeconds(3_600));
        runUntil(() -> assignedTo(bob).size() == 2);
        assertThat(assignedTo(ada)).isEmpty();
        assertThat(assignedTo(bob)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(book.trail(hers)).endsWith("case.assigned", "case.assignment_ended", "case.assigned");
        assertThat(team.read(lea))
                .filteredOn(member -> member.id().equals(ada.id()))
                .singleElement()
                .satisfies(member -> assertThat(member.away()).isNotNull());
        assertThat(cancelAbsence.cancel(ada, away.id())).isTrue();
        assertThat(cancelAbsence.cancel(lea, away.id())).isFalse();
        assertThat(absences.of(ada, ada.id())).isEmpty();
        book.openIn(queue, 30);
        runUntil(() -> assignedTo(ada).size() == 1);
    }

    @Test
    void peopleSpeakForThemselvesAndLeadsForAnybody() {
        Instant now = Instant.now();
        assertThatThrownBy(() -> enterAbsence.enter(ada, bob.id(), now, now.plusSeconds(60)))
                .isInstanceOf(NotPermitted.class);
        assertThatThrownBy(() -> changeSkill.change(ada, ada.id(), Skill.NONE)).isInstanceOf(NotPermitted.class);
        assertThatThrownBy(() -> team.read(ada)).isInstanceOf(NotPermitted.class);
        assertThatThrownBy(() -> absences.of(ada, bob.id())).isInstanceOf(NotPermitted.class);
        assertThat(enterAbsence.enter(lea, bob.id(), now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2))))
                .isInstanceOf(EnterAbsence.Entered.class);
        for (Instant end : List.of(now.minusSeconds(1), now, now.plus(Duration.ofDays(400)))) {
            assertThat(enterAbsence.enter(ada, ada.id(), now, end)).isInstanceOf(EnterAbsence.Invalid.class);
        }
        assertThat(changeSkill.change(lea, ada.id(), new Skill(List.of(), List.of("xx"), List.of("gossip"), 1)))
                .isInstanceOf(ChangeSkill.Invalid.class);
        assertThat(changeSkill.change(lea, ada.id(), Skill.NONE)).isInstanceOf(ChangeSkill.Outdated.class);
    }

    private void skill(Actor person, List<String> markets) {
        int version = team.read(lea).stream()
                .filter(member -> member.id().equals(person.id()))
                .findFirst()
                .orElseThrow()
                .skill()
                .version();
        assertThat(changeSkill.change(
                        lea, person.id(), new Skill(markets, List.of("vo"), List.of("brushing"), version)))
                .isInstanceOf(ChangeSkill.Changed.class);
    }

    private void layReady(@org.jspecify.annotations.Nullable Integer capacity, int ahead) {
        assertThat(changePolicy.change(lea, queue, 1, Terms.assigned(capacity, ahead, List.of("vo"), List.of())))
                .isInstanceOf(ChangeQueuePolicy.Changed.class);
    }

    /** It runs by itself, too, and then a run by hand finds nothing to do. */
    private void runUntil(BooleanSupplier done) {
        Instant latest = Instant.now().plusSeconds(20);
        while (!done.getAsBoolean() && Instant.now().isBefore(latest)) {
            assign.run();
        }
        assertThat(done.getAsBoolean()).as("laid ready: %s", shown()).isTrue();
    }

    private Map<String, Integer> shown() {
        return Map.of("Ada", assignedTo(ada).size(), "Bob", assignedTo(bob).size());
    }

    private List<UUID> assignedTo(Actor person) {
        return jdbi.withHandle(handle -> handle.select(
                        "select id from fraud_case where assigned_to = ? and queue_key = ? order by priority desc, id",
                        person.id(),
                        queue)
                .mapTo(UUID.class)
                .list());
    }
}
