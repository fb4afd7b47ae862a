package org.assize.casework;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.assize.platform.Money;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * One case as it stands now. It presumes nothing: the subject is under suspicion, not guilty.
 *
 * @param number what people call it
 * @param priority the key of the claim order, higher first; see {@code queue.Priority}
 * @param score, percentile, modelVersion as of the latest flag that had a score
 * @param dueAt when the queue's SLA is breached
 * @param assignedTo for whom alone it waits, after a handover
 * @param decision the last verdict's, when there is one
 * @param claimVersion what an act on a claimed case must carry
 * @param scoreHidden drawn at the first claim: whoever decides does not see the score before; until it is drawn, whether it may be
 * @param firstReaderId who has read it and may not be its second reader, while it waits for a blind second reading
 * @param ringId the case that leads the ring it is or was judged with, which may be this one; null when it never was in one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FraudCase(
        UUID id,
        long number,
        @Nested("subject") SubjectRef subject,
        @Nullable String market,
        String queue,
        String queueName,
        CaseState state,
        double priority,
        @Nested("value_at_risk") Money valueAtRisk,
        @Nullable Double score,
        @Nullable Double percentile,
        @Nullable String modelVersion,
        Instant openedAt,
        Instant dueAt,
        @Nullable UUID claimedById,
        @Nullable String claimedBy,
        @Nullable Instant claimedAt,
        @Nullable Instant claimedUntil,
        long claimVersion,
        @Nullable UUID assignedToId,
        @Nullable String assignedTo,
        @Nullable Instant snoozedUntil,
        @Nullable Instant closedAt,
        @Nullable String decision,
        boolean scoreHidden,
        @Nullable UUID firstReaderId,
        @Nullable UUID ringId) {

    /**
     * A row of {@link #selectFrom}. By hand: a claim reads one row, and a mapper that looks at the constructor first costs more
     * than the claim. The annotations of the constructor serve those who read a case as a part of something else.
     */
    public static final RowMapper<FraudCase> ROW = (row, context) -> new FraudCase(
            row.getObject("id", UUID.class),
            row.getLong("number"),
            new SubjectRef(SubjectKind.ofCode(row.getString("subject_kind")), row.getString("subject_id")),
            row.getString("market"),
            row.getString("queue"),
            row.getString("queue_name"),
            CaseState.valueOf(row.getString("state")),
            row.getDouble("priority"),
            new Money(row.getLong("value_at_risk_minor"), row.getString("value_at_risk_currency")),
            row.getObject("score", Double.class),
            row.getObject("percentile", Double.class),
            row.getString("model_version"),
            required(row, "opened_at"),
            required(row, "due_at"),
            row.getObject("claimed_by_id", UUID.class),
            row.getString("claimed_by"),
            instant(row, "claimed_at"),
            instant(row, "claimed_until"),
            row.getLong("claim_version"),
            row.getObject("assigned_to_id", UUID.class),
            row.getString("assigned_to"),
            instant(row, "snoozed_until"),
            instant(row, "closed_at"),
            row.getString("decision"),
            row.getBoolean("score_hidden"),
            row.getObject("first_reader_id", UUID.class),
            row.getObject("ring_id", UUID.class));

    private static Instant required(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    /** Drawn to be judged without the score, and not judged yet. */
    public boolean scoreIsHidden() {
        return scoreHidden && decision == null;
    }

    /** Whether this actor must not see what the model thinks of it: they hold the case, or it may come to them. */
    public boolean hidesScoreFrom(Actor actor) {
        return scoreIsHidden() && (actor.id().equals(claimedById) || mayComeTo(actor));
    }

    /** Whoever steers cases sees every score, and is not the one to judge without it. */
    public static boolean mayComeTo(Actor actor) {
        return actor.may(Permission.WORK_CASES) && !actor.may(Permission.STEER_CASES);
    }

    /** Of a case {@code c}, whether it hides its score from those to whom it may come. */
    public static String hidesScore() {
        return "(not exists (select from verdict v where v.case_id = c.id) and " + scoreHidden(ITS_QUEUE) + ")";
    }

    /** Of a case {@code c} whether its score is hidden, or may turn out to be: in a queue that hides some, all that are not drawn. */
    private static String scoreHidden(String queue) {
        return """
            coalesce(c.score_hidden,
              (select p.score_hidden_share > 0 from queue_policy p where p.queue_key = %s order by p.version desc limit 1),
              false)""".formatted(queue);
    }

    private static final String ITS_QUEUE = "c.queue_key";

    /** Of a case {@code c}, the last verdict's. */
    public static final String DECISION =
            "(select v.decision from verdict v where v.case_id = c.id order by v.reached_at desc limit 1)";

    // What other tables add to the case is asked one by one: a join of each would copy the whole row once more.
    private static final String COLUMNS = columns(ITS_QUEUE);

    private static final String COLUMNS_IN_ONE_QUEUE = columns(":queue");

    /** Of a case that was claimed just now: nobody else waits for it, and the draw has been made. */
    private static final String CLAIMED_COLUMNS = columns(":queueName", ":holderName", "null", "c.score_hidden");

    private static String columns(String queue) {
        return columns(
                "(select q.name from queue q where q.key = " + queue + ")",
                "(select a.name from actor a where a.id = c.claimed_by)",
                "(select a.name from actor a where a.id = c.assigned_to)",
                scoreHidden(queue));
    }

    private static String columns(String queueName, String holderName, String assigneeName, String scoreHidden) {
        return """
                select c.id, c.number, c.subject_kind, c.subject_id, c.market, c.queue_key as queue,
                       %s as queue_name, c.state, c.priority,
                       c.value_at_risk_minor, c.currency as value_at_risk_currency, c.score, c.percentile, c.model_version,
                       c.opened_at, c.due_at, c.claimed_by as claimed_by_id, %s as claimed_by, c.claimed_at, c.claimed_until,
                       c.claim_version, c.assigned_to as assigned_to_id, %s as assigned_to,
                       c.snoozed_until, c.closed_at, %s as decision, %s as score_hidden, c.first_reader as first_reader_id,
                       c.ring_id""".formatted(queueName, holderName, assigneeName, DECISION, scoreHidden);
    }

    /** The case without what the model thinks, where that is hidden from the actor. */
    public FraudCase asSeenBy(Actor actor) {
        return hidesScoreFrom(actor) ? withoutScore(0) : this;
    }

    /** The same for a list, which goes on where its priority stands. */
    public FraudCase asListedFor(Actor actor) {
        return hidesScoreFrom(actor) ? withoutScore(priority) : this;
    }

    /** @param shown its priority, of which the score is a part */
    private FraudCase withoutScore(double shown) {
        return new FraudCase(
                id,
                number,
                subject,
                market,
                queue,
                queueName,
                state,
                shown,
                valueAtRisk,
                null,
                null,
                null,
                openedAt,
                dueAt,
                claimedById,
                claimedBy,
                claimedAt,
                claimedUntil,
                claimVersion,
                assignedToId,
                assignedTo,
                snoozedUntil,
                closedAt,
                decision,
                scoreHidden,
                firstReaderId,
                ringId);
    }

    /** Whether somebody has read it, and somebody else must read it who does not know what they found. */
    public boolean awaitsSecondReading() {
        return firstReaderId != null;
    }

    /** Whether it leads a ring, or once did. */
    public boolean leadsRing() {
        return id.equals(ringId);
    }

    /** {@code order} or {@code seller}, for those who carry it on and do not ask what it means. */
    public String subjectKind() {
        return subject.kind().code();
    }

    public String subjectId() {
        return subject.id();
    }

    /** The case as it stands now. */
    public static Optional<FraudCase> find(Handle handle, UUID id) {
        return one(handle, " where c.id = :id", id);
    }

    /** The same, and nobody else changes it before the caller's transaction ends. */
    public static Optional<FraudCase> lock(Handle handle, UUID id) {
        return one(handle, " where c.id = :id for no key update of c", id);
    }

    /** The same, unless the case leads a ring: empty then, and nothing is locked, because its members are locked with it and in their order. */
    public static Optional<FraudCase> lockAlone(Handle handle, UUID id) {
        return one(handle, " where c.id = :id and c.ring_id is distinct from c.id for no key update of c", id);
    }

    private static Optional<FraudCase> one(Handle handle, String which, UUID id) {
        return handle.createQuery(selectFrom("fraud_case") + which)
                .bind("id", id)
                .map(ROW)
                .findOne();
    }

    /** The columns of this record, from a table or subquery shaped like {@code fraud_case}, which is called {@code c}. */
    public static String selectFrom(String cases) {
        return selectFrom(cases, "");
    }

    /** The same of cases that this statement claims; who claims binds {@code queueName} and {@code holderName}, and need not have them looked up. */
    public static String selectClaimed(String cases) {
        return CLAIMED_COLUMNS + "\nfrom " + cases + " c\n";
    }

    /** The same with further columns, each after a comma. */
    public static String selectFrom(String cases, String further) {
        return COLUMNS + further + "\nfrom " + cases + " c\n";
    }

    /** The same with columns of another table, which is joined first. */
    public static String selectFrom(String cases, String further, String joined) {
        return selectFrom(cases, further) + "join " + joined + "\n";
    }

    /** The columns of this record, of cases of one {@code :queue} only: what is the queue's is asked once and not for each of them. */
    public static String selectInQueue() {
        return COLUMNS_IN_ONE_QUEUE + "\nfrom fraud_case c\n";
    }
}
