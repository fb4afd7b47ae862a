package org.assize.verdict;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.assize.queue.ReviewRule;
import org.assize.security.Actor;
import org.assize.security.Permission;

/** Why cases wait for a lead's word. */
@ApplicationScoped
public class WhyReviewed {

    private final SecondReviews reviews;

    WhyReviewed(SecondReviews reviews) {
        this.reviews = reviews;
    }

    /** The rule of each case that waits; the others are left out. */
    public Map<UUID, ReviewRule> of(Actor actor, Collection<UUID> cases) {
        actor.require(Permission.STEER_CASES);
        return reviews.rules(cases);
    }
}
