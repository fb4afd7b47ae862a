package org.assize.casework;

import java.time.Instant;
import org.assize.platform.Money;
import org.jspecify.annotations.Nullable;

/** Where a new case goes, by when it is due and how urgent it is. Asked here, answered by {@code queue}. */
public interface Routing {

    /** The policies as they are now, read once for however many cases. */
    Routes current();

    interface Routes {

        /**
         * Key of the queue for a new case.
         *
         * @param subjectKind {@code order} or {@code seller}
         * @param sampled whether an audit sample alone brought it here
         */
        String queueFor(String subjectKind, boolean sampled);

        /** @throws IllegalArgumentException when there is no such queue */
        Instant dueAt(String queue, Instant from);

        /** @param probability of fraud, 0 to 1; null when nobody scored the subject */
        double priority(Money valueAtRisk, @Nullable Double probability, Instant dueAt);
    }
}
