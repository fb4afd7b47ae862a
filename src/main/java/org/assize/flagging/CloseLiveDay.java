package org.assize.flagging;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.SortedSet;
import java.util.TreeSet;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;

/**
 * Draws the audit sample of days that are over, live or the unfinished end of a history: over everybody who was scored, each
 * once, below the threshold too. Whichever node comes first draws; days that passed while nothing ran are made up for.
 */
@ApplicationScoped
public class CloseLiveDay {

    private static final int DAYS_BACK = 7;

    private final FlagPolicies policies;
    private final AuditFrame frame;
    private final DrawAuditSample audit;
    private final AssizeClock clock;

    CloseLiveDay(FlagPolicies policies, AuditFrame frame, DrawAuditSample audit, AssizeClock clock) {
        this.policies = policies;
        this.frame = frame;
        this.audit = audit;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everyHour() {
        close(Actor.SYSTEM);
    }

    /** Draws from each day that is over and has subjects nobody has drawn from. Each draw is a transaction of its own. */
    public void close(Actor actor) {
        actor.require(Permission.CHANGE_POLICIES);
        Instant now = clock.now();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        for (SubjectKind kind : SubjectKind.values()) {
            SortedSet<LocalDate> days = new TreeSet<>(frame.undrawn(kind, today));
            for (int back = 1; back <= DAYS_BACK; back++) {
                LocalDate day = today.minusDays(back);
                Instant over = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
                if (!audit.drawnAfter(kind, day, over)) {
                    days.add(day);
                }
            }
            for (LocalDate day : days) {
                QuarkusTransaction.requiringNew().run(() -> audit.draw(policies.of(kind), day, now));
            }
        }
    }
}
