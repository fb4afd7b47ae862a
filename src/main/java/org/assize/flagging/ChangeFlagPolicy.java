package org.assize.flagging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;

/** A lead says how many cases a day people can take and how much of that goes to the audit sample. */
@ApplicationScoped
public class ChangeFlagPolicy {

    /** What came of it. */
    public sealed interface Result {
        record Changed(FlagPolicy policy) implements Result {}

        /** Names the fields that break a rule; the rule is a key of the message bundle. */
        record Refused(List<String> fields) implements Result {}
    }

    private final FlagPolicies policies;

    ChangeFlagPolicy(FlagPolicies policies) {
        this.policies = policies;
    }

    /** The threshold is dropped: it follows from the capacity and is derived anew with the next scores. */
    @Transactional
    public Result change(Actor actor, SubjectKind kind, int capacityPerDay, double auditShare, int auditMinimumPerDay) {
        actor.require(Permission.CHANGE_POLICIES);
        List<String> wrong = new ArrayList<>();
        if (capacityPerDay < 1 || capacityPerDay > 1_000_000) {
            wrong.add("capacityPerDay");
        }
        if (!(auditShare >= 0 && auditShare <= 1)) {
            wrong.add("auditShare");
        }
        if (auditMinimumPerDay < 0 || auditMinimumPerDay > capacityPerDay) {
            wrong.add("auditMinimumPerDay");
        }
        if (!wrong.isEmpty()) {
            return new Result.Refused(wrong);
        }
        FlagPolicy before = policies.of(kind);
        return new Result.Changed(policies.store(
                actor,
                new FlagPolicy(kind, before.version(), capacityPerDay, auditShare, auditMinimumPerDay, null),
                "policy.changed"));
    }
}
