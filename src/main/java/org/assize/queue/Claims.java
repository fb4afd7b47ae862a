package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.platform.Ids;
import org.assize.security.Actor;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The claim columns of cases. */
@ApplicationScoped
class Claims {

    private final Jdbi jdbi;

    Claims(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A lease or snooze that ended by itself. */
    record Ended(
            UUID caseId, CaseState formerState, @Nullable UUID formerHolder, long claimVersion) {}

    /** Whoever has read a case blind does not read it a second time. Hardly any case has been, so hardly ever is somebody asked who they are. */
    private static final String NOT_MINE = "(first_reader is null or first_reader <> (select person_behind(:me)))";

    /** Claims a case that is locked, see the function: the case and its chain are written at once. */
    private static final String CLAIM = "claim_case(%s, :me, :now, :until, :policy, :seed, :hidden, :event)";

    /** First what was handed over to me, then what anybody may take: what nearly every claim finds. */
    private static final String CLAIM_NEXT =
            FraudCase.selectClaimed(CLAIM.formatted("""
            -- each is looked for only when what comes before it found nothing
            coalesce((
              select id from fraud_case
              where assigned_to = :me and queue_key = :queue and state = 'WAITING' and <not mine>
              order by priority desc, id limit 1
              for no key update skip locked
            ), (
              -- this order equals ix_fraud_case_claim column by column, so the first row that is free ends the scan;
              -- rows that others are about to claim are skipped and not waited for
              select id from fraud_case
              where queue_key = :queue and state = 'WAITING' and assigned_to is null and <not mine>
                and (released_by is distinct from :me or released_at <= :shortlyBefore)
              order by priority desc, id limit 1
              for no key update skip locked
            ))""".replace("<not mine>", NOT_MINE)));

    /** The other places to look are a statement of their own, because even a part that is never run is made ready each time. */
    private static final String LOCK_LAST = """
            with ended as materialized (
              -- leases that ran out and snoozes that are over, before the reaper has returned them
              select id from fraud_case
              where queue_key = :queue and <not mine>
                and (state = 'CLAIMED' and claimed_until <= :now or state = 'SNOOZED' and snoozed_until <= :now)
              order by priority desc, id limit 1
              for no key update skip locked
            ), own as materialized (
              -- what I gave back a moment ago comes to me again only when there is nothing else
              select id from fraud_case
              where released_by = :me and released_at > :shortlyBefore and queue_key = :queue and state = 'WAITING'
                and assigned_to is null and <not mine>
                and not exists (select from ended)
              order by priority desc, id limit 1
              for no key update skip locked
            )
            select id from ended union all select id from own""".replace("<not mine>", NOT_MINE);

    /** The next case, claimed; empty when there is none but what {@link #lockLast} may find. */
    Optional<FraudCase> claimNext(QueuePolicy policy, Actor actor, Instant now) {
        return jdbi.withHandle(handle -> claiming(handle.createQuery(CLAIM_NEXT), policy, actor, now)
                .bind("queue", policy.queueKey())
                .bind("shortlyBefore", now.minus(policy.lease()))
                .map(FraudCase.ROW)
                .findOne());
    }

    /** A case whose claim or snooze has ended, or else one that this person gave back a moment ago: locked and not yet claimed. */
    Optional<FraudCase> lockLast(QueuePolicy policy, UUID me, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(LOCK_LAST)
                .bind("queue", policy.queueKey())
                .bind("me", me)
                .bind("now", now)
                .bind("shortlyBefore", now.minus(policy.lease()))
                .mapTo(UUID.class)
                .findOne()
                // what it was is read once it is locked
                .flatMap(id -> FraudCase.lock(handle, id)));
    }

    private static Query claiming(Query query, QueuePolicy policy, Actor actor, Instant now) {
        return query.bind("me", actor.id())
                .bind("holderName", actor.name())
                .bind("queueName", policy.queueName())
                .bind("now", now)
                .bind("until", now.plus(policy.lease()))
                .bind("policy", policy.version())
                .bind("seed", policy.drawSeed())
                .bind("hidden", policy.terms().scoreHiddenShare())
                .bind("event", Ids.next());
    }

    Optional<FraudCase> lock(UUID id) {
        return jdbi.withHandle(handle -> FraudCase.lock(handle, id));
    }

    /** The same, unless the case leads a ring: empty then, and nothing is locked. */
    Optional<FraudCase> lockAlone(UUID id) {
        return jdbi.withHandle(handle -> FraudCase.lockAlone(handle, id));
    }

    Optional<FraudCase> find(UUID id) {
        return jdbi.withHandle(handle -> FraudCase.find(handle, id));
    }

    record Decider(UUID id, String name) {}

    /** Who reached the case's last verdict. */
    Optional<Decider> decider(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select who.id, who.name from verdict v join actor who on who.id = v.reached_by
                        where v.case_id = :id order by v.reached_at desc limit 1""")
                .bind("id", id)
                .map((row, context) -> new Decider(row.getObject("id", UUID.class), row.getString("name")))
                .findOne());
    }

    /** Whether this person, or the one behind this token, has read the case whose second reading it awaits. */
    boolean hasRead(FraudCase its, UUID person) {
        return its.awaitsSecondReading()
                && jdbi.withHandle(handle -> handle.createQuery("select person_behind(:person) = :reader")
                        .bind("person", person)
                        .bind("reader", its.firstReaderId())
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Lets a person's claims in one queue happen one after another, so that a capacity can be counted. */
    void queueUp(UUID me, String queue) {
        jdbi.useHandle(handle -> handle.createQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:who, 0))")
                .bind("who", "claim:" + queue + ":" + me)
                .mapTo(Integer.class)
                .one());
    }

    int heldBy(UUID me, String queue, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) from fraud_case
                        where claimed_by = :me and queue_key = :queue and claimed_until > :now""")
                .bind("me", me)
                .bind("queue", queue)
                .bind("now", now)
                .mapTo(Integer.class)
                .one());
    }

    // What follows is done to a row that this transaction has locked.

    FraudCase claim(UUID id, Actor actor, Instant now, QueuePolicy policy) {
        return jdbi.withHandle(handle -> claiming(
                        handle.createQuery(FraudCase.selectClaimed(CLAIM.formatted(":id"))), policy, actor, now)
                .bind("id", id)
                .map(FraudCase.ROW)
                .one());
    }

    /** What an act says of itself in the trail, where the act and what it says are written at once. */
    record Told(String kind, Actor actor, Instant at, Map<String, ?> payload) {}

    FraudCase extend(UUID id, Instant until, Told told) {
        return change("extend_claim(:id, :until, :by, :at, :event, :kind, :payload)", id, Map.of("until", until), told);
    }

    FraudCase release(UUID id, UUID releasedBy, Told told) {
        return change(
                "release_case(:id, :releasedBy, :by, :at, :event, :kind, :payload)",
                id,
                Map.of("releasedBy", releasedBy),
                told);
    }

    FraudCase snooze(UUID id, Instant until, UUID by) {
        return change(
                id,
                FREE + ", state = 'SNOOZED', snoozed_until = :until, assigned_to = null, passed_by = :by",
                Map.of("until", until, "by", by));
    }

    FraudCase escalate(UUID id, String queue) {
        return change(
                id,
                FREE
                        + ", state = 'WAITING', snoozed_until = null, assigned_to = null, passed_by = null, queue_key = :queue",
                Map.of("queue", queue));
    }

    FraudCase handOver(UUID id, UUID to, UUID by) {
        return change(
                id,
                FREE
                        + ", state = 'WAITING', snoozed_until = null, assigned_to = :to, assigned_at = null, passed_by = :by",
                Map.of("to", to, "by", by));
    }

    /** @return the cases that waited for this person alone, and now do not */
    List<UUID> unassign(UUID person) {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        with reserved as materialized (
                          select id from fraud_case where assigned_to = :person order by id for no key update
                        )
                        update fraud_case c set assigned_to = null, passed_by = null from reserved where c.id = reserved.id returning c.id""").bind("person", person).mapTo(UUID.class).list());
    }

    private static final String FREE =
            "claimed_by = null, claimed_at = null, claimed_until = null, claim_version = claim_version + 1";

    private FraudCase change(String function, UUID id, Map<String, ?> values, Told told) {
        return jdbi.withHandle(handle -> handle.createQuery(FraudCase.selectFrom(function))
                .bind("id", id)
                .bindMap(values)
                .bind("by", told.actor().id())
                .bind("at", told.at())
                .bind("event", Ids.next())
                .bind("kind", told.kind())
                .bind("payload", AuditTrail.canonical(told.payload()))
                .map(FraudCase.ROW)
                .one());
    }

    private FraudCase change(UUID id, String assignments, Map<String, ?> values) {
        return jdbi.withHandle(handle -> handle.createQuery("with changed as (update fraud_case c set " + assignments
                        + " where id = :id returning *) " + FraudCase.selectFrom("changed"))
                .bind("id", id)
                .bindMap(values)
                .map(FraudCase.ROW)
                .one());
    }

    /** Returns what has ended by itself to its queue, at most {@code limit} cases; whoever is being claimed is left alone. */
    List<Ended> returnEnded(Instant now, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        with ended as materialized (
                          select id from fraud_case
                          where state = 'CLAIMED' and claimed_until <= :now or state = 'SNOOZED' and snoozed_until <= :now
                          limit :limit
                          for no key update skip locked
                        )
                        update fraud_case c
                        set state = 'WAITING', claimed_by = null, claimed_at = null, claimed_until = null, snoozed_until = null,
                            passed_by = null, claim_version = c.claim_version + 1
                        from ended where c.id = ended.id
                        returning c.id as case_id, old.state as former_state, old.claimed_by as former_holder,
                                  old.claim_version as claim_version""")
                .bind("now", now)
                .bind("limit", limit)
                .map((row, context) -> new Ended(
                        row.getObject("case_id", UUID.class),
                        CaseState.valueOf(row.getString("former_state")),
                        row.getObject("former_holder", UUID.class),
                        row.getLong("claim_version")))
                .list());
    }
}
