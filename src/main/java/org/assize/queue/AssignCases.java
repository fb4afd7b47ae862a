package org.assize.queue;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.audit.AuditTrail.CaseEvent;
import org.assize.platform.AssizeClock;
import org.assize.platform.OneNode;
import org.assize.security.Actor;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Lays cases ready for people, in the queues that want it: each case, the most urgent first, for whoever can judge it, is
 * not away, and has the least. What waits for somebody who is away, or has left, goes back to its queue first. On one node at
 * a time.
 */
@ApplicationScoped
public class AssignCases {

    /** Each transaction is short, so that nobody waits behind it. */
    private static final int AT_ONCE = 500;

    private final Jdbi jdbi;
    private final QueuePolicies policies;
    private final AuditTrail trail;
    private final AssizeClock clock;

    AssignCases(Jdbi jdbi, QueuePolicies policies, AuditTrail trail, AssizeClock clock) {
        this.jdbi = jdbi;
        this.policies = policies;
        this.trail = trail;
        this.clock = clock;
    }

    private record Waiting(
            UUID id,
            @Nullable String market,
            @Nullable UUID releasedBy,
            @Nullable UUID firstReader) {}

    private record Assigned(UUID caseId, UUID to, int load) {}

    @Transactional
    @Scheduled(every = "5s", delayed = "7s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public void run() {
        Instant now = clock.now();
        jdbi.useHandle(handle -> {
            if (!OneNode.takes(handle, "assize.queue.assign")) {
                return;
            }
            takeBack(handle, now);
            List<QueuePolicy> wanting = policies.current().stream()
                    .filter(policy -> policy.terms().assignAhead() != null)
                    .toList();
            if (wanting.isEmpty()) {
                return;
            }
            List<Team.Member> present = Team.members(handle, now).stream()
                    .filter(member -> !member.isAway(now))
                    .toList();
            Map<UUID, Integer> load = new HashMap<>();
            present.forEach(member -> load.put(member.id(), member.load()));
            wanting.forEach(policy -> layReady(handle, policy, present, load, now));
        });
    }

    /** What waits for somebody who is not there waits for everybody again. */
    private void takeBack(Handle handle, Instant now) {
        List<CaseEvent> events = handle.createQuery("""
                        with stranded as materialized (
                          select c.id from fraud_case c join person p on p.id = c.assigned_to
                          where c.assigned_to is not null and c.state = 'WAITING'
                            and (not p.active or exists (
                              select from absence b where b.person_id = p.id and b.starts_at <= :now and b.ends_at > :now))
                          limit :most
                          for no key update of c skip locked
                        )
                        update fraud_case c set assigned_to = null, assigned_at = null, passed_by = null
                        from stranded where c.id = stranded.id
                        returning c.id, old.assigned_to""")
                .bind("now", now)
                .bind("most", AT_ONCE)
                .map((row, context) -> new CaseEvent(
                        row.getObject("id", UUID.class),
                        "case.assignment_ended",
                        Actor.SYSTEM,
                        now,
                        Map.of("from", row.getObject("assigned_to", UUID.class))))
                .list();
        trail.ofCases(events);
    }

    private void layReady(
            Handle handle, QueuePolicy policy, List<Team.Member> present, Map<UUID, Integer> load, Instant now) {
        QueuePolicy.Terms terms = policy.terms();
        int ahead = java.util.Objects.requireNonNull(terms.assignAhead());
        Integer capacity = terms.capacityPerPerson();
        int most = capacity == null ? ahead : Math.min(ahead, capacity);
        Map<UUID, Integer> here = handle.createQuery("""
                        select who, count(*) as n from (
                          select claimed_by as who from fraud_case
                          where claimed_by is not null and queue_key = :queue and claimed_until > :now
                          union all
                          select assigned_to from fraud_case
                          where assigned_to is not null and queue_key = :queue and state = 'WAITING'
                        ) has group by who""")
                .bind("queue", policy.queueKey())
                .bind("now", now)
                .reduceRows(new HashMap<>(), (counts, row) -> {
                    counts.put(row.getColumn("who", UUID.class), row.getColumn("n", Integer.class));
                    return counts;
                });
        List<Team.Member> able = present.stream()
                .filter(member -> member.skill().covers(terms.languages(), terms.typologies()))
                .filter(member -> here.getOrDefault(member.id(), 0) < most)
                .toList();
        int room = able.stream()
                .mapToInt(member -> most - here.getOrDefault(member.id(), 0))
                .sum();
        if (room == 0) {
            return;
        }
        List<Assigned> assigned = new ArrayList<>();
        Map<UUID, Integer> turn = new HashMap<>();
        for (Waiting its : waiting(handle, policy.queueKey(), able, Math.min(room, AT_ONCE))) {
            Optional<Team.Member> chosen = able.stream()
                    .filter(member -> here.getOrDefault(member.id(), 0) < most)
                    .filter(member -> member.skill().coversMarket(its.market()))
                    // whoever has just given it back does not get it back
                    .filter(member -> !member.id().equals(its.releasedBy()))
                    // nor does whoever has read it blind read it again
                    .filter(member -> !member.id().equals(its.firstReader()))
                    .min(Comparator.comparing((Team.Member member) -> load.getOrDefault(member.id(), 0))
                            .thenComparing(member -> turn.getOrDefault(member.id(), 0))
                            .thenComparing(
                                    Team.Member::lastAssignedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
                            .thenComparing(Team.Member::id));
            chosen.ifPresent(member -> {
                assigned.add(new Assigned(its.id(), member.id(), load.getOrDefault(member.id(), 0)));
                here.merge(member.id(), 1, Integer::sum);
                load.merge(member.id(), 1, Integer::sum);
                turn.put(member.id(), assigned.size());
            });
        }
        store(handle, assigned, policy, now);
    }

    /** The most urgent that nobody has and that somebody able could judge, in the order of the claim. */
    private static List<Waiting> waiting(Handle handle, String queue, List<Team.Member> able, int most) {
        boolean all = able.stream().anyMatch(member -> member.skill().markets().isEmpty());
        List<String> markets = able.stream()
                .flatMap(member -> member.skill().markets().stream())
                .map(market -> market.toLowerCase(java.util.Locale.ROOT))
                .distinct()
                .toList();
        return handle.createQuery("""
                        select id, market, released_by, first_reader from fraud_case
                        where queue_key = :queue and state = 'WAITING' and assigned_to is null
                          and (:all or lower(market) = any (:markets))
                        order by priority desc, id
                        limit :most
                        for no key update skip locked""")
                .bind("queue", queue)
                .bind("all", all)
                .bindArray("markets", String.class, markets)
                .bind("most", most)
                .map((row, context) -> new Waiting(
                        row.getObject("id", UUID.class),
                        row.getString("market"),
                        row.getObject("released_by", UUID.class),
                        row.getObject("first_reader", UUID.class)))
                .list();
    }

    private void store(Handle handle, List<Assigned> assigned, QueuePolicy policy, Instant now) {
        if (assigned.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        update fraud_case c set assigned_to = a.person, assigned_at = :now
                        from unnest(:id::uuid[], :person::uuid[]) as a (id, person) where c.id = a.id""")
                .bindArray(
                        "id",
                        UUID.class,
                        assigned.stream().map(Assigned::caseId).toList())
                .bindArray(
                        "person",
                        UUID.class,
                        assigned.stream().map(Assigned::to).toList())
                .bind("now", now)
                .execute();
        trail.ofCases(assigned.stream()
                .map(its -> new CaseEvent(
                        its.caseId(),
                        "case.assigned",
                        Actor.SYSTEM,
                        now,
                        Map.of(
                                "to", its.to(),
                                "queue", policy.queueKey(),
                                "load", its.load(),
                                "policyVersion", policy.version())))
                .toList());
    }
}
