package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Cases by what is asked of them, newest first, in keyset pages. */
@ApplicationScoped
public class CaseList {

    private final Jdbi jdbi;

    CaseList(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Every criterion that is given must hold.
     *
     * @param open only those that are not closed, or only those that are
     * @param claimedBy who holds it
     * @param decision of the last verdict
     * @param openedFrom inclusive
     * @param openedTo exclusive
     */
    public record Filter(
            @Nullable String queue,
            @Nullable CaseState state,
            @Nullable Boolean open,
            @Nullable SubjectRef subject,
            @Nullable UUID claimedBy,
            @Nullable String decision,
            @Nullable Instant openedFrom,
            @Nullable Instant openedTo) {

        public static final Filter ALL = new Filter(null, null, null, null, null, null, null, null);
    }

    /** These cases, in no order, wherever they are now. */
    public List<FraudCase> of(Actor actor, Set<UUID> ids) {
        actor.require(Permission.READ_CASES);
        return jdbi.withHandle(
                handle -> handle.createQuery(FraudCase.selectFrom("fraud_case") + " where c.id = any(:ids)")
                        .bindArray("ids", UUID.class, ids.toArray())
                        .map(FraudCase.ROW)
                        .map(its -> its.asSeenBy(actor))
                        .list());
    }

    /**
     * The newest first. Where no index leads to what is asked for, a page ends after {@value Stretch#CASES} cases have been looked
     * through, however few of them are wanted: it may then be short, or empty, and has a {@code next}.
     *
     * @param after the {@code next} of the page before
     */
    public Page<FraudCase> page(Actor actor, Filter filter, @Nullable String after, int limit) {
        actor.require(Permission.READ_CASES);
        List<String> walked = new ArrayList<>();
        List<String> sifted = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        // the open cases of a queue have an index in the order of the list
        List<String> ofQueue = Boolean.TRUE.equals(filter.open()) && filter.queue() != null ? walked : sifted;
        if (filter.queue() != null) {
            ofQueue.add("c.queue_key = :queue");
            values.put("queue", filter.queue());
        }
        if (filter.state() != null) {
            // A literal, because the partial indexes are chosen by it.
            (CaseConditions.FEW.contains(filter.state()) ? walked : sifted)
                    .add("c.state = '" + filter.state().name() + "'");
        }
        if (filter.open() != null) {
            ofQueue.add(filter.open() ? "c.state <> 'CLOSED'" : "c.state = 'CLOSED'");
        }
        if (filter.decision() != null) {
            sifted.add(FraudCase.DECISION + " = :decision");
            values.put("decision", filter.decision());
        }
        if (filter.subject() != null) {
            walked.add("c.subject_kind = :kind and c.subject_id = :subject");
            values.put("kind", filter.subject().kind().code());
            values.put("subject", filter.subject().id());
        }
        if (filter.claimedBy() != null) {
            walked.add("c.claimed_by = :holder");
            values.put("holder", filter.claimedBy());
        }
        if (isFew(filter)) {
            // few cases, by an index of their own
            walked.addAll(sifted);
            sifted.clear();
        }
        if (filter.openedFrom() != null) {
            walked.add("c.opened_at >= :from");
            values.put("from", filter.openedFrom());
        }
        if (filter.openedTo() != null) {
            walked.add("c.opened_at < :to");
            values.put("to", filter.openedTo());
        }
        var wanted = new Stretch.Wanted(
                FraudCase.selectFrom("fraud_case"),
                walked.isEmpty() ? "true" : String.join(" and ", walked),
                sifted.isEmpty() ? null : String.join(" and ", sifted),
                query -> query.bindMap(values));
        return jdbi.withHandle(handle -> Stretch.OPENED.page(handle, wanted, after, limit, its -> its.asSeenBy(actor)));
    }

    private static boolean isFew(Filter filter) {
        return filter.subject() != null
                || filter.claimedBy() != null
                || (filter.state() != null && CaseConditions.FEW.contains(filter.state()));
    }
}
