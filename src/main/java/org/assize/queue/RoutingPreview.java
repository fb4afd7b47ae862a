package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assize.casework.PastArrivals;
import org.assize.casework.Routing;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.security.Actor;
import org.assize.security.Permission;

/** What other routing rules would have done with the cases of the last {@link #DAYS} days. */
@ApplicationScoped
public class RoutingPreview {

    public static final int DAYS = 30;

    /** The newest ones, where there were more. */
    static final int MOST = 200_000;

    private final PastArrivals arrivals;
    private final RoutingVersions versions;
    private final QueuePolicies policies;
    private final AssizeClock clock;

    RoutingPreview(PastArrivals arrivals, RoutingVersions versions, QueuePolicies policies, AssizeClock clock) {
        this.arrivals = arrivals;
        this.versions = versions;
        this.policies = policies;
        this.clock = clock;
    }

    public sealed interface Result {}

    /**
     * @param cases that opened, as far as they were looked at
     * @param capped whether there were more
     * @param moved of them that would have gone elsewhere than by the rules in force
     * @param rules in their order
     */
    public record Preview(Instant since, int cases, boolean capped, int moved, List<Line> rules) implements Result {}

    /**
     * @param taken cases that this rule would have taken
     * @param movedFrom how many of them the rules in force lead elsewhere, by the key of that queue
     */
    public record Line(String name, String queue, int taken, Map<String, Integer> movedFrom) {

        public int moved() {
            return movedFrom.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    public record Invalid(List<FieldError> errors) implements Result {}

    public Result of(Actor actor, List<RoutingRule> rules) {
        actor.require(Permission.CHANGE_POLICIES);
        List<FieldError> errors = RoutingCheck.of(rules, policies.current());
        if (!errors.isEmpty()) {
            return new Invalid(errors);
        }
        RoutingRules inForce = versions.current();
        Instant since = clock.now().minus(Duration.ofDays(DAYS));
        List<Routing.Arrival> past = arrivals.since(since, MOST + 1);
        boolean capped = past.size() > MOST;
        int[] taken = new int[rules.size()];
        List<Map<String, Integer>> movedFrom = new ArrayList<>();
        rules.forEach(rule -> movedFrom.add(new TreeMap<>()));
        int moved = 0;
        for (Routing.Arrival arrival : capped ? past.subList(0, MOST) : past) {
            int place = RoutingRules.placeOf(rules, arrival);
            taken[place]++;
            String before = inForce.queueFor(arrival);
            if (!before.equals(rules.get(place).queue())) {
                movedFrom.get(place).merge(before, 1, Integer::sum);
                moved++;
            }
        }
        List<Line> lines = new ArrayList<>();
        for (int place = 0; place < rules.size(); place++) {
            RoutingRule rule = rules.get(place);
            lines.add(new Line(rule.name(), rule.queue(), taken[place], movedFrom.get(place)));
        }
        return new Preview(since, Math.min(past.size(), MOST), capped, moved, lines);
    }
}
