package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.Map;
import org.assize.audit.AuditTrail;
import org.assize.security.WorkTakenAway;

/** What was handed over to somebody who works cases no more waits for everybody again, or it would wait for ever. */
@ApplicationScoped
class EndReservations {

    private final Claims claims;
    private final AuditTrail trail;

    EndReservations(Claims claims, AuditTrail trail) {
        this.claims = claims;
        this.trail = trail;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void onWorkTakenAway(@Observes WorkTakenAway news) {
        trail.ofCases(claims.unassign(news.person()).stream()
                .map(id -> new AuditTrail.CaseEvent(
                        id, "case.reservation_ended", news.by(), news.at(), Map.of("to", news.person())))
                .toList());
    }
}
