package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;
import org.assize.flagging.FlagOrigin;
import org.assize.security.Actor;
import org.assize.security.Permission;

/** Records that the subject contests the verdict: a flag of its own opens the closed case again and stays with it. */
@ApplicationScoped
public class AppealCase {

    private final ReopenCase reopenCase;

    AppealCase(ReopenCase reopenCase) {
        this.reopenCase = reopenCase;
    }

    /** @param grounds what the subject brought forward, at most {@link Words#LONGEST_REASON} characters */
    @Transactional
    public ReopenCase.Result appeal(Actor actor, UUID caseId, String grounds) {
        actor.require(Permission.WORK_CASES);
        return reopenCase.reopen(actor, caseId, grounds, FlagOrigin.APPEAL);
    }
}
