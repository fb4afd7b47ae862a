package org.assize.flagging;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assize.platform.AssizeClock;
import org.assize.scoring.Champions;
import org.assize.scoring.LiveDay;
import org.assize.scoring.ScoredSubject;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;

/**
 * Draws the audit sample of live days that are over: over everybody who was scored, each once, below the threshold too. A
 * day is drawn once, by whichever node comes first; days that passed while nothing ran are made up for.
 */
@ApplicationScoped
public class CloseLiveDay {

    private static final int DAYS_BACK = 7;

    private final FlagPolicies policies;
    private final DrawAuditSample audit;
    private final LiveDay live;
    private final Champions models;
    private final FlagScored flags;
    private final AssizeClock clock;

    CloseLiveDay(
            FlagPolicies policies,
            DrawAuditSample audit,
            LiveDay live,
            Champions models,
            FlagScored flags,
            AssizeClock clock) {
        this.policies = policies;
        this.audit = audit;
        this.live = live;
        this.models = models;
        this.flags = flags;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyHour() {
        close(Actor.SYSTEM);
    }

    /** Draws from each of the last days that was not drawn from. Each draw is a transaction of its own. */
    public void close(Actor actor) {
        actor.require(Permission.CHANGE_POLICIES);
        Instant now = clock.now();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        for (SubjectKind kind : SubjectKind.values()) {
            for (int back = DAYS_BACK; back >= 1; back--) {
                LocalDate day = today.minusDays(back);
                QuarkusTransaction.requiringNew().run(() -> close(kind, day, now));
            }
        }
    }

    private void close(SubjectKind kind, LocalDate day, Instant now) {
        String stratum = "%s scored live".formatted(day);
        if (audit.drawn(kind, stratum)) {
            return;
        }
        FlagPolicy policy = policies.of(kind);
        audit.draw(policy, live.subjects(kind, day), id -> id, stratum, now).ifPresent(draw -> {
            Map<String, List<ScoredSubject>> byModel = live.last(kind, day, draw.subjects()).stream()
                    .collect(Collectors.groupingBy(ScoredSubject::modelVersion));
            byModel.forEach((version, subjects) -> flags.flag(
                    policy,
                    models.version(kind, version).orElse(null),
                    subjects,
                    FlagOrigin.AUDIT_SAMPLE,
                    draw.inclusionProbability(),
                    stratum,
                    draw.seed(),
                    now));
        });
    }
}
