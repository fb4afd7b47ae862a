package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.assize.casework.Routing;
import org.assize.platform.Money;

/** Sends each new case to the queue that the routing rules say, due by that queue's SLA and calendar. */
@ApplicationScoped
class QueueRouting implements Routing {

    private final RoutingVersions versions;
    private final QueuePolicies policies;
    private final Calendars calendars;

    QueueRouting(RoutingVersions versions, QueuePolicies policies, Calendars calendars) {
        this.versions = versions;
        this.policies = policies;
        this.calendars = calendars;
    }

    /** Read afresh each time: a change is in force with the next case, on every node, with nothing to tell them. */
    @Override
    public Routes current() {
        Map<String, Calendar> byKey = new HashMap<>();
        calendars.current().forEach(each -> byKey.put(each.key(), each.calendar()));
        Map<String, Sla> slas = new HashMap<>();
        for (QueuePolicy policy : policies.current()) {
            Calendar calendar = byKey.get(policy.terms().calendar());
            if (calendar == null) {
                throw new IllegalStateException("queue " + policy.queueKey() + " has no calendar");
            }
            slas.put(policy.queueKey(), new Sla(calendar, policy.sla()));
        }
        return new ByRules(versions.current(), slas);
    }

    private record Sla(Calendar calendar, Duration length) {}

    private record ByRules(RoutingRules rules, Map<String, Sla> slas) implements Routes {

        @Override
        public String queueFor(Arrival arrival) {
            return rules.queueFor(arrival);
        }

        @Override
        public Instant dueAt(String queue, Instant from) {
            Sla sla = slas.get(queue);
            if (sla == null) {
                throw new IllegalArgumentException("no queue " + queue);
            }
            return sla.calendar().plus(from, sla.length());
        }

        @Override
        public double priority(Money valueAtRisk, double chance, Instant dueAt) {
            return Priority.of(valueAtRisk, chance, dueAt);
        }
    }
}
