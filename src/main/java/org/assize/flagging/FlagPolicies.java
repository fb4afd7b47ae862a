package org.assize.flagging;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The policies in force. Each change is a new version; old ones stay, since flags name them. */
@ApplicationScoped
public class FlagPolicies {

    private final Jdbi jdbi;
    private final AuditTrail trail;
    private final AssizeClock clock;

    FlagPolicies(Jdbi jdbi, AuditTrail trail, AssizeClock clock) {
        this.jdbi = jdbi;
        this.trail = trail;
        this.clock = clock;
    }

    /** The policy in force for this kind of subject. */
    public FlagPolicy of(SubjectKind kind) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select version, capacity_per_day, audit_share, audit_minimum_per_day, threshold
                        from flag_policy where subject_kind = :kind order by version desc limit 1
                        """)
                .bind("kind", kind.code())
                .map((row, context) -> {
                    double threshold = row.getDouble(5);
                    boolean none = row.wasNull();
                    return new FlagPolicy(
                            kind,
                            row.getInt(1),
                            row.getInt(2),
                            row.getDouble(3),
                            row.getInt(4),
                            none ? null : threshold);
                })
                .one());
    }

    /** Stores {@code policy} as the next version of its kind and tells the trail; the caller has asked for the permission. */
    FlagPolicy store(Actor actor, FlagPolicy policy, String kindOfEvent) {
        FlagPolicy next = new FlagPolicy(
                policy.kind(),
                policy.version() + 1,
                policy.capacityPerDay(),
                policy.auditShare(),
                policy.auditMinimumPerDay(),
                policy.threshold());
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into flag_policy (subject_kind, version, capacity_per_day, audit_share, audit_minimum_per_day, threshold,
                                                 changed_by, changed_at)
                        values (:kind, :version, :capacity, :share, :minimum, :threshold, :actor, :now)
                        """)
                .bind("kind", next.kind().code())
                .bind("version", next.version())
                .bind("capacity", next.capacityPerDay())
                .bind("share", next.auditShare())
                .bind("minimum", next.auditMinimumPerDay())
                .bind("threshold", next.threshold())
                .bind("actor", actor.id())
                .bind("now", clock.now())
                .execute());
        Map<String, @Nullable Object> told = new TreeMap<>();
        told.put("subjectKind", next.kind().code());
        told.put("version", next.version());
        told.put("capacityPerDay", next.capacityPerDay());
        told.put("auditShare", next.auditShare());
        told.put("auditMinimumPerDay", next.auditMinimumPerDay());
        told.put("threshold", next.threshold());
        trail.ofArea(Area.POLICIES, kindOfEvent, actor, clock.now(), told);
        return next;
    }
}
