package org.assize.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.assize.security.Actor;
import org.assize.security.NotPermitted;
import org.assize.security.Role;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** People tell each other things about a case: by naming, asking, answering, and by looking at it at the same time. */
@QuarkusTest
class ColleaguesIT {

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    AddNote addNote;

    @Inject
    AskColleague askColleague;

    @Inject
    AnswerQuestion answerQuestion;

    @Inject
    CaseQuestions questions;

    @Inject
    NotificationList notifications;

    @Inject
    MarkNotificationsRead markRead;

    @Inject
    CaseViewers viewers;

    @Inject
    SaveDraft saveDraft;

    @Inject
    DraftOf draftOf;

    @Inject
    CaseFile caseFile;

    private String username(Actor actor) {
        return jdbi.withHandle(handle -> handle.createQuery("select username from person where id = :id")
                .bind("id", actor.id())
                .mapTo(String.class)
                .one());
    }

    private List<Notification> of(Actor actor) {
        return notifications.page(actor, null, 50).items();
    }

    @Test
    void whoIsNamedInANoteIsToldOnceAndNobodyElse() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        var lin = book.person("Lin", Role.INVESTIGATOR);
        var jonas = book.person("Jonas", Role.INVESTIGATOR);
        var feed = book.person("Feed", Role.SERVICE);
        UUID id = book.open(Casebook.seller());
        String words = "@%s look at this, @%s! And @%s, @%s, @nobody-here."
                .formatted(username(lin), username(lin).toUpperCase(), username(ada), username(feed));
        assertThat(addNote.add(ada, id, words)).isInstanceOf(AddNote.Added.class);

        assertThat(of(lin)).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Notification.Kind.MENTION);
            assertThat(one.words()).isEqualTo(words);
            assertThat(one.sentBy()).isEqualTo("Ada");
            assertThat(one.caseId()).isEqualTo(id);
            assertThat(one.readAt()).isNull();
        });
        assertThat(notifications.unread(lin)).isOne();
        assertThat(of(ada)).isEmpty();
        assertThat(of(jonas)).isEmpty();
        assertThat(book.count("select count(*) from notification where person_id = ?", feed.id()))
                .as("who may not read cases is not told of them")
                .isZero();
        assertThat(book.payload(id, "note.added")).contains(lin.id().toString()).doesNotContain("look at this");
    }

    @Test
    void whatIsReadOfOneCaseLeavesTheOthersNew() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        var lin = book.person("Lin", Role.INVESTIGATOR);
        UUID first = book.open(Casebook.seller());
        UUID second = book.open(Casebook.seller());
        addNote.add(ada, first, "@" + username(lin));
        addNote.add(ada, second, "@" + username(lin));

        assertThat(markRead.mark(lin, first)).isOne();
        assertThat(markRead.mark(lin, first)).isZero();
        assertThat(notifications.unread(lin)).isOne();
        assertThat(of(lin)).extracting(one -> one.readAt() == null).containsExactly(true, false);
        assertThat(markRead.mark(ada, null)).as("of others").isZero();
        assertThat(markRead.mark(lin, null)).isOne();
        assertThat(notifications.unread(lin)).isZero();
    }

    @Test
    void notificationsArePagedNewestFirst() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        var lin = book.person("Lin", Role.INVESTIGATOR);
        UUID id = book.open(Casebook.seller());
        for (int i = 0; i < 5; i++) {
            addNote.add(ada, id, i + " @" + username(lin));
        }
        var page = notifications.page(lin, null, 3);
        assertThat(page.items()).extracting(one -> one.words().charAt(0)).containsExactly('4', '3', '2');
        assertThat(notifications.page(lin, page.next(), 3).items())
                .extracting(one -> one.words().charAt(0))
                .containsExactly('1', '0');
    }

    @Test
    void aQuestionGoesToOnePersonWhoAloneAnswersItOnce() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        var lin = book.person("Lin", Role.INVESTIGATOR);
        var jonas = book.person("Jonas", Role.INVESTIGATOR);
        UUID id = book.open(Casebook.seller());
        var asked = (AskColleague.Asked) askColleague.ask(ada, id, lin.id(), "Is this shop known to you?");
        assertThat(of(lin))
                .singleElement()
                .satisfies(one -> assertThat(one.kind()).isEqualTo(Notification.Kind.QUESTION));
        assertThat(questions.of(ada, id)).singleElement().satisfies(question -> {
            assertThat(question.askedOf()).isEqualTo("Lin");
            assertThat(question.answerId()).isNull();
        });

        assertThat(answerQuestion.answer(jonas, asked.questionId(), "me too")).isEqualTo(new AnswerQuestion.NotAsked());
        assertThat(answerQuestion.answer(lin, asked.questionId(), " ")).isInstanceOf(AnswerQuestion.Invalid.class);
        var answered = (AnswerQuestion.Answered) answerQuestion.answer(lin, asked.questionId(), "Yes, since May.");
        assertThat(answerQuestion.answer(lin, asked.questionId(), "again"))
                .isEqualTo(new AnswerQuestion.AlreadyAnswered());

        assertThat(of(ada)).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Notification.Kind.ANSWER);
            assertThat(one.words()).isEqualTo("Yes, since May.");
        });
        assertThat(questions.of(ada, id).getFirst().answerId())
                .isEqualTo(answered.note().id());
        var file = caseFile.read(ada, id).orElseThrow();
        assertThat(file.notes())
                .extracting(Note::body)
                .containsExactly("Yes, since May.", "Is this shop known to you?");
        assertThat(file.fraudCase().claimedById())
                .as("the case stays where it is")
                .isNull();
        assertThat(book.trail(id)).contains("question.asked", "question.answered");
    }

    @Test
    void aQuestionNeedsWordsAndSomebodyElseWhoWorksCases() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        var omar = book.person("Omar", Role.AUDITOR);
        UUID id = book.open(Casebook.seller());
        assertThat(askColleague.ask(ada, id, ada.id(), "?")).isInstanceOf(AskColleague.Invalid.class);
        assertThat(askColleague.ask(ada, id, omar.id(), "?")).isInstanceOf(AskColleague.Invalid.class);
        assertThat(askColleague.ask(ada, id, UUID.randomUUID(), "?")).isInstanceOf(AskColleague.Invalid.class);
        assertThat(askColleague.ask(
                        ada, UUID.randomUUID(), book.person("Lin", Role.LEAD).id(), "?"))
                .isEqualTo(new AskColleague.NoSuchCase());
        assertThatThrownBy(() -> askColleague.ask(omar, id, ada.id(), "?")).isInstanceOf(NotPermitted.class);
    }

    @Test
    void whoLooksAtTheSameCaseIsSeenUntilTheyLeaveOrGoSilent() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        var lin = book.person("Lin", Role.INVESTIGATOR);
        UUID id = book.open(Casebook.seller());
        var adas = viewers.arrive(ada, id);
        assertThat(viewers.others(ada, id)).isEmpty();
        var lins = viewers.arrive(lin, id);
        var again = viewers.arrive(lin, id);
        assertThat(viewers.others(ada, id)).extracting(CaseViewers.Viewer::name).containsExactly("Lin");
        assertThat(viewers.others(lin, id)).extracting(CaseViewers.Viewer::name).containsExactly("Ada");

        viewers.leave(lins);
        assertThat(viewers.others(ada, id)).as("a second page").hasSize(1);
        viewers.leave(again);
        assertThat(viewers.others(ada, id)).isEmpty();

        jdbi.useHandle(handle -> handle.execute(
                "update case_viewer set seen_at = now() - interval '2 minutes' where visit = ?", adas.id()));
        assertThat(viewers.others(lin, id)).isEmpty();
        viewers.confirm(adas);
        assertThat(viewers.others(lin, id)).hasSize(1);
    }

    @Test
    void aDraftOfNothingIsNoDraft() {
        var ada = book.person("Ada", Role.INVESTIGATOR);
        UUID id = book.open(Casebook.seller());
        assertThat(saveDraft.save(ada, id, "{\"words\":{\"workbench.note\":\"half\"}}"))
                .isTrue();
        assertThat(draftOf.read(ada, id)).isPresent();
        saveDraft.save(ada, id, "");
        assertThat(draftOf.read(ada, id)).isEmpty();
    }
}
