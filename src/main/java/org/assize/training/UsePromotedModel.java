package org.assize.training;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import org.assize.scoring.Champions;

/** Lets the node where a model was promoted score with it at once; the others find out within two seconds. */
@ApplicationScoped
class UsePromotedModel {

    private final Champions champions;

    UsePromotedModel(Champions champions) {
        this.champions = champions;
    }

    void onPromotion(@Observes(during = TransactionPhase.AFTER_SUCCESS) ModelPromoted news) {
        champions.lookAgain();
    }
}
