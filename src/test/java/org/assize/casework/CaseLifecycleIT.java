package org.assize.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assize.flagging.FlagOrigin;
import org.assize.flagging.SubjectFlagged;
import org.assize.platform.Ids;
import org.assize.security.NotPermitted;
import org.assize.security.Role;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CaseLifecycleIT {

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    CaseFile caseFile;

    @Inject
    CaseTimeline timeline;

    @Inject
    CaseList caseList;

    @Inject
    AddNote addNote;

    @Inject
    SaveDraft saveDraft;

    @Inject
    DraftOf draftOf;

    @Inject
    ReopenCase reopenCase;

    @Inject
    AppealCase appealCase;

    @Test
    void aFlagOpensACaseInTheQueueOfItsKind() {
        var reader = book.person("Ada", Role.INVESTIGATOR);
        UUID seller = book.open(Casebook.seller());
        UUID order = book.raise(book.flag(Casebook.order(), FlagOrigin.MODEL, 0.8, 40));
        UUID sampled = book.raise(book.flag(Casebook.order(), FlagOrigin.AUDIT_SAMPLE, 0.01, 40));

        assertThat(caseFile.read(reader, seller).orElseThrow().fraudCase().queue())
                .isEqualTo("sellers");
        assertThat(caseFile.read(reader, order).orElseThrow().fraudCase().queue())
                .isEqualTo("orders");
        assertThat(caseFile.read(reader, sampled).orElseThrow().fraudCase().queue())
                .isEqualTo("audit-sample");
        assertThat(book.trail(seller)).containsExactly("case.opened", "flag.raised");
    }

    @Test
    void anotherFlagJoinsTheOpenCaseAndCanOnlyMakeItMoreUrgent() {
        var reader = book.person("Ada", Role.INVESTIGATOR);
        SubjectRef subject = Casebook.seller();
        UUID id = book.raise(book.flag(subject, FlagOrigin.MODEL, 0.5, 100));
        double before = caseFile.read(reader, id).orElseThrow().fraudCase().priority();
        assertThat(book.raise(book.flag(subject, FlagOrigin.AUDIT_SAMPLE, 0.9, 900)))
                .isEqualTo(id);
        book.raise(book.flag(subject, FlagOrigin.RULE, null, 1));

        var contents = caseFile.read(reader, id).orElseThrow();
        assertThat(contents.flags()).hasSize(3);
        assertThat(contents.fraudCase().queue()).isEqualTo("sellers");
        assertThat(contents.fraudCase().valueAtRisk().minor()).isEqualTo(90_000);
        assertThat(contents.fraudCase().score()).isEqualTo(0.9);
        assertThat(contents.fraudCase().priority()).isGreaterThan(before);
        assertThat(book.trail(id))
                .containsExactly("case.opened", "flag.raised", "case.flag_joined", "case.flag_joined");
    }

    @Test
    void theDatabaseItselfRefusesASecondOpenCaseOfASubject() {
        SubjectRef subject = Casebook.seller();
        book.open(subject);
        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute("""
                        insert into fraud_case (id, subject_kind, subject_id, queue_key, state, priority, value_at_risk_minor, currency,
                          opened_at, due_at)
                        values (?, 'seller', ?, 'sellers', 'WAITING', 0, 0, 'EUR', now(), now())""", Ids.next(), subject.id())))
                .hasMessageContaining("uq_fraud_case_open");
    }

    @Test
    void flagsThatRaceForASubjectEndInOneCase() throws Exception {
        SubjectRef subject = Casebook.order();
        List<Future<UUID>> racing = new ArrayList<>();
        try (var racers = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 16; i++) {
                racing.add(racers.submit(() -> book.raise(book.flag(subject, FlagOrigin.MODEL, 0.7, 10))));
            }
        }
        UUID id = racing.getFirst().get();
        for (Future<UUID> one : racing) {
            assertThat(one.get()).isEqualTo(id);
        }
        assertThat(book.count("select count(*) from flag where case_id = ?", id))
                .isEqualTo(16);
        assertThat(book.trail(id)).filteredOn("case.opened"::equals).hasSize(1);
        assertThat(book.trail(id)).filteredOn("case.flag_joined"::equals).hasSize(15);
    }

    @Test
    void thousandsOfFlagsAtOnceOpenAndJoinEachWithItsOwnTrail() throws Exception {
        List<SubjectRef> subjects =
                java.util.stream.Stream.generate(Casebook::order).limit(1000).toList();
        List<SubjectFlagged> flags = new ArrayList<>();
        subjects.forEach(subject -> flags.add(book.flag(subject, FlagOrigin.MODEL, 0.7, 10)));
        subjects.forEach(subject -> flags.add(book.flag(subject, FlagOrigin.AUDIT_SAMPLE, 0.7, 10)));
        List<SubjectFlagged> reversed = new ArrayList<>(flags.subList(0, 1000));
        Collections.reverse(reversed);
        try (var racers = Executors.newFixedThreadPool(2)) {
            var one = racers.submit(() -> book.raise(flags));
            var other = racers.submit(() -> book.raise(reversed));
            one.get();
            other.get();
        }
        String[] ids = subjects.stream().map(SubjectRef::id).toArray(String[]::new);
        long cases = jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from fraud_case where subject_kind = 'order' and subject_id = any (:ids)")
                .bindArray("ids", String.class, (Object[]) ids)
                .mapTo(Long.class)
                .one());
        long events = jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) from audit_event e join fraud_case c on c.id = e.case_id
                        where c.subject_kind = 'order' and c.subject_id = any (:ids)""")
                .bindArray("ids", String.class, (Object[]) ids)
                .mapTo(Long.class)
                .one());
        assertThat(cases).isEqualTo(1000);
        // opened, raised and two that joined, whichever batch came first
        assertThat(events).isEqualTo(4000);
    }

    @Test
    void aNoteStaysAsWrittenAndTheTrailCommitsToItWithoutRepeatingIt() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        UUID id = book.open(Casebook.seller());
        String words = "Bank account of the seller that we closed in May. 银行账户相同。";
        assertThat(addNote.add(ada, id, words)).isInstanceOf(AddNote.Added.class);
        assertThat(addNote.add(ada, id, " ")).isInstanceOf(AddNote.Invalid.class);
        assertThat(addNote.add(ada, Ids.next(), words)).isInstanceOf(AddNote.NoSuchCase.class);
        var auditor = book.person("Otto", Role.AUDITOR);
        assertThatThrownBy(() -> addNote.add(auditor, id, words)).isInstanceOf(NotPermitted.class);

        assertThat(caseFile.read(ada, id).orElseThrow().notes())
                .singleElement()
                .satisfies(note -> assertThat(note.body()).isEqualTo(words));
        assertThat(book.count("select count(*) from audit_event where case_id = ? and payload like '%Bank%'", id))
                .isZero();
        var entries = timeline.page(ada, id, null, 50).orElseThrow().items();
        assertThat(entries.getFirst().kind()).isEqualTo("note.added");
        assertThat(entries.getFirst().text()).isEqualTo(words);
    }

    @Test
    void aTimelineJoinsTheCaseAndTheWorldInOneOrderWhateverThePageSize() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        SubjectRef seller = Casebook.seller();
        jdbi.useTransaction(handle -> {
            handle.execute("""
                    insert into seller (seller_id, registered_at, content_hash, recorded_at)
                    values (?, '2020-01-01T00:00:00Z', '', now())""", seller.id());
            for (int i = 0; i < 5; i++) {
                handle.execute("""
                        insert into orders (order_id, placed_at, delivered_at, seller_id, buyer_id, amount_minor, currency, content_hash,
                          recorded_at)
                        values (?, '2020-02-01T00:00:00Z'::timestamptz + ? * interval '1 day', '2020-02-03T00:00:00Z', ?, 'B', 100, 'EUR',
                          '', now())""", seller.id() + "-" + i, i, seller.id());
            }
            handle.execute("""
                    insert into outcome (subject_kind, subject_id, source, fraud, known_at, content_hash, recorded_at)
                    values ('order', ?, 'chargeback', true, '2020-03-01T00:00:00Z', '', now())""", seller.id() + "-1");
        });
        UUID id = book.open(seller);
        addNote.add(ada, id, "one");

        List<CaseTimeline.Entry> whole =
                timeline.page(ada, id, null, 500).orElseThrow().items();
        assertThat(whole)
                .extracting(CaseTimeline.Entry::kind)
                .startsWith("note.added", "flag.raised", "case.opened", "outcome.known")
                .endsWith("seller.registered")
                .hasSize(3 + 1 + 10 + 1);
        List<CaseTimeline.Entry> paged = new ArrayList<>();
        String after = null;
        do {
            var page = timeline.page(ada, id, after, 2).orElseThrow();
            paged.addAll(page.items());
            after = page.next();
        } while (after != null);
        assertThat(paged).isEqualTo(whole);
        assertThat(timeline.page(ada, Ids.next(), null, 5)).isEmpty();
    }

    @Test
    void casesAreFoundByWhatIsAskedOfThem() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        String queue = book.queue(null);
        List<UUID> ids = book.openIn(queue, 1, 2, 3);
        var all = new CaseList.Filter(queue, null, null, null, null, null, null, null);
        var first = caseList.page(ada, all, null, 2);
        var second = caseList.page(ada, all, first.next(), 2);
        assertThat(first.items()).extracting(FraudCase::id).containsExactly(ids.get(2), ids.get(1));
        assertThat(second.items()).extracting(FraudCase::id).containsExactly(ids.getFirst());
        assertThat(second.next()).isNull();
        var closed = new CaseList.Filter(queue, CaseState.CLOSED, null, null, null, "FRAUD", null, null);
        assertThat(caseList.page(ada, closed, null, 2).items()).isEmpty();
    }

    @Test
    void aDraftIsItsWritersAlone() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        var bob = book.person("Bob", Role.INVESTIGATOR);
        UUID id = book.open(Casebook.seller());
        assertThat(saveDraft.save(ada, id, "{\"rationale\": \"beg\"}")).isTrue();
        assertThat(saveDraft.save(ada, id, "{\"rationale\": \"begun\"}")).isTrue();
        assertThat(draftOf.read(ada, id))
                .hasValueSatisfying(draft -> assertThat(draft.content()).contains("begun"));
        assertThat(draftOf.read(bob, id)).isEmpty();
    }

    @Test
    void reopeningWhileTheSubjectIsFlaggedAgainNamesTheOtherCase() throws Exception {
        var lea = book.person("Lea", Role.LEAD);
        SubjectRef subject = Casebook.seller();
        UUID id = book.open(subject);
        jdbi.useHandle(
                handle -> handle.execute("update fraud_case set state = 'CLOSED', closed_at = now() where id = ?", id));
        try (var thread = Executors.newSingleThreadExecutor()) {
            List<Future<ReopenCase.Result>> reopened = new ArrayList<>();
            UUID other = book.raise(book.flag(subject, FlagOrigin.MODEL, 0.9, 10), () -> {
                reopened.add(thread.submit(() -> reopenCase.reopen(lea, id, "new facts")));
                while (book.count("select count(*) from pg_locks where not granted") == 0) {
                    Thread.onSpinWait();
                }
            });
            assertThat(reopened.getFirst().get()).isEqualTo(new ReopenCase.AnotherOpen(other));
        }
        assertThat(book.trail(id)).doesNotContain("case.reopened");
    }

    @Test
    void onlyALeadReopensAtWillAndOnlyWhatIsClosed() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        var lea = book.person("Lea", Role.LEAD);
        UUID id = book.open(Casebook.seller());
        assertThat(reopenCase.reopen(lea, id, "new facts")).isInstanceOf(ReopenCase.NotClosed.class);
        assertThatThrownBy(() -> reopenCase.reopen(ada, id, "new facts")).isInstanceOf(NotPermitted.class);
        close(id);
        assertThat(reopenCase.reopen(lea, id, "new facts"))
                .isInstanceOfSatisfying(
                        ReopenCase.Reopened.class,
                        reopened -> assertThat(reopened.fraudCase().state()).isEqualTo(CaseState.WAITING));
        close(id);
        assertThat(appealCase.appeal(ada, id, "the goods did arrive")).isInstanceOf(ReopenCase.Reopened.class);
        assertThat(caseFile.read(ada, id).orElseThrow().flags())
                .extracting(flag -> flag.origin())
                .containsExactly(FlagOrigin.MODEL, FlagOrigin.APPEAL);
        assertThat(book.trail(id)).endsWith("case.reopened", "case.reopened");
    }

    @Test
    void aClosedCaseStaysClosedWhenItsSubjectHasAnotherOpen() {
        var lea = book.person("Lea", Role.LEAD);
        SubjectRef subject = Casebook.seller();
        UUID id = book.open(subject);
        close(id);
        UUID other = book.open(subject);
        assertThat(other).isNotEqualTo(id);
        assertThat(reopenCase.reopen(lea, id, "new facts")).isEqualTo(new ReopenCase.AnotherOpen(other));
        assertThat(caseFile.read(lea, other).orElseThrow().earlier())
                .extracting(CaseFile.EarlierCase::id)
                .containsExactly(id);
    }

    private void close(UUID id) {
        jdbi.useHandle(
                handle -> handle.execute("update fraud_case set state = 'CLOSED', closed_at = now() where id = ?", id));
    }
}
