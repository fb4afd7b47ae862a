package org.assize.verdict;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assize.casework.FraudCase;
import org.assize.platform.Outbox;

/** Puts what a verdict asks of the marketplace into the outbox, in the transaction that decides. */
@ApplicationScoped
class AskMarketplace {

    private final Outbox outbox;

    AskMarketplace(Outbox outbox) {
        this.outbox = outbox;
    }

    void ask(Verdict verdict, FraudCase its) {
        for (Action action : verdict.actions()) {
            if (action == Action.NONE) {
                continue;
            }
            Map<String, Object> message = new LinkedHashMap<>();
            message.put("action", action);
            message.put("subjectKind", its.subjectKind());
            message.put("subjectId", its.subjectId());
            message.put("caseId", verdict.caseId());
            message.put("verdictId", verdict.id());
            message.put("decision", verdict.decision());
            message.put("at", verdict.reachedAt());
            outbox.put(
                    ReachVerdict.ACTIONS_TOPIC,
                    its.subjectKind() + ":" + its.subjectId(),
                    message,
                    verdict.reachedAt());
        }
    }
}
