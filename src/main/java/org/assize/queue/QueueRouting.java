package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.assize.casework.Routing;
import org.assize.platform.Money;
import org.jspecify.annotations.Nullable;

/** Sends sellers and orders to the queue of their kind, and the audit sample to its own. */
@ApplicationScoped
class QueueRouting implements Routing {

    private final QueuePolicies policies;

    QueueRouting(QueuePolicies policies) {
        this.policies = policies;
    }

    @Override
    public Routes current() {
        Map<String, Duration> slas = new HashMap<>();
        policies.current().forEach(policy -> slas.put(policy.queueKey(), policy.sla()));
        return new ByKind(slas);
    }

    private record ByKind(Map<String, Duration> slas) implements Routes {

        @Override
        public String queueFor(String subjectKind, boolean sampled) {
            if (sampled) {
                return "audit-sample";
            }
            return subjectKind.equals("seller") ? "sellers" : "orders";
        }

        @Override
        public Instant dueAt(String queue, Instant from) {
            Duration sla = slas.get(queue);
            if (sla == null) {
                throw new IllegalArgumentException("no queue " + queue);
            }
            return from.plus(sla);
        }

        @Override
        public double priority(Money valueAtRisk, @Nullable Double probability, Instant dueAt) {
            return Priority.of(valueAtRisk, probability, dueAt);
        }
    }
}
