package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.assize.casework.FraudCase;
import org.jspecify.annotations.Nullable;

/**
 * Tells how much working time cases have left, by the calendar of their queue. What it knows of queues and calendars is a
 * few seconds old at the most, so that a list of a hundred cases asks the database once.
 */
@ApplicationScoped
public class SlaClock {

    private static final long OLDEST = Duration.ofSeconds(5).toNanos();

    /** For a queue made a moment ago on another node: the clock on the wall. */
    private static final Sla UNKNOWN = new Sla(
            new Calendar(
                    ZoneOffset.UTC, Collections.nCopies(Calendar.DAYS, WorkingHours.parse("00:00-24:00")), Set.of()),
            Duration.ofHours(8));

    private final QueuePolicies policies;
    private final Calendars calendars;
    private volatile @Nullable Known known;

    SlaClock(QueuePolicies policies, Calendars calendars) {
        this.policies = policies;
        this.calendars = calendars;
    }

    private record Sla(Calendar calendar, Duration length) {}

    private record Known(Map<String, Sla> queues, long at) {}

    /** Of an open case; what a closed one had left would mean nothing. */
    public SlaLeft left(FraudCase its, Instant now) {
        Sla sla = queues().getOrDefault(its.queue(), UNKNOWN);
        return SlaLeft.of(sla.calendar(), sla.length(), its.dueAt(), now);
    }

    /** By queue: what is due until then has at most {@link SlaLeft#SOON_SHARE} of its SLA left. */
    Map<String, Instant> soonUntil(Instant now) {
        Map<String, Instant> until = new HashMap<>();
        queues().forEach((key, sla) -> until.put(key, sla.calendar().plus(now, SlaLeft.soon(sla.length()))));
        return until;
    }

    private Map<String, Sla> queues() {
        Known last = known;
        long now = System.nanoTime();
        if (last != null && now - last.at() < OLDEST) {
            return last.queues();
        }
        Map<String, Calendar> byKey = new HashMap<>();
        calendars.current().forEach(each -> byKey.put(each.key(), each.calendar()));
        Map<String, Sla> queues = new HashMap<>();
        for (QueuePolicy policy : policies.current()) {
            Calendar calendar = byKey.getOrDefault(policy.terms().calendar(), UNKNOWN.calendar());
            queues.put(policy.queueKey(), new Sla(calendar, policy.sla()));
        }
        known = new Known(queues, now);
        return queues;
    }

    /** For tests, which look sooner than people do. */
    void forget() {
        known = null;
    }
}
