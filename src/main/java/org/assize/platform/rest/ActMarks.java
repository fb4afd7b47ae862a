package org.assize.platform.rest;

import io.quarkus.arc.Arc;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.assize.platform.AssizeClock;

/**
 * Ties an idempotency key to the act: every transaction of a request that came with a key ends with the note that it was
 * done, so that the note is there exactly when the act is. The answer, which comes after the commit, may get lost; that
 * something was done may not.
 */
@ApplicationScoped
class ActMarks {

    private final KeyInHand inHand;
    private final KeptAnswers answers;
    private final TransactionSynchronizationRegistry transaction;
    private final AssizeClock clock;

    ActMarks(KeyInHand inHand, KeptAnswers answers, TransactionSynchronizationRegistry transaction, AssizeClock clock) {
        this.inHand = inHand;
        this.answers = answers;
        this.transaction = transaction;
        this.clock = clock;
    }

    void begun(@Observes @Initialized(TransactionScoped.class) Object begun) {
        KeptAnswers.Key key = Arc.container().requestContext().isActive() ? inHand.key() : null;
        if (key != null) {
            transaction.registerInterposedSynchronization(new Note(key));
        }
    }

    private final class Note implements Synchronization {
        private final KeptAnswers.Key key;

        Note(KeptAnswers.Key key) {
            this.key = key;
        }

        @Override
        public void beforeCompletion() {
            answers.note(key, clock.now());
        }

        @Override
        public void afterCompletion(int status) {}
    }
}
