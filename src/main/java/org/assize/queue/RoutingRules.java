package org.assize.queue;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assize.casework.Routing;

/** The rules that lead new cases to queues, in order, as of one version: the first one that takes a case decides. */
public record RoutingRules(
        int version, List<RoutingRule> rules, UUID changedById, String changedBy, Instant changedAt) {

    public RoutingRules {
        rules = List.copyOf(rules);
    }

    /** @throws IllegalStateException when no rule takes it, which the check of the rules leaves no way to */
    String queueFor(Routing.Arrival arrival) {
        return rules.get(placeOf(rules, arrival)).queue();
    }

    /** The index of the rule that takes a case. */
    static int placeOf(List<RoutingRule> rules, Routing.Arrival arrival) {
        for (int place = 0; place < rules.size(); place++) {
            if (rules.get(place).takes(arrival)) {
                return place;
            }
        }
        throw new IllegalStateException("no rule takes a case on a " + arrival.subjectKind());
    }
}
