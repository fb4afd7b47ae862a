package org.assize.verdict;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.assize.queue.ReviewRule;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.security.PersonBehind;

/** What two people found in a case that was drawn to be read blind: until both have read it, each sees their own alone. */
@ApplicationScoped
public class ReadingsOfCase {

    private final BlindReadings readings;
    private final SecondReviews reviews;
    private final PersonBehind behind;

    ReadingsOfCase(BlindReadings readings, SecondReviews reviews, PersonBehind behind) {
        this.readings = readings;
        this.reviews = reviews;
        this.behind = behind;
    }

    /** In the order of reading; empty for a case that is read once, and for whoever must not see any of them yet. */
    public List<BlindReading> read(Actor actor, UUID caseId) {
        actor.require(Permission.READ_CASES);
        List<BlindReading> all = readings.ofCase(caseId).stream()
                .map(BlindReadings.Kept::reading)
                .toList();
        return all.size() == 1 && !isTheirs(actor, all.getFirst()) ? List.of() : all;
    }

    /** Both readings, when they differ and somebody has to decide between them now; else none. */
    public List<BlindReading> toDecideBetween(Actor actor, UUID caseId) {
        actor.require(Permission.READ_CASES);
        return reviews.ofCase(caseId)
                .filter(open -> open.rule() == ReviewRule.DISAGREEMENT)
                .map(open -> read(actor, caseId))
                .orElse(List.of());
    }

    private boolean isTheirs(Actor actor, BlindReading reading) {
        return behind.of(actor.id()).equals(behind.of(reading.verdict().reachedById()));
    }
}
