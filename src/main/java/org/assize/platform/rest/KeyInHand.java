package org.assize.platform.rest;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The idempotency key under which the current request is being carried out, if it came with one. */
@RequestScoped
class KeyInHand {

    private KeptAnswers.@Nullable Key key;

    void take(KeptAnswers.Key taken) {
        key = taken;
    }

    KeptAnswers.@Nullable Key key() {
        return key;
    }
}
