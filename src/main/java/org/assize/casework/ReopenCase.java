package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.flagging.FlagOrigin;
import org.assize.flagging.SubjectFlagged;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.platform.Ids;
import org.assize.scoring.FraudChance;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectRef;

/**
 * Opens a closed case again, with its history, in the queue it came from and with a new time to be done by. A lead may
 * at will; everybody else needs an appeal, {@link AppealCase}.
 */
@ApplicationScoped
public class ReopenCase {

    private final FraudCases cases;
    private final Notes notes;
    private final Routing routing;
    private final FraudChance chances;
    private final AuditTrail trail;
    private final AssizeClock clock;

    ReopenCase(
            FraudCases cases, Notes notes, Routing routing, FraudChance chances, AuditTrail trail, AssizeClock clock) {
        this.cases = cases;
        this.notes = notes;
        this.routing = routing;
        this.chances = chances;
        this.trail = trail;
        this.clock = clock;
    }

    public sealed interface Result {}

    public record Reopened(FraudCase fraudCase) implements Result {}

    public record NotClosed(CaseState state) implements Result {}

    /** The subject has been flagged again meanwhile: that case is the place to go on. */
    public record AnotherOpen(UUID caseId) implements Result {}

    public record NoSuchCase() implements Result {}

    public record Invalid(List<FieldError> errors) implements Result {}

    @Transactional
    public Result reopen(Actor actor, UUID caseId, String reason) {
        actor.require(Permission.STEER_CASES);
        return reopen(actor, caseId, reason, FlagOrigin.REFERRAL);
    }

    /** What a lead's wish and an appeal have in common; in the caller's transaction. */
    Result reopen(Actor actor, UUID caseId, String reason, FlagOrigin origin) {
        List<FieldError> errors = Words.check("reason", reason, Words.LONGEST_REASON);
        if (!errors.isEmpty()) {
            return new Invalid(errors);
        }
        var found = cases.lock(caseId);
        if (found.isEmpty()) {
            return new NoSuchCase();
        }
        FraudCase closed = found.get();
        if (closed.state() != CaseState.CLOSED) {
            return new NotClosed(closed.state());
        }
        Optional<AnotherOpen> other = another(closed.subject());
        if (other.isPresent()) {
            return other.get();
        }
        Instant now = clock.now();
        SubjectFlagged flag =
                SubjectFlagged.byPerson(closed.subject(), origin, closed.market(), closed.valueAtRisk(), actor, now);
        Routing.Routes routes = routing.current();
        Instant dueAt = routes.dueAt(closed.queue(), now);
        double chance = chances.of(closed.subject().kind(), closed.modelVersion(), closed.score(), closed.percentile());
        if (!cases.reopen(caseId, dueAt, routes.priority(closed.valueAtRisk(), chance, dueAt))) {
            // whoever was faster may have closed theirs again by now: then there is nothing in the way
            return another(closed.subject())
                    .<Result>map(open -> open)
                    .orElseGet(() -> reopen(actor, caseId, reason, origin));
        }
        Map<String, Object> payload =
                new LinkedHashMap<>(notes.write(caseId, reason, actor, now).payload());
        payload.put("queue", closed.queue());
        payload.put("dueAt", dueAt);
        if (origin == FlagOrigin.APPEAL) {
            UUID flagId = Ids.next();
            cases.insertFlags(List.of(new FraudCases.NewFlag(flagId, caseId, flag)));
            payload.putAll(CaseLifecycle.payload(flagId, flag));
        }
        trail.ofCase(caseId, "case.reopened", actor, now, payload);
        return new Reopened(cases.find(caseId).orElseThrow().asSeenBy(actor));
    }

    private Optional<AnotherOpen> another(SubjectRef subject) {
        return cases.lockOpen(List.of(subject)).stream().findFirst().map(open -> new AnotherOpen(open.id()));
    }
}
