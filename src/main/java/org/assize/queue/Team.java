package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.security.Role;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The people to whom work can be given: what they can do, what they have, and when they are away. */
@ApplicationScoped
public class Team {

    private static final int MOST = 1_000;

    /** Codes of the roles that work cases. */
    private static final List<String> ROLES = Arrays.stream(Role.values())
            .filter(role -> role.grants(Permission.WORK_CASES))
            .map(Role::code)
            .toList();

    private final Jdbi jdbi;
    private final AssizeClock clock;

    Team(Jdbi jdbi, AssizeClock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * @param held cases that they hold
     * @param assigned cases that wait for them alone
     * @param lastAssignedAt when one was last laid ready for them, of those that they still have
     * @param away the absence that lasts or comes next
     */
    public record Member(
            UUID id,
            String name,
            Skill skill,
            int held,
            int assigned,
            @Nullable Instant lastAssignedAt,
            @Nullable Away away) {

        public int load() {
            return held + assigned;
        }

        boolean isAway(Instant now) {
            return away != null && !away.startsAt().isAfter(now);
        }
    }

    public record Away(Instant startsAt, Instant endsAt) {}

    /** By name. */
    public List<Member> read(Actor actor) {
        actor.require(Permission.CHANGE_POLICIES);
        return jdbi.withHandle(handle -> members(handle, clock.now()));
    }

    static List<Member> members(Handle handle, Instant now) {
        return handle.createQuery("""
                        select p.id, p.display_name, s.markets, s.languages, s.typologies, coalesce(s.version, 0) as version,
                               coalesce(held.n, 0) as held, coalesce(assigned.n, 0) as assigned,
                               greatest(held.last, assigned.last) as last_assigned_at, away.starts_at, away.ends_at
                        from person p
                        left join skill s on s.person_id = p.id
                        left join lateral (
                          select count(*) as n, max(c.assigned_at) as last from fraud_case c
                          where c.claimed_by = p.id and c.claimed_until > :now
                        ) held on true
                        left join lateral (
                          select count(*) as n, max(c.assigned_at) as last from fraud_case c
                          where c.assigned_to = p.id and c.state = 'WAITING'
                        ) assigned on true
                        left join lateral (
                          select b.starts_at, b.ends_at from absence b
                          where b.person_id = p.id and b.ends_at > :now order by b.starts_at, b.id limit 1
                        ) away on true
                        where p.active and p.roles && :roles
                        order by lower(p.display_name), p.id
                        limit :most""")
                .bind("now", now)
                .bindArray("roles", String.class, ROLES)
                .bind("most", MOST)
                .map((row, context) -> {
                    OffsetDateTime last = row.getObject("last_assigned_at", OffsetDateTime.class);
                    OffsetDateTime starts = row.getObject("starts_at", OffsetDateTime.class);
                    return new Member(
                            row.getObject("id", UUID.class),
                            row.getString("display_name"),
                            new Skill(
                                    QueuePolicies.texts(row, "markets"),
                                    QueuePolicies.texts(row, "languages"),
                                    QueuePolicies.texts(row, "typologies"),
                                    row.getInt("version")),
                            row.getInt("held"),
                            row.getInt("assigned"),
                            last == null ? null : last.toInstant(),
                            starts == null
                                    ? null
                                    : new Away(
                                            starts.toInstant(),
                                            row.getObject("ends_at", OffsetDateTime.class)
                                                    .toInstant()));
                })
                .list();
    }
}
