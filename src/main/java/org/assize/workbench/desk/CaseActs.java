package org.assize.workbench.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assize.casework.AddNote;
import org.assize.casework.AnswerQuestion;
import org.assize.casework.AskColleague;
import org.assize.casework.AttachEvidence;
import org.assize.casework.CaseEvidence;
import org.assize.casework.DownloadEvidence;
import org.assize.casework.MarkNotificationsRead;
import org.assize.casework.ReopenCase;
import org.assize.casework.SaveDraft;
import org.assize.queue.ActResult;
import org.assize.queue.ClaimCase;
import org.assize.queue.ClaimNextCase;
import org.assize.queue.EscalateCase;
import org.assize.queue.ExtendClaim;
import org.assize.queue.HandOverCase;
import org.assize.queue.ReleaseCase;
import org.assize.queue.SkipCase;
import org.assize.queue.SkipReason;
import org.assize.queue.SnoozeCase;
import org.assize.security.Colleagues;
import org.assize.security.CurrentActor;
import org.assize.verdict.CloseAndClaimNext;
import org.assize.verdict.ReviewVerdict;
import org.assize.verdict.VerdictForm;

/** What can be done at the desk, by the person who sits at it. */
@ApplicationScoped
class CaseActs {

    private final CurrentActor actor;
    private final ClaimCase claim;
    private final ClaimNextCase claimNext;
    private final ExtendClaim extend;
    private final ReleaseCase release;
    private final SnoozeCase snooze;
    private final EscalateCase escalate;
    private final HandOverCase handOver;
    private final AddNote note;
    private final SaveDraft draft;
    private final CloseAndClaimNext close;
    private final Colleagues colleagues;
    private final SkipCase skip;
    private final AskColleague ask;
    private final AnswerQuestion answer;
    private final AttachEvidence attach;
    private final DownloadEvidence download;
    private final ReopenCase reopen;
    private final ReviewVerdict review;
    private final MarkNotificationsRead markRead;

    CaseActs(
            CurrentActor actor,
            ClaimCase claim,
            ClaimNextCase claimNext,
            ExtendClaim extend,
            ReleaseCase release,
            SnoozeCase snooze,
            EscalateCase escalate,
            HandOverCase handOver,
            AddNote note,
            SaveDraft draft,
            CloseAndClaimNext close,
            Colleagues colleagues,
            SkipCase skip,
            AskColleague ask,
            AnswerQuestion answer,
            AttachEvidence attach,
            DownloadEvidence download,
            ReopenCase reopen,
            ReviewVerdict review,
            MarkNotificationsRead markRead) {
        this.actor = actor;
        this.claim = claim;
        this.claimNext = claimNext;
        this.extend = extend;
        this.release = release;
        this.snooze = snooze;
        this.escalate = escalate;
        this.handOver = handOver;
        this.note = note;
        this.draft = draft;
        this.close = close;
        this.colleagues = colleagues;
        this.skip = skip;
        this.ask = ask;
        this.answer = answer;
        this.attach = attach;
        this.download = download;
        this.reopen = reopen;
        this.review = review;
        this.markRead = markRead;
    }

    ReviewVerdict.Result review(UUID caseId, ReviewVerdict.Opinion opinion) {
        return review.review(actor.get(), caseId, opinion);
    }

    ClaimCase.Result claim(UUID caseId) {
        return claim.claim(actor.get(), caseId);
    }

    ClaimNextCase.Result claimNext(String queue) {
        return claimNext.claim(actor.get(), queue);
    }

    ActResult extend(UUID caseId, long claimVersion) {
        return extend.extend(actor.get(), caseId, claimVersion);
    }

    ActResult release(UUID caseId, long claimVersion) {
        return release.release(actor.get(), caseId, claimVersion);
    }

    ActResult snooze(UUID caseId, long claimVersion, Instant until, String reason) {
        return snooze.snooze(actor.get(), caseId, claimVersion, until, reason);
    }

    ActResult escalate(UUID caseId, long claimVersion, String queue, String reason) {
        return escalate.escalate(actor.get(), caseId, claimVersion, queue, reason);
    }

    ActResult handOver(UUID caseId, long claimVersion, UUID to, String reason) {
        return handOver.handOver(actor.get(), caseId, claimVersion, to, reason);
    }

    AddNote.Result note(UUID caseId, String body) {
        return note.add(actor.get(), caseId, body);
    }

    ActResult skip(UUID caseId, long claimVersion, SkipReason reason) {
        return skip.skip(actor.get(), caseId, claimVersion, reason);
    }

    AskColleague.Result ask(UUID caseId, UUID of, String question) {
        return ask.ask(actor.get(), caseId, of, question);
    }

    AnswerQuestion.Result answer(UUID questionId, String words) {
        return answer.answer(actor.get(), questionId, words);
    }

    AttachEvidence.Result attach(UUID caseId, String fileName, byte[] content) {
        return attach.attach(actor.get(), caseId, fileName, content);
    }

    Optional<CaseEvidence.File> download(UUID evidenceId) {
        return download.download(actor.get(), evidenceId);
    }

    ReopenCase.Result reopen(UUID caseId, String reason) {
        return reopen.reopen(actor.get(), caseId, reason);
    }

    /** Whoever looks at a case has seen what they were told of it. */
    void seen(UUID caseId) {
        markRead.mark(actor.get(), caseId);
    }

    /** Whether it was kept: not when the case has been closed. */
    boolean saveDraft(UUID caseId, String content) {
        return draft.save(actor.get(), caseId, content);
    }

    CloseAndClaimNext.Result close(UUID caseId, long claimVersion, VerdictForm form) {
        return close.close(actor.get(), caseId, claimVersion, form);
    }

    /** Everybody who can be named in a text. */
    List<Colleagues.Colleague> readers() {
        return colleagues.readers(actor.get());
    }

    List<Colleagues.Colleague> colleagues() {
        return colleagues.of(actor.get());
    }
}
