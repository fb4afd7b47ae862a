package org.assize.casework;

import java.time.Instant;
import org.assize.platform.Money;
import org.jspecify.annotations.Nullable;

/** Where a new case goes, by when it is due and how urgent it is. Asked here, answered by {@code queue}. */
public interface Routing {

    /** The policies as they are now, read once for however many cases. */
    Routes current();

    interface Routes {

        /** Key of the queue for a new case. */
        String queueFor(Arrival arrival);

        /** @throws IllegalArgumentException when there is no such queue */
        Instant dueAt(String queue, Instant from);

        /** @param chance of fraud, 0 to 1, as {@code FraudChance} says it */
        double priority(Money valueAtRisk, double chance, Instant dueAt);
    }

    /**
     * What is known of a case when it opens, as far as its way may depend on it.
     *
     * @param subjectKind {@code order} or {@code seller}
     * @param origin of the flag that opens the case, such as {@code model} or {@code audit_sample}
     * @param category of an order, else of its seller
     * @param country of a seller; of an order, where it goes
     * @param algorithm of the model whose score that flag stands on, such as {@code boosting}; null where none did
     * @param score of that flag, 0 to 1; null where nobody scored the subject, as is {@code percentile}
     */
    record Arrival(
            String subjectKind,
            String origin,
            @Nullable String market,
            @Nullable String category,
            @Nullable String country,
            Money valueAtRisk,
            @Nullable String algorithm,
            @Nullable Double score,
            @Nullable Double percentile) {}
}
