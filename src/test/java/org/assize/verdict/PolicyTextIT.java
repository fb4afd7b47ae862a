package org.assize.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.UUID;
import org.assize.casework.CaseFile;
import org.assize.casework.Casebook;
import org.assize.casework.PassedOn;
import org.assize.queue.ClaimNextCase;
import org.assize.queue.Claimed;
import org.assize.queue.HandOverCase;
import org.assize.security.Actor;
import org.assize.security.NotPermitted;
import org.assize.security.Role;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What stands beside the verdict: the words of policy, and of whoever gave the case away. */
@QuarkusTest
class PolicyTextIT {

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    PolicyTexts texts;

    @Inject
    ChangePolicyText change;

    @Inject
    ClaimNextCase claimNext;

    @Inject
    ReachVerdict reachVerdict;

    @Inject
    HandOverCase handOver;

    @Inject
    PassedOn passedOn;

    @Inject
    CaseFile caseFile;

    private PolicyText current(Typology typology) {
        return texts.current(Actor.SYSTEM, typology).orElseThrow();
    }

    private static ChangePolicyText.Form form(String english) {
        return new ChangePolicyText.Form("9.9", english, "政策");
    }

    @Test
    void everySchemeHasAFirstTextInBothLanguages() {
        assertThat(texts.current(Actor.SYSTEM)).extracting(PolicyText::typology).containsExactly(Typology.values());
        // of the others somebody has written their own by now
        assertThat(texts.current(Actor.SYSTEM))
                .filteredOn(text -> text.version() == 1)
                .isNotEmpty()
                .allSatisfy(text -> {
                    assertThat(text.in(Locale.ENGLISH)).hasSizeBetween(80, 600);
                    assertThat(text.in(Locale.SIMPLIFIED_CHINESE))
                            .hasSizeBetween(30, 300)
                            .doesNotContain("policy");
                });
    }

    @Test
    void aLeadChangesATextAndTheTrailKeepsTheWords() {
        Actor greta = book.person("Greta", Role.LEAD);
        int version = current(Typology.COUNTERFEIT).version();
        String words = "Words of " + UUID.randomUUID();
        assertThat(change.change(greta, Typology.COUNTERFEIT, version, form(words)))
                .isInstanceOfSatisfying(ChangePolicyText.Changed.class, changed -> {
                    assertThat(changed.text().version()).isEqualTo(version + 1);
                    assertThat(changed.text().changedBy()).isEqualTo("Greta");
                });
        assertThat(book.count(
                        "select count(*) from audit_event where kind = 'policy_text.changed' and payload::jsonb ->> 'english' = ?",
                        words))
                .isEqualTo(1);
        // who looked at the version before is told, and nothing is lost
        assertThat(change.change(greta, Typology.COUNTERFEIT, version, form("others")))
                .isInstanceOf(ChangePolicyText.Outdated.class);
        assertThat(change.change(greta, Typology.COUNTERFEIT, version + 1, form(words)))
                .isInstanceOf(ChangePolicyText.Unchanged.class);
        assertThat(change.change(greta, Typology.COUNTERFEIT, version + 1, form(" ")))
                .isInstanceOfSatisfying(
                        ChangePolicyText.Invalid.class,
                        invalid -> assertThat(invalid.errors())
                                .extracting(error -> error.field() + " " + error.rule())
                                .containsExactly("english required"));
        assertThat(current(Typology.COUNTERFEIT).english()).isEqualTo(words);
    }

    @Test
    void whoMayNotChangePoliciesChangesNoText() {
        Actor ada = book.person("Ada", Role.INVESTIGATOR);
        int version = current(Typology.OTHER).version();
        assertThatThrownBy(() -> change.change(ada, Typology.OTHER, version, form("words")))
                .isInstanceOf(NotPermitted.class);
    }

    @Test
    void aVerdictKeepsTheVersionItWasReachedUnder() {
        Actor ada = book.person("Ada", Role.INVESTIGATOR);
        Actor greta = book.person("Greta", Role.LEAD);
        String queue = book.queue(null);
        UUID id = book.openIn(queue, 10).getFirst();
        PolicyText before = current(Typology.FAKE_SHOP);
        long version = ((Claimed) claimNext.claim(ada, queue)).claim().version();
        reachVerdict.reach(ada, id, version, ReachVerdictIT.FRAUD);
        change.change(greta, Typology.FAKE_SHOP, before.version(), form("Otherwise " + UUID.randomUUID()));

        assertThat(caseFile.read(ada, id).orElseThrow().verdicts())
                .singleElement()
                .satisfies(verdict -> {
                    assertThat(verdict.policyVersion()).isEqualTo(before.version());
                    assertThat(verdict.policySection()).isEqualTo(before.section());
                });
        assertThat(book.count(
                        "select count(*) from audit_event where case_id = ? and (payload::jsonb ->> 'policyText')::int = ?",
                        id,
                        before.version()))
                .isEqualTo(1);
    }

    @Test
    void theWordsOfAHandOverMeetWhoeverReceivesTheCaseAndNobodyElse() {
        Actor ada = book.person("Ada", Role.INVESTIGATOR);
        Actor lin = book.person("Lin", Role.INVESTIGATOR);
        String queue = book.queue(null);
        UUID id = book.openIn(queue, 10).getFirst();
        long version = ((Claimed) claimNext.claim(ada, queue)).claim().version();
        handOver.handOver(ada, id, version, lin.id(), "You know this ring.");
        assertThat(passedOn.to(lin, id)).hasValueSatisfying(said -> {
            assertThat(said.words()).isEqualTo("You know this ring.");
            assertThat(said.passedBy()).isEqualTo("Ada");
            assertThat(said.kind()).isEqualTo("case.handed_over");
        });
        assertThat(passedOn.to(ada, id)).isEmpty();
        assertThat(passedOn.to(book.person("Bob", Role.INVESTIGATOR), id)).isEmpty();

        long hers = ((Claimed) claimNext.claim(lin, queue)).claim().version();
        reachVerdict.reach(lin, id, hers, ReachVerdictIT.FRAUD);
        assertThat(passedOn.to(lin, id)).isEmpty();
    }
}
