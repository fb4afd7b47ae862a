package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.assize.casework.CaseLifecycle.NewCase;
import org.assize.casework.CaseLifecycle.OpenCase;
import org.assize.flagging.SubjectFlagged;
import org.assize.platform.Money;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Rows of cases, flags and drafts. */
@ApplicationScoped
class FraudCases {

    private static final String UNIQUE_VIOLATION = "23505";

    private final Jdbi jdbi;

    FraudCases(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    record NewFlag(UUID id, UUID caseId, SubjectFlagged flag) {}

    record Joined(UUID caseId, SubjectFlagged flag, double priority) {}

    Optional<FraudCase> find(UUID id) {
        return jdbi.withHandle(handle -> FraudCase.find(handle, id));
    }

    Optional<FraudCase> lock(UUID id) {
        return jdbi.withHandle(handle -> FraudCase.lock(handle, id));
    }

    /** Opens those whose subject has no open case, in the order given; returns the ones that it opened. */
    List<OpenCase> open(List<NewCase> wanted) {
        List<UUID> opened = jdbi.withHandle(handle -> {
            var query = handle.createQuery("""
                    insert into fraud_case (id, subject_kind, subject_id, market, queue_key, state, priority,
                      value_at_risk_minor, currency, score, percentile, model_version, opened_at, due_at)
                    select id, kind, subject, market, queue, 'WAITING', priority, value, currency, score, percentile, model,
                           opened, due
                    from unnest(:id::uuid[], :kind::text[], :subject::text[], :market::text[], :queue::text[],
                                :priority::float8[], :value::bigint[], :currency::text[], :score::float8[],
                                :percentile::float8[], :model::text[], :opened::timestamptz[], :due::timestamptz[])
                         with ordinality as n (id, kind, subject, market, queue, priority, value, currency, score,
                                               percentile, model, opened, due, place)
                    order by place
                    -- the unique index decides who opens; a racer waits here for the other's commit and then joins
                    on conflict (subject_kind, subject_id) where state <> 'CLOSED' do nothing
                    returning id""");
            array(query, "id", UUID.class, wanted, NewCase::id);
            array(
                    query,
                    "kind",
                    String.class,
                    wanted,
                    c -> c.flag().subject().kind().code());
            array(
                    query,
                    "subject",
                    String.class,
                    wanted,
                    c -> c.flag().subject().id());
            array(query, "market", String.class, wanted, c -> c.flag().market());
            array(query, "queue", String.class, wanted, NewCase::queue);
            array(query, "priority", Double.class, wanted, NewCase::priority);
            array(
                    query,
                    "value",
                    Long.class,
                    wanted,
                    c -> c.flag().valueAtRisk().minor());
            array(
                    query,
                    "currency",
                    String.class,
                    wanted,
                    c -> c.flag().valueAtRisk().currency());
            array(query, "score", Double.class, wanted, c -> c.flag().score());
            array(query, "percentile", Double.class, wanted, c -> c.flag().percentile());
            array(query, "model", String.class, wanted, c -> c.flag().modelVersion());
            array(query, "opened", String.class, wanted, c -> text(c.flag().at()));
            array(query, "due", String.class, wanted, c -> text(c.dueAt()));
            return query.mapTo(UUID.class).list();
        });
        var ids = Set.copyOf(opened);
        return wanted.stream()
                .filter(c -> ids.contains(c.id()))
                .map(c -> new OpenCase(c.id(), c.flag().subject(), c.queue(), c.dueAt(), true))
                .toList();
    }

    /** The open cases of these subjects, locked in the order given. */
    List<OpenCase> lockOpen(Collection<SubjectRef> subjects) {
        if (subjects.isEmpty()) {
            return List.of();
        }
        List<SubjectRef> ordered = List.copyOf(subjects);
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery("""
                    select c.id, c.subject_kind, c.subject_id, c.queue_key, c.due_at
                    from unnest(:kind::text[], :subject::text[]) with ordinality as s (kind, subject, place)
                    join fraud_case c on c.subject_kind = s.kind and c.subject_id = s.subject and c.state <> 'CLOSED'
                    order by s.place
                    for no key update of c""");
            array(
                    query,
                    "kind",
                    String.class,
                    ordered,
                    subject -> subject.kind().code());
            array(query, "subject", String.class, ordered, SubjectRef::id);
            return query.map((row, context) -> new OpenCase(
                            row.getObject("id", UUID.class),
                            new SubjectRef(
                                    SubjectKind.ofCode(row.getString("subject_kind")), row.getString("subject_id")),
                            row.getString("queue_key"),
                            row.getObject("due_at", OffsetDateTime.class).toInstant(),
                            false))
                    .list();
        });
    }

    void insertFlags(List<NewFlag> flags) {
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    insert into flag (id, case_id, subject_kind, subject_id, origin, as_of, score_id, score, percentile,
                      model_version, reasons, inclusion_probability, stratum, seed, policy_version, note, flagged_by, flagged_at)
                    values (:id, :case, :kind, :subject, :origin, :asOf, :scoreId, :score, :percentile,
                      :model, :reasons::jsonb, :inclusion, :stratum, :seed, :policy, :note, :by, :at)""");
            for (NewFlag row : flags) {
                SubjectFlagged flag = row.flag();
                batch.bind("id", row.id())
                        .bind("case", row.caseId())
                        .bind("kind", flag.subject().kind().code())
                        .bind("subject", flag.subject().id())
                        .bind("origin", flag.origin().code())
                        .bind("asOf", flag.asOf())
                        .bind("scoreId", flag.scoreId())
                        .bind("score", flag.score())
                        .bind("percentile", flag.percentile())
                        .bind("model", flag.modelVersion())
                        .bind("reasons", flag.reasons())
                        .bind("inclusion", flag.inclusionProbability())
                        .bind("stratum", flag.stratum())
                        .bind("seed", flag.seed())
                        .bind("policy", flag.policyVersion())
                        .bind("note", flag.note())
                        .bind("by", flag.flaggedBy().id())
                        .bind("at", flag.at())
                        .add();
            }
            batch.execute();
        });
    }

    /** A new suspicion can only make a case more urgent; its due time was promised when it opened. */
    void join(List<Joined> joined) {
        if (joined.isEmpty()) {
            return;
        }
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    update fraud_case set
                      priority = greatest(priority, :priority),
                      -- amounts of different currencies are not comparable to the cent: the first stays
                      value_at_risk_minor = case when currency = :currency then greatest(value_at_risk_minor, :value)
                                            else value_at_risk_minor end,
                      score = case when :score::float8 is null then score else :score end,
                      percentile = case when :score::float8 is null then percentile else :percentile end,
                      model_version = case when :score::float8 is null then model_version else :model end
                    where id = :id""");
            for (Joined row : joined) {
                SubjectFlagged flag = row.flag();
                batch.bind("id", row.caseId())
                        .bind("priority", row.priority())
                        .bind("currency", flag.valueAtRisk().currency())
                        .bind("value", flag.valueAtRisk().minor())
                        .bind("score", flag.score())
                        .bind("percentile", flag.percentile())
                        .bind("model", flag.modelVersion())
                        .add();
            }
            batch.execute();
        });
    }

    /** Case and chain are written at once, see the function; what whoever closes it has typed is dropped. */
    void close(UUID id, UUID closedBy, Instant now, UUID event, String kind, String payload) {
        jdbi.useHandle(handle -> handle.createQuery("select close_case(:id, :by, :now, :event, :kind, :payload)")
                .bind("id", id)
                .bind("by", closedBy)
                .bind("now", now)
                .bind("event", event)
                .bind("kind", kind)
                .bind("payload", payload)
                .mapTo(Long.class)
                .one());
    }

    /** @return false when the subject has got another open case meanwhile: the unique index refuses a second */
    boolean reopen(UUID id, Instant dueAt, double priority) {
        return jdbi.withHandle(handle -> {
            // a statement that is refused ends the transaction, and here there is an answer to be given in it
            handle.execute("savepoint reopening");
            try {
                handle.createUpdate("""
                                update fraud_case set state = 'WAITING', closed_at = null, due_at = :due, priority = :priority
                                where id = :id and state = 'CLOSED'""")
                        .bind("id", id)
                        .bind("due", dueAt)
                        .bind("priority", priority)
                        .execute();
                handle.execute("release savepoint reopening");
                return true;
            } catch (UnableToExecuteStatementException e) {
                if (!(e.getCause() instanceof SQLException sql) || !UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                    throw e;
                }
                handle.execute("rollback to savepoint reopening");
                return false;
            }
        });
    }

    /** Lets these cases, which this transaction has locked, follow the one that leads; whoever held one holds it no more. */
    void follow(UUID lead, Collection<UUID> members) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update fraud_case
                        set state = 'IN_RING', ring_id = :lead, claimed_by = null, claimed_at = null, claimed_until = null,
                            assigned_to = null, snoozed_until = null, claim_version = claim_version + 1
                        where id = any (:members)""")
                .bind("lead", lead)
                .bindArray("members", UUID.class, members)
                .execute());
    }

    /**
     * Makes a case that this transaction has locked lead a ring. A live claim stays, under a new version: what was typed
     * about one seller must not be sent as the verdict on many.
     */
    void lead(UUID id, boolean keepsClaim, Instant dueAt, Money valueAtRisk, double priority) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update fraud_case
                        set ring_id = id, due_at = :due, value_at_risk_minor = :value, currency = :currency,
                            priority = greatest(priority, :priority), claim_version = claim_version + 1,
                            state = case when :keep then state else 'WAITING' end,
                            claimed_by = case when :keep then claimed_by end,
                            claimed_at = case when :keep then claimed_at end,
                            claimed_until = case when :keep then claimed_until end,
                            snoozed_until = null
                        where id = :id""")
                .bind("id", id)
                .bind("keep", keepsClaim)
                .bind("due", dueAt)
                .bind("value", valueAtRisk.minor())
                .bind("currency", valueAtRisk.currency())
                .bind("priority", priority)
                .execute());
    }

    /** A ring that is not decided: the case that leads it, first, and those that follow. Empty for any other case. */
    List<FraudCase> ring(UUID lead) {
        return jdbi.withHandle(handle -> handle.createQuery(FraudCase.selectFrom("fraud_case") + RING + """
                         order by c.id <> :lead, c.value_at_risk_minor desc, c.subject_id""")
                .bind("lead", lead)
                .map(FraudCase.ROW)
                .list());
    }

    /**
     * Locks what {@link #ring} tells, by subject as {@link #lockOpen} does, so that the two do not deadlock.
     *
     * @return whether there is a ring
     */
    boolean lockRing(UUID lead) {
        return jdbi.withHandle(handle -> !handle.createQuery("select c.id from fraud_case c" + RING + """
                         order by c.subject_kind collate "C", c.subject_id collate "C"
                        for no key update""")
                .bind("lead", lead)
                .mapTo(UUID.class)
                .list()
                .isEmpty());
    }

    private static final String RING = " where c.ring_id = :lead and (c.id = :lead or c.state = 'IN_RING')";

    List<FraudCase> find(Collection<UUID> ids) {
        return jdbi.withHandle(handle -> handle.createQuery(FraudCase.selectFrom("fraud_case") + """
                         where c.id = any (:ids) order by c.subject_id""")
                .bindArray("ids", UUID.class, ids)
                .map(FraudCase.ROW)
                .list());
    }

    void awaitReview(UUID id) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update fraud_case
                        set state = 'SECOND_REVIEW', claimed_by = null, claimed_at = null, claimed_until = null, assigned_to = null,
                            snoozed_until = null, claim_version = claim_version + 1
                        where id = :id""").bind("id", id).execute());
    }

    /** Two people are to read it, and this one has: it waits for anybody else. */
    void awaitSecondReading(UUID id, UUID firstReader) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update fraud_case
                        set state = 'WAITING', first_reader = person_behind(:reader), claimed_by = null, claimed_at = null,
                            claimed_until = null, assigned_to = null, snoozed_until = null, claim_version = claim_version + 1
                        where id = :id""")
                .bind("id", id)
                .bind("reader", firstReader)
                .execute());
    }

    /** Two people have read it. */
    void readTwice(UUID id) {
        jdbi.useHandle(handle -> handle.createUpdate("update fraud_case set first_reader = null where id = :id")
                .bind("id", id)
                .execute());
    }

    /** Members of a ring whose verdicts await a second review, locked. */
    List<FraudCase> lockAwaitingReview(UUID lead) {
        return jdbi.withHandle(handle -> handle.createQuery(FraudCase.selectFrom("fraud_case") + """
                         where c.ring_id = :lead and c.id <> :lead and c.state = 'SECOND_REVIEW'
                        order by c.subject_kind collate "C", c.subject_id collate "C"
                        for no key update of c""")
                .bind("lead", lead)
                .map(FraudCase.ROW)
                .list());
    }

    void dropDraft(UUID caseId, UUID actor) {
        jdbi.useHandle(
                handle -> handle.createUpdate("delete from case_draft where case_id = :case and actor_id = :actor")
                        .bind("case", caseId)
                        .bind("actor", actor)
                        .execute());
    }

    private static <T, V> void array(
            SqlStatement<?> query, String name, Class<V> type, List<T> rows, Function<T, ?> column) {
        Object[] values = rows.stream().map(column).toArray();
        query.bindArray(name, type, values);
    }

    /** The driver has no array of instants; PostgreSQL reads ISO 8601. */
    private static String text(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toString();
    }
}
