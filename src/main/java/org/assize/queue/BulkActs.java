package org.assize.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assize.casework.CaseQuery;
import org.assize.security.Actor;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Rows of acts on many cases, each with what its cases were before. */
@ApplicationScoped
class BulkActs {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Jdbi jdbi;

    BulkActs(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    record Act(String queue, UUID actedBy, Instant actedAt, Instant undoUntil, boolean undone, int cases) {}

    /** A case that the act was done to. */
    record Changed(
            UUID caseId,
            long formerVersion,
            String formerQueue,
            @Nullable UUID formerHolder) {}

    void begin(UUID id, BulkAct act, CaseQuery query, Actor actor, Instant now, Instant undoUntil) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into bulk_act (id, act, queue_key, query, arguments, acted_by, acted_at, undo_until)
                        values (:id, :act, :queue, :query::jsonb, :arguments::jsonb, :by, :at, :undoUntil)""")
                .bind("id", id)
                .bind("act", act.kind())
                .bind("queue", query.queue())
                .bind("query", json(query.parameters()))
                .bind(
                        "arguments",
                        json(act.arguments().entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> entry.getValue().toString()))))
                .bind("by", actor.id())
                .bind("at", now)
                .bind("undoUntil", undoUntil)
                .execute());
    }

    /** Of those chosen, what is still in the queue where it was looked at, and as it was. */
    List<Changed> change(
            UUID id, BulkAct act, String queue, List<BulkSelection.Chosen> chosen, Actor actor, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        with locked as materialized (
                          -- always in the same order, and without waiting: what somebody else is changing is not as it was
                          select c.id
                          from unnest(:ids::uuid[], :versions::bigint[]) as chosen (id, version)
                          join fraud_case c on c.id = chosen.id and c.claim_version = chosen.version
                          where c.queue_key = :queue and <possible>
                          order by c.id
                          for no key update of c skip locked
                        ), changed as (
                          update fraud_case c
                          set claimed_by = null, claimed_at = null, claimed_until = null, claim_version = c.claim_version + 1, <assignments>
                          from locked where c.id = locked.id
                          returning new.id, new.claim_version as version, old.claim_version as former_version, old.state, old.queue_key,
                                    old.claimed_by, old.claimed_at, old.claimed_until, old.released_by, old.released_at, old.assigned_to,
                                    old.snoozed_until, old.passed_by
                        ), kept as (
                          insert into bulk_act_case (bulk_id, case_id, version, state, queue_key, claimed_by, claimed_at, claimed_until,
                            released_by, released_at, assigned_to, snoozed_until, passed_by)
                          select :bulk, id, version, state, queue_key, claimed_by, claimed_at, claimed_until, released_by, released_at,
                                 assigned_to, snoozed_until, passed_by
                          from changed
                        )
                        select id, former_version, queue_key, claimed_by from changed order by id""".replace("<possible>", act.possible()).replace("<assignments>", act.assignments()))
                .bindArray(
                        "ids",
                        UUID.class,
                        chosen.stream().map(each -> (Object) each.id()).toArray())
                .bindArray(
                        "versions",
                        Long.class,
                        chosen.stream().map(each -> (Object) each.version()).toArray())
                .bind("bulk", id)
                .bind("queue", queue)
                .bindMap(act.arguments())
                .bind("me", actor.id())
                .bind("now", now)
                .map((row, context) -> new Changed(
                        row.getObject("id", UUID.class),
                        row.getLong("former_version"),
                        row.getString("queue_key"),
                        row.getObject("claimed_by", UUID.class)))
                .list());
    }

    void count(UUID id, int changed, int leftOut) {
        jdbi.useHandle(
                handle -> handle.createUpdate("update bulk_act set cases = :cases, left_out = :leftOut where id = :id")
                        .bind("cases", changed)
                        .bind("leftOut", leftOut)
                        .bind("id", id)
                        .execute());
    }

    /** Two presses of undo wait for each other. */
    Optional<Act> lock(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select queue_key, acted_by, acted_at, undo_until, undone_at is not null as undone, cases
                        from bulk_act where id = :id for update""")
                .bind("id", id)
                .map((row, context) -> new Act(
                        row.getString("queue_key"),
                        row.getObject("acted_by", UUID.class),
                        row.getObject("acted_at", OffsetDateTime.class).toInstant(),
                        row.getObject("undo_until", OffsetDateTime.class).toInstant(),
                        row.getBoolean("undone"),
                        row.getInt("cases")))
                .findOne());
    }

    List<UUID> restore(UUID id) {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        with locked as materialized (
                          select c.id
                          from bulk_act_case former join fraud_case c on c.id = former.case_id and c.claim_version = former.version
                          where former.bulk_id = :bulk and c.state <> 'CLOSED'
                          -- it waits for others, so in the order in which they lock many
                          order by c.subject_kind collate "C", c.subject_id collate "C"
                          for no key update of c
                        )
                        update fraud_case c
                        set state = former.state, queue_key = former.queue_key, claimed_by = former.claimed_by,
                            claimed_at = former.claimed_at, claimed_until = former.claimed_until, released_by = former.released_by,
                            released_at = former.released_at, assigned_to = former.assigned_to, snoozed_until = former.snoozed_until,
                            passed_by = former.passed_by,
                            claim_version = c.claim_version + 1
                        from locked join bulk_act_case former on former.case_id = locked.id and former.bulk_id = :bulk
                        where c.id = locked.id
                        returning c.id""").bind("bulk", id).mapTo(UUID.class).list());
    }

    void undone(UUID id, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("update bulk_act set undone_at = :now where id = :id")
                .bind("now", now)
                .bind("id", id)
                .execute());
    }

    private static String json(Map<String, String> values) {
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("can not be written as JSON: " + values.keySet(), e);
        }
    }
}
