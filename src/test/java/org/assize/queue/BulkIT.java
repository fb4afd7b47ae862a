package org.assize.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assize.casework.CaseQuery;
import org.assize.casework.CaseState;
import org.assize.casework.Casebook;
import org.assize.casework.FraudCase;
import org.assize.casework.MarkNotificationsRead;
import org.assize.casework.Notification;
import org.assize.casework.NotificationList;
import org.assize.flagging.FlagOrigin;
import org.assize.flagging.SubjectFlagged;
import org.assize.security.Actor;
import org.assize.security.NotPermitted;
import org.assize.security.Role;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BulkIT {

    private static final String EVERYTHING_BUT_THE_FENCE = """
            select id, state, queue_key, priority, value_at_risk_minor, due_at, claimed_by, claimed_at, claimed_until, released_by,
                   released_at, assigned_to, snoozed_until
            from fraud_case where id = any (:ids) order by id""";

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    BulkSelection selection;

    @Inject
    ActOnMany actOnMany;

    @Inject
    UndoBulk undoBulk;

    @Inject
    QueueCases queueCases;

    @Inject
    ClaimCase claimCase;

    @Inject
    ClaimNextCase claimNext;

    @Inject
    SnoozeCase snoozeCase;

    @Inject
    MyWork myWork;

    @Inject
    NotificationList notifications;

    @Inject
    MarkNotificationsRead markNotificationsRead;

    @Inject
    SaveFilter saveFilter;

    @Inject
    SavedFilters savedFilters;

    Actor ada;
    Actor lea;
    Actor leo;
    String queue;
    String other;

    @BeforeEach
    void people() {
        ada = book.person("Ada", Role.INVESTIGATOR);
        lea = book.person("Lea", Role.LEAD);
        leo = book.person("Leo", Role.LEAD);
        queue = book.queue(null);
        other = book.queue(null);
    }

    private CaseQuery all() {
        return CaseQuery.of(queue, CaseState.WAITING);
    }

    private List<UUID> open(int cases) {
        List<SubjectFlagged> flags = new ArrayList<>();
        for (int i = 0; i < cases; i++) {
            flags.add(book.flag(Casebook.seller(), FlagOrigin.MODEL, 0.9, 100 + i));
        }
        book.raise(flags);
        String[] subjects = flags.stream().map(flag -> flag.subject().id()).toArray(String[]::new);
        return jdbi.withHandle(handle -> handle.createQuery(
                        "update fraud_case set queue_key = :queue where subject_id = any (:subjects) returning id")
                .bind("queue", queue)
                .bindArray("subjects", String.class, (Object[]) subjects)
                .mapTo(UUID.class)
                .list());
    }

    private List<Map<String, Object>> rows(List<UUID> ids) {
        return jdbi.withHandle(handle -> handle.createQuery(EVERYTHING_BUT_THE_FENCE)
                .bindArray("ids", UUID.class, ids.toArray())
                .mapToMap()
                .list());
    }

    private ActOnMany.Done act(Actor who, BulkAct act, BulkSelection.Preview preview) {
        return (ActOnMany.Done)
                actOnMany.act(who, act, preview.query(), preview.cases(), "the market is investigated as one");
    }

    @Test
    void whoIsGivenManyCasesIsToldOnceAndWhoGaveThemSeesThem() {
        open(40);
        BulkAct toAda = new BulkAct.HandOver(ada.id());
        BulkSelection.Preview preview = selection.preview(lea, all(), toAda);
        ActOnMany.Done done = act(lea, toAda, preview);
        assertThat(notifications.page(ada, null, 50).items()).singleElement().satisfies(told -> {
            assertThat(told.cases()).isEqualTo(40);
            assertThat(told.kind()).isEqualTo(Notification.Kind.HAND_OVER);
            assertThat(told.caseId()).isEqualTo(preview.cases().getFirst().id());
            assertThat(told.words()).isEqualTo("the market is investigated as one");
        });
        assertThat(myWork.read(lea, Instant.EPOCH).givenAway()).hasSize(40);
        claimNext.claim(ada, queue);
        assertThat(myWork.read(lea, Instant.EPOCH).givenAway())
                .as("what she works on waits no longer")
                .hasSize(39);
        undoBulk.undo(lea, queue, done.bulkId());
        assertThat(myWork.read(lea, Instant.EPOCH).givenAway()).isEmpty();
        act(lea, new BulkAct.HandOver(lea.id()), selection.preview(lea, all(), new BulkAct.HandOver(lea.id())));
        assertThat(notifications.page(lea, null, 50).items())
                .as("nobody is told of what they did")
                .isEmpty();
    }

    @Test
    void nobodyIsToldOfAHandOverThatWasUndoneUnlessTheyKnow() {
        open(3);
        BulkAct toAda = new BulkAct.HandOver(ada.id());
        ActOnMany.Done unread = act(lea, toAda, selection.preview(lea, all(), toAda));
        assertThat(notifications.unread(ada)).isEqualTo(1);
        assertThat(undoBulk.undo(lea, other, unread.bulkId()))
                .as("it was done elsewhere")
                .isInstanceOf(UndoBulk.NoSuchAct.class);
        undoBulk.undo(lea, queue, unread.bulkId());
        assertThat(notifications.page(ada, null, 50).items()).isEmpty();

        ActOnMany.Done read = act(lea, toAda, selection.preview(lea, all(), toAda));
        markNotificationsRead.mark(ada, null);
        undoBulk.undo(lea, queue, read.bulkId());
        assertThat(notifications.page(ada, null, 50).items()).hasSize(1);
    }

    @Test
    void aCaseOfAnotherQueueIsLeftOut() {
        List<UUID> ids = book.openIn(queue, 10, 20);
        UUID elsewhere = book.openIn(other, 30).getFirst();
        BulkAct toAda = new BulkAct.HandOver(ada.id());
        List<BulkSelection.Chosen> chosen =
                new ArrayList<>(selection.preview(lea, all(), toAda).cases());
        chosen.addAll(selection
                .preview(lea, CaseQuery.of(other, CaseState.WAITING), toAda)
                .cases());
        ActOnMany.Done done = (ActOnMany.Done) actOnMany.act(lea, toAda, all(), chosen, "as looked at");
        assertThat(done.changed()).isEqualTo(ids.size());
        assertThat(done.leftOut()).isEqualTo(1);
        assertThat(rows(List.of(elsewhere)).getFirst()).containsEntry("assigned_to", null);
    }

    @Test
    void whatIPutAsideIsOnMySheetUntilItComesBack() {
        UUID id = open(1).getFirst();
        Claimed claimed = (Claimed) claimNext.claim(ada, queue);
        snoozeCase.snooze(
                ada,
                id,
                claimed.claim().version(),
                Instant.now().plus(Duration.ofHours(2)),
                "the bank answers tomorrow");
        assertThat(myWork.read(ada, Instant.EPOCH).snoozed())
                .extracting(FraudCase::id)
                .containsExactly(id);
        assertThat(myWork.read(lea, Instant.EPOCH).snoozed()).isEmpty();
        claimCase.claim(ada, id);
        assertThat(myWork.read(ada, Instant.EPOCH).snoozed()).isEmpty();
    }

    @Test
    void fiveHundredCasesAreHandedOverInOneActAndTakenBackExactly() {
        List<UUID> ids = open(500);
        List<Map<String, Object>> before = rows(ids);
        BulkAct toAda = new BulkAct.HandOver(ada.id());
        BulkSelection.Preview preview = selection.preview(lea, all(), toAda);
        assertThat(preview.cases()).hasSize(500);
        assertThat(preview.examples()).hasSize(5);

        long start = System.nanoTime();
        ActOnMany.Done done = act(lea, toAda, preview);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(done.changed()).isEqualTo(500);
        assertThat(done.leftOut()).isZero();
        assertThat(book.count("select count(*) from fraud_case where assigned_to = ?", ada.id()))
                .isEqualTo(500);
        // one event for the act, and each case's own
        assertThat(book.count(
                        "select count(*) from audit_event where kind = 'bulk.acted' and payload like ?",
                        "%" + done.bulkId() + "%"))
                .isEqualTo(1);
        assertThat(book.count(
                        "select count(*) from audit_event where kind = 'case.handed_over' and payload like ?",
                        "%" + done.bulkId() + "%"))
                .isEqualTo(500);
        assertThat(book.count(
                        "select count(*) from note n join fraud_case c on c.id = n.case_id where c.queue_key = ?",
                        queue))
                .isEqualTo(500);

        assertThat(undoBulk.undo(lea, queue, done.bulkId())).isEqualTo(new UndoBulk.Undone(500, 0));
        assertThat(rows(ids)).isEqualTo(before);
        assertThat(book.trail(ids.getFirst())).endsWith("case.handed_over", "case.bulk_undone");
        assertThat(undoBulk.undo(lea, queue, done.bulkId())).isInstanceOf(UndoBulk.TooLate.class);
    }

    @Test
    void aHeldCaseIsLeftToItsHolderAndOneTakenMeanwhileToItsTaker() {
        List<UUID> ids = book.openIn(queue, 10, 20, 30, 40);
        claimCase.claim(ada, ids.get(0));
        BulkAct move = new BulkAct.Move(other);
        BulkSelection.Preview waiting = selection.preview(lea, all(), move);
        assertThat(waiting.cases()).hasSize(3);
        BulkSelection.Preview held = selection.preview(lea, CaseQuery.of(queue, CaseState.CLAIMED), move);
        assertThat(held.cases()).isEmpty();
        assertThat(held.leftOut()).isEqualTo(1);

        // between the look and the act
        claimCase.claim(ada, ids.get(1));
        ActOnMany.Done done = act(lea, move, waiting);
        assertThat(done.changed()).isEqualTo(2);
        assertThat(done.leftOut()).isEqualTo(1);
        assertThat(book.count("select count(*) from fraud_case where queue_key = ?", other))
                .isEqualTo(2);

        // and between the act and its undoing
        claimCase.claim(ada, ids.get(2));
        assertThat(undoBulk.undo(lea, queue, done.bulkId())).isEqualTo(new UndoBulk.Undone(1, 1));
        assertThat(rows(List.of(ids.get(2))).getFirst())
                .containsEntry("state", "CLAIMED")
                .containsEntry("queue_key", other);
    }

    @Test
    void releasingGivesBackWhatIsHeldAndUndoingReturnsIt() {
        List<UUID> ids = book.openIn(queue, 10, 20);
        claimCase.claim(ada, ids.get(0));
        List<Map<String, Object>> before = rows(ids);
        BulkAct release = new BulkAct.Release();
        BulkSelection.Preview preview = selection.preview(lea, CaseQuery.of(queue, CaseState.CLAIMED), release);
        ActOnMany.Done done = act(lea, release, preview);
        assertThat(done.changed()).isEqualTo(1);
        assertThat(rows(List.of(ids.get(0))).getFirst())
                .containsEntry("state", "WAITING")
                .containsEntry("released_by", ada.id());
        undoBulk.undo(lea, queue, done.bulkId());
        assertThat(rows(ids)).isEqualTo(before);
    }

    @Test
    void twoActsAtOnceShareTheCasesAndNeverTheSameOne() throws Exception {
        List<UUID> ids = open(300);
        BulkSelection.Preview preview =
                selection.preview(lea, all(), new BulkAct.Snooze(Instant.now().plusSeconds(3600)));
        List<Callable<ActOnMany.Done>> both = List.of(
                () -> act(lea, new BulkAct.Move(other), preview),
                () -> act(leo, new BulkAct.Snooze(Instant.now().plusSeconds(3600)), preview));
        int changed = 0;
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (var its : threads.invokeAll(both)) {
                changed += its.get().changed();
                assertThat(its.get().changed() + its.get().leftOut()).isEqualTo(300);
            }
        }
        assertThat(changed).isEqualTo(300);
        assertThat(book.count("select count(*) from bulk_act_case where case_id = any (?::uuid[])", (Object)
                        ids.toString().replace('[', '{').replace(']', '}')))
                .isEqualTo(300);
    }

    @Test
    void claimsGoOnWhileManyAreMovedAndNoneIsLost() throws Exception {
        open(200);
        BulkSelection.Preview preview = selection.preview(lea, all(), new BulkAct.Move(other));
        try (var threads = Executors.newFixedThreadPool(3)) {
            var claimed = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 2; i++) {
                Actor each = book.person("worker", Role.INVESTIGATOR);
                claimed.add(() -> {
                    int taken = 0;
                    for (int k = 0; k < 20; k++) {
                        taken += claimNext.claim(each, queue) instanceof Claimed ? 1 : 0;
                    }
                    return taken;
                });
            }
            claimed.add(() -> act(lea, new BulkAct.Move(other), preview).changed());
            int all = 0;
            for (var its : threads.invokeAll(claimed)) {
                all += its.get();
            }
            long left = book.count("select count(*) from fraud_case where queue_key = ? and state = 'WAITING'", queue);
            assertThat(all + left).isEqualTo(200);
        }
    }

    @Test
    void onlyALeadActsOnManyAndOnlyWhoDidItUndoesIt() {
        book.openIn(queue, 10);
        assertThatThrownBy(() -> selection.preview(ada, all(), new BulkAct.Release()))
                .isInstanceOf(NotPermitted.class);
        BulkSelection.Preview preview = selection.preview(lea, all(), new BulkAct.Move(other));
        assertThatThrownBy(() -> act(ada, new BulkAct.Move(other), preview)).isInstanceOf(NotPermitted.class);
        ActOnMany.Done done = act(lea, new BulkAct.Move(other), preview);
        assertThat(undoBulk.undo(leo, queue, done.bulkId())).isInstanceOf(UndoBulk.NoSuchAct.class);
        assertThatThrownBy(() -> undoBulk.undo(ada, queue, done.bulkId())).isInstanceOf(NotPermitted.class);
    }

    @Test
    void withoutAReasonOrATargetNothingHappens() {
        book.openIn(queue, 10);
        BulkSelection.Preview preview = selection.preview(lea, all(), new BulkAct.Release());
        assertThat(actOnMany.act(lea, new BulkAct.Move("nowhere"), all(), preview.cases(), " "))
                .isInstanceOfSatisfying(
                        ActOnMany.Invalid.class,
                        invalid -> assertThat(invalid.errors())
                                .extracting(error -> error.field() + "." + error.rule())
                                .containsExactly("reason.required", "cases.size", "to.unknown"));
        Actor auditor = book.person("Olga", Role.AUDITOR);
        BulkSelection.Preview some = selection.preview(lea, all(), new BulkAct.Move(other));
        assertThat(actOnMany.act(lea, new BulkAct.HandOver(auditor.id()), all(), some.cases(), "why not"))
                .isInstanceOf(ActOnMany.Invalid.class);
        assertThat(actOnMany.act(
                        lea, new BulkAct.Snooze(Instant.now().minusSeconds(1)), all(), some.cases(), "why not"))
                .isInstanceOf(ActOnMany.Invalid.class);
    }

    @Test
    void aFilterFindsWhatItSaysAndItsPagesMissNothing() {
        List<UUID> ids = book.openIn(queue, 10, 20_000, 300, 4_000, 50);
        Casebook.asOwner(handle -> {
            handle.execute("update assize.fraud_case set market = 'FR', percentile = 0.99 where id = ?", ids.get(1));
            handle.execute("update assize.fraud_case set due_at = now() - interval '1 hour' where id = ?", ids.get(2));
            handle.execute(
                    "update assize.fraud_case set opened_at = now() - interval '3 days' where id = ?", ids.get(3));
            handle.execute("update assize.fraud_case set currency = 'JPY' where id = ?", ids.get(4));
        });
        assertThat(find(Map.of("market", "FR"))).containsExactly(ids.get(1));
        assertThat(find(Map.of("top", "0.02"))).containsExactly(ids.get(1));
        assertThat(find(Map.of("due", "late"))).containsExactly(ids.get(2));
        assertThat(find(Map.of("age", "48h"))).containsExactly(ids.get(3));
        // 50 euros are 5000 yen when they are counted in yen, which has no cents
        assertThat(find(Map.of("value", "4000"))).containsExactlyInAnyOrder(ids.get(1), ids.get(3), ids.get(4));
        assertThat(find(Map.of("origin", "model"))).hasSize(5);
        assertThat(find(Map.of("origin", "appeal"))).isEmpty();
        assertThat(find(Map.of("who", "nobody"))).hasSize(5);
        FraudCase first = queueCases.page(lea, all(), null, 1).items().getFirst();
        assertThat(find(Map.of("id", first.subject().id()))).containsExactly(first.id());
        assertThat(find(Map.of("id", "S-%"))).isEmpty();
        claimCase.claim(ada, ids.get(0));
        CaseQuery held = CaseQuery.read(queue, Map.of("state", List.of("claimed"), "who", List.of("me")));
        assertThat(queueCases.page(ada, held, null, 10).items())
                .extracting(FraudCase::id)
                .containsExactly(ids.get(0));
        assertThat(queueCases.page(lea, held, null, 10).items()).isEmpty();

        for (CaseQuery query : List.of(all(), held)) {
            List<UUID> paged = new ArrayList<>();
            String after = null;
            do {
                var page = queueCases.page(ada, query, after, 1);
                page.items().forEach(each -> paged.add(each.id()));
                after = page.next();
            } while (after != null);
            assertThat(paged)
                    .isEqualTo(queueCases.page(ada, query, null, 100).items().stream()
                            .map(FraudCase::id)
                            .toList());
        }
    }

    private List<UUID> find(Map<String, String> parameters) {
        CaseQuery query = CaseQuery.read(
                queue,
                parameters.entrySet().stream()
                        .collect(java.util.stream.Collectors.toMap(
                                Map.Entry::getKey, each -> List.of(each.getValue()))));
        assertThat(query.parameters()).isEqualTo(parameters);
        return queueCases.page(lea, query, null, 100).items().stream()
                .map(FraudCase::id)
                .toList();
    }

    @Test
    void aFilterIsKeptByNameForThePersonAlone() {
        CaseQuery dear = new CaseQuery(
                queue,
                CaseState.WAITING,
                null,
                null,
                new BigDecimal(1000),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        assertThat(saveFilter.save(lea, " dear ones ", dear)).isEmpty();
        assertThat(saveFilter.save(lea, "dear ones", all())).isEmpty();
        assertThat(savedFilters.of(lea)).singleElement().satisfies(its -> {
            assertThat(its.name()).isEqualTo("dear ones");
            assertThat(its.address()).isEqualTo("queues/" + queue);
        });
        assertThat(savedFilters.of(leo)).isEmpty();
        saveFilter.forget(leo, savedFilters.of(lea).getFirst().id());
        assertThat(savedFilters.of(lea)).hasSize(1);
        saveFilter.forget(lea, savedFilters.of(lea).getFirst().id());
        assertThat(savedFilters.of(lea)).isEmpty();
        assertThat(saveFilter.save(lea, " ", all())).hasSize(1);
    }

    @Test
    void anAddressThatSomebodyMistypedFiltersByWhatCanBeRead() {
        CaseQuery query = CaseQuery.read(
                queue,
                Map.of(
                        "state", List.of("asleep"),
                        "value", List.of("-1"),
                        "top", List.of("NaN"),
                        "due", List.of("99999999h"),
                        "who", List.of("1-1-1-1-1x"),
                        "market", List.of("'; drop table"),
                        "id", List.of("")));
        assertThat(query).isEqualTo(all());
        assertThat(query.address()).isEqualTo("queues/" + queue);
    }
}
