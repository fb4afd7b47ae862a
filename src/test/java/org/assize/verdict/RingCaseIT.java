package org.assize.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assize.audit.ChainCheck;
import org.assize.casework.CaseFile;
import org.assize.casework.CaseState;
import org.assize.casework.Casebook;
import org.assize.casework.FraudCase;
import org.assize.casework.OpenRingCase;
import org.assize.casework.RingMembers;
import org.assize.flagging.FlagOrigin;
import org.assize.queue.ActResult;
import org.assize.queue.ClaimCase;
import org.assize.queue.Claimed;
import org.assize.queue.ReleaseCase;
import org.assize.security.Actor;
import org.assize.security.NotPermitted;
import org.assize.security.Role;
import org.assize.subject.LinkGroup;
import org.assize.subject.Links;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Nine shops of one crew, found from one of them, judged at once. */
@QuarkusTest
class RingCaseIT {

    private static final VerdictForm FRAUD = new VerdictForm(
            Decision.FRAUD,
            Typology.FAKE_SHOP,
            Confidence.CERTAIN,
            true,
            "One bank account after the other, and nothing ever shipped.",
            List.of(Action.SUSPEND_SELLER, Action.HOLD_PAYOUT));

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    Links links;

    @Inject
    OpenRingCase openRing;

    @Inject
    RingMembers ringMembers;

    @Inject
    ClaimCase claimCase;

    @Inject
    ReleaseCase releaseCase;

    @Inject
    ReachVerdict reachVerdict;

    @Inject
    CaseFile caseFile;

    @Inject
    ChainCheck chainCheck;

    Actor ada;
    Actor greta;
    List<SubjectRef> crew = List.of();

    @BeforeEach
    void nineShops() {
        ada = book.person("Ada", Role.INVESTIGATOR);
        greta = book.person("Greta", Role.LEAD);
        String own = UUID.randomUUID().toString().substring(0, 8);
        crew = IntStream.range(0, 9)
                .mapToObj(i -> SubjectRef.seller(own + "-" + i))
                .toList();
        for (int i = 0; i < crew.size(); i++) {
            int link = i;
            // each is tied to the one before it, by account and device in turn
            jdbi.useHandle(handle -> handle.createUpdate("""
                            insert into seller (seller_id, country, bank_account, device_id, content_hash, recorded_at)
                            values (:id, 'DE', :bank, :device, '', now())""")
                    .bind("id", crew.get(link).id())
                    .bind("bank", own + "-bank-" + link / 2)
                    .bind("device", own + "-device-" + (link + 1) / 2)
                    .execute());
        }
    }

    private OpenRingCase.Result open(Set<SubjectRef> sellers) {
        return openRing.open(greta, crew.getFirst(), sellers, "They share accounts and devices, link by link.");
    }

    private FraudCase opened() {
        return ((OpenRingCase.Opened) open(new HashSet<>(crew))).lead();
    }

    private UUID openCase(SubjectRef subject) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select id from fraud_case where subject_id = :id and state <> 'CLOSED'")
                        .bind("id", subject.id())
                        .mapTo(UUID.class)
                        .one());
    }

    private long openCases() {
        return book.count(
                "select count(*) from fraud_case where state <> 'CLOSED' and subject_id like ?",
                crew.getFirst().id().substring(0, 9) + "%");
    }

    private CaseState state(UUID caseId) {
        return caseFile.read(greta, caseId).orElseThrow().fraudCase().state();
    }

    @Test
    void aLeadOpensOneCaseOnARingFoundFromOneOfItAndOneVerdictJudgesAllWithAnException() {
        UUID first = book.open(crew.getFirst());
        UUID waiting = book.open(crew.get(3));
        LinkGroup group = links.around(ada, crew.getFirst(), 100, List.of());
        assertThat(group.members()).hasSize(9);
        Set<SubjectRef> sellers = new HashSet<>();
        group.members().forEach(member -> sellers.add(SubjectRef.seller(member.sellerId())));

        assertThatThrownBy(() -> openRing.open(ada, crew.getFirst(), sellers, "why"))
                .isInstanceOf(NotPermitted.class);
        assertThat(openCases()).isEqualTo(2);
        FraudCase ring = ((OpenRingCase.Opened) open(sellers)).lead();
        assertThat(ring.id()).isEqualTo(first);
        assertThat(ring.leadsRing()).isTrue();
        assertThat(ringMembers.read(ada, first))
                .hasSize(9)
                .first()
                .satisfies(its -> assertThat(its.id()).isEqualTo(first));

        // who waited waits with the ring, and nobody else can take it or break it out
        assertThat(state(waiting)).isEqualTo(CaseState.IN_RING);
        assertThat(claimCase.claim(ada, waiting))
                .isInstanceOfSatisfying(
                        ClaimCase.NotOpen.class,
                        refused -> assertThat(refused.state()).isEqualTo(CaseState.IN_RING));
        long version = caseFile.read(ada, waiting).orElseThrow().fraudCase().claimVersion();
        assertThat(releaseCase.release(greta, waiting, version)).isNotInstanceOf(ActResult.Done.class);
        // a new suspicion joins the case that the member has
        assertThat(book.raise(book.flag(crew.get(3), FlagOrigin.MODEL, 0.99, 900)))
                .isEqualTo(waiting);
        assertThat(openCases()).isEqualTo(9);

        Claimed claimed = (Claimed) claimCase.claim(ada, first);
        VerdictForm form = FRAUD.with(List.of(new RingException(crew.get(5).id(), Decision.LEGITIMATE, null)));
        assertThat(reachVerdict.reach(ada, first, claimed.claim().version(), form))
                .isInstanceOf(ReachVerdict.Reached.class);

        assertThat(openCases()).isZero();
        UUID lead = jdbi.withHandle(handle -> handle.createQuery(
                        "select id from audit_event where case_id = :id and kind = 'verdict.reached'")
                .bind("id", first)
                .mapTo(UUID.class)
                .one());
        for (int i = 0; i < crew.size(); i++) {
            String seller = crew.get(i).id();
            boolean exception = i == 5;
            assertThat(book.count(
                            "select count(*) from label where subject_kind = 'seller' and subject_id = ? and label = ? and propagated = ?"
                                    + " and lineage[1] = ? and source = 'verdict' and coalesce(typology, '') = ?",
                            seller,
                            exception ? "legitimate" : "fraud",
                            i > 0,
                            lead,
                            exception ? "" : "fake_shop"))
                    .as(seller)
                    .isEqualTo(1);
            assertThat(book.count("select count(*) from verdict where subject_id = ?", seller))
                    .isEqualTo(1);
            assertThat(book.count("select count(*) from outbox where payload ->> 'subjectId' = ?", seller))
                    .as("what the marketplace is asked to do to " + seller)
                    .isEqualTo(exception ? 0 : 2);
        }
        assertThat(book.count(
                        "select count(*) from label where subject_id like ?",
                        crew.getFirst().id().substring(0, 9) + "%"))
                .isEqualTo(9);
        List<FraudCase> members = ringMembers.read(ada, first);
        assertThat(members).hasSize(9).allMatch(its -> its.state() == CaseState.CLOSED);
        assertThat(book.trail(first)).endsWith("ring.opened", "case.claimed", "verdict.reached");
        assertThat(book.trail(waiting))
                .containsSubsequence("case.opened", "case.flag_joined", "ring.joined", "verdict.reached");
        for (FraudCase its : members) {
            assertThat(chainCheck.ofCase(greta, its.id())).isInstanceOf(ChainCheck.Whole.class);
        }
    }

    @Test
    void whatSomebodyWorksOnIsNotTakenOutOfTheirHands() {
        UUID first = book.open(crew.getFirst());
        UUID held = book.open(crew.get(4));
        claimCase.claim(ada, held);
        List<String> trail = book.trail(held);
        assertThat(open(new HashSet<>(crew)))
                .isInstanceOfSatisfying(
                        OpenRingCase.NotFree.class,
                        refused -> assertThat(refused.taken()).singleElement().satisfies(taken -> {
                            assertThat(taken.caseId()).isEqualTo(held);
                            assertThat(taken.heldBy()).isEqualTo("Ada");
                        }));
        assertThat(openCases()).as("nothing was left behind").isEqualTo(2);
        assertThat(book.trail(held)).isEqualTo(trail);
        Set<SubjectRef> others = new HashSet<>(crew);
        others.remove(crew.get(4));
        assertThat(open(others)).isInstanceOf(OpenRingCase.Opened.class);
        assertThat(ringMembers.read(ada, first)).hasSize(8);
        // and later it comes along
        releaseCase.release(ada, held, 1);
        assertThat(open(Set.of(crew.getFirst(), crew.get(4)))).isInstanceOf(OpenRingCase.Opened.class);
        assertThat(ringMembers.read(ada, first)).hasSize(9);
    }

    @Test
    void whatWasTypedAboutOneSellerIsNotTheVerdictOnMany() {
        UUID first = book.open(crew.getFirst());
        Claimed mine = (Claimed) claimCase.claim(greta, first);
        FraudCase ring = opened();
        assertThat(ring.state()).isEqualTo(CaseState.CLAIMED);
        assertThat(reachVerdict.reach(greta, first, mine.claim().version(), FRAUD))
                .isInstanceOf(ReachVerdict.Lost.class);
        assertThat(reachVerdict.reach(greta, first, ring.claimVersion(), FRAUD))
                .isInstanceOf(ReachVerdict.Reached.class);
        assertThat(openCases()).isZero();
    }

    @Test
    void aSellerIsInOneRingAtATime() {
        opened();
        assertThat(openRing.open(greta, crew.get(8), Set.of(crew.get(8), crew.get(7)), "another ring"))
                .isInstanceOf(OpenRingCase.NotFree.class);
        SubjectRef another = crew.get(2);
        assertThat(openRing.open(greta, another, Set.of(another, crew.getFirst()), "the ring itself"))
                .isInstanceOf(OpenRingCase.NotFree.class);
    }

    @Test
    void whatARingNeedsIsNamedFieldByField() {
        assertThat(errors(open(Set.of(crew.getFirst())))).containsExactly("members size");
        assertThat(errors(open(Set.of(crew.get(1), crew.get(2))))).containsExactly("members lead");
        assertThat(errors(open(Set.of(crew.getFirst(), SubjectRef.seller("nobody")))))
                .containsExactly("members unknown");
        assertThat(errors(openRing.open(greta, crew.getFirst(), new HashSet<>(crew), " ")))
                .containsExactly("reason required");
        FraudCase ring = opened();
        Claimed claimed = (Claimed) claimCase.claim(ada, ring.id());
        VerdictForm form = FRAUD.with(List.of(
                new RingException("nobody", Decision.LEGITIMATE, null),
                new RingException(crew.get(1).id(), Decision.FRAUD, null)));
        assertThat(reachVerdict.reach(ada, ring.id(), claimed.claim().version(), form))
                .isInstanceOfSatisfying(
                        ReachVerdict.Invalid.class,
                        invalid -> assertThat(invalid.errors())
                                .extracting(error -> error.field() + " " + error.rule())
                                .containsExactly("exceptions unknown", "exceptions typology"));
        assertThat(openCases()).isEqualTo(9);
    }

    private static List<String> errors(OpenRingCase.Result result) {
        return ((OpenRingCase.Invalid) result)
                .errors().stream()
                        .map(error -> error.field() + " " + error.rule())
                        .toList();
    }

    /** Either the member is claimed and stays out of the ring, or it is in the ring and nobody claims it. */
    @RepeatedTest(8)
    void aClaimAndARingAtTheSameTimeEndInOneJudgeForEachSeller() throws Exception {
        book.open(crew.getFirst());
        UUID contested = book.open(crew.get(6));
        var together = new CyclicBarrier(2);
        try (var people = Executors.newFixedThreadPool(2)) {
            var claim = people.submit(() -> {
                together.await();
                return claimCase.claim(ada, contested);
            });
            var ring = people.submit(() -> {
                together.await();
                return open(new HashSet<>(crew));
            });
            boolean claimed = claim.get() instanceof Claimed;
            boolean ringed = ring.get() instanceof OpenRingCase.Opened;
            assertThat(claimed).isNotEqualTo(ringed);
            assertThat(state(contested)).isEqualTo(claimed ? CaseState.CLAIMED : CaseState.IN_RING);
            assertThat(openCase(crew.get(6))).isEqualTo(contested);
            assertThat(openCases()).isEqualTo(claimed ? 2 : 9);
        }
    }

    @Test
    void aMemberThatAppealsLaterIsJudgedForItself() {
        FraudCase ring = opened();
        Claimed claimed = (Claimed) claimCase.claim(ada, ring.id());
        reachVerdict.reach(ada, ring.id(), claimed.claim().version(), FRAUD);
        UUID member = ringMembers.read(ada, ring.id()).get(1).id();
        book.reopen(greta, member);
        Claimed again = (Claimed) claimCase.claim(ada, member);
        VerdictForm legitimate = new VerdictForm(
                Decision.LEGITIMATE, null, Confidence.LIKELY, false, "A cousin, with a shop that ships.", List.of());
        assertThat(reachVerdict.reach(ada, member, again.claim().version(), legitimate))
                .isInstanceOf(ReachVerdict.Reached.class);
        assertThat(book.count("select count(*) from label where case_id = ? and not propagated", member))
                .isEqualTo(1);
        assertThat(book.count("select count(*) from label where case_id = ?", ring.id()))
                .isEqualTo(1);
    }
}
