package org.assize.training;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assize.platform.Ids;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** The promotions there were and those that wait for somebody's decision. */
@ApplicationScoped
public class Promotions {

    private static final String SELECT = """
            select p.id, p.model_version, p.kind, p.reason, p.requested_by as requested_by_id, a.name as requested_by, p.requested_at,
                   d.name as decided_by, p.decided_at, p.decision
            from promotion p
            join actor a on a.id = p.requested_by
            left join actor d on d.id = p.decided_by""";

    private final Jdbi jdbi;

    Promotions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The newest, at most {@code limit} of them; those that wait come first. */
    public List<Promotion> newest(Actor actor, int limit) {
        actor.require(Permission.READ_MODELS);
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + " order by (p.decision is not null), p.requested_at desc, p.id desc limit <limit>")
                .define("limit", limit)
                .mapTo(Promotion.class)
                .list());
    }

    Optional<Promotion> lock(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " where p.id = :id for no key update of p")
                .bind("id", id)
                .mapTo(Promotion.class)
                .findOne());
    }

    /** Adds a request and returns it; empty when one for this model waits already. */
    Optional<UUID> add(Actor actor, String version, String kind, String reason, Instant now) {
        UUID id = Ids.next();
        int added = jdbi.withHandle(handle -> handle.createUpdate("""
                        insert into promotion (id, model_version, kind, reason, requested_by, requested_at)
                        values (:id, :version, :kind, :reason, :actor, :now)
                        on conflict (model_version) where decision is null do nothing
                        """)
                .bind("id", id)
                .bind("version", version)
                .bind("kind", kind)
                .bind("reason", reason)
                .bind("actor", actor.id())
                .bind("now", now)
                .execute());
        return added == 0 ? Optional.empty() : Optional.of(id);
    }

    /** The first model of a kind is nobody's choice: there is nothing to compare it with. */
    UUID addFirst(String version, String reason, Instant now) {
        UUID id = Ids.next();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into promotion (id, model_version, kind, reason, requested_by, requested_at, decided_by, decided_at, decision)
                        values (:id, :version, 'first', :reason, :actor, :now, :actor, :now, 'approved')
                        """)
                .bind("id", id)
                .bind("version", version)
                .bind("reason", reason)
                .bind("actor", Actor.SYSTEM_ID)
                .bind("now", now)
                .execute());
        return id;
    }

    void decide(UUID id, Actor actor, boolean approved, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update promotion set decided_by = :actor, decided_at = :now, decision = :decision where id = :id")
                .bind("id", id)
                .bind("actor", actor.id())
                .bind("now", now)
                .bind("decision", approved ? "approved" : "refused")
                .execute());
    }
}
