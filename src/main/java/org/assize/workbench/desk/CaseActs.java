package org.assize.workbench.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assize.casework.AddNote;
import org.assize.casework.SaveDraft;
import org.assize.queue.ActResult;
import org.assize.queue.ClaimCase;
import org.assize.queue.ClaimNextCase;
import org.assize.queue.EscalateCase;
import org.assize.queue.ExtendClaim;
import org.assize.queue.HandOverCase;
import org.assize.queue.ReleaseCase;
import org.assize.queue.SnoozeCase;
import org.assize.security.Colleagues;
import org.assize.security.CurrentActor;
import org.assize.verdict.CloseAndClaimNext;
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
            Colleagues colleagues) {
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

    /** Whether it was kept: not when the case has been closed. */
    boolean saveDraft(UUID caseId, String content) {
        return draft.save(actor.get(), caseId, content);
    }

    CloseAndClaimNext.Result close(UUID caseId, long claimVersion, VerdictForm form) {
        return close.close(actor.get(), caseId, claimVersion, form);
    }

    List<Colleagues.Colleague> colleagues() {
        return colleagues.of(actor.get());
    }
}
