package org.assize.workbench.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assize.casework.FraudCase;
import org.assize.casework.OpenRingCase;
import org.assize.casework.RingMembers;
import org.assize.insight.LinkedAccounts;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.assize.subject.SubjectRef;

/** What the desk shows of accounts that hang together and what a lead may do with them, for the person who sits at it. */
@ApplicationScoped
class RingDesk {

    private final CurrentActor actor;
    private final LinkedAccounts linked;
    private final RingMembers ringMembers;
    private final OpenRingCase openRing;

    RingDesk(CurrentActor actor, LinkedAccounts linked, RingMembers ringMembers, OpenRingCase openRing) {
        this.actor = actor;
        this.linked = linked;
        this.ringMembers = ringMembers;
        this.openRing = openRing;
    }

    LinkedAccounts.Picture linked(SubjectRef subject, int most, List<String> unfolded) {
        return linked.read(actor.get(), subject, most, unfolded);
    }

    List<FraudCase> members(UUID lead) {
        return ringMembers.read(actor.get(), lead);
    }

    Map<String, String> names(UUID lead) {
        return ringMembers.names(actor.get(), lead);
    }

    boolean mayOpen() {
        return actor.get().may(Permission.STEER_CASES);
    }

    OpenRingCase.Result open(SubjectRef lead, Set<SubjectRef> sellers, String reason) {
        return openRing.open(actor.get(), lead, sellers, reason);
    }
}
