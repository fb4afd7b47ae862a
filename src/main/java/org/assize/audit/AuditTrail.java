package org.assize.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.assize.platform.Bulletin;
import org.assize.platform.Change;
import org.assize.platform.Ids;
import org.assize.security.Actor;
import org.assize.security.SecurityAct;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the trail in the caller's transaction. The payload holds ids, codes and numbers; words that people wrote
 * and personal data go in as commitments only ({@link Commitment}), so that erasing them later leaves the chain whole.
 */
@ApplicationScoped
public class AuditTrail {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    /** Topic of the bulletin: a case has a new event. Whatever happens to a case is in the trail, so nobody else posts it. */
    public static final String CASE = "case";

    private final Jdbi jdbi;
    private final Bulletin bulletin;

    AuditTrail(Jdbi jdbi, Bulletin bulletin) {
        this.jdbi = jdbi;
        this.bulletin = bulletin;
    }

    /** Whether lists and counts of cases may read differently: an act, or time that has passed. */
    public static boolean tellsOfCases(Change change) {
        return change.isOf(CASE) || change.equals(Change.TICK);
    }

    /** One event of a case; {@code kind} in the form {@code verdict.reached}. Returns the event's id. */
    @Transactional(Transactional.TxType.MANDATORY)
    public UUID ofCase(UUID caseId, String kind, Actor actor, Instant at, Map<String, ?> payload) {
        return append(caseId, null, kind, actor.id(), at, payload);
    }

    /** A statement of the caller's has appended an event of this case itself, by a function of the database that acts and tells at once. */
    public void appended(UUID caseId) {
        bulletin.post(Change.of(CASE, caseId));
    }

    /** One event of some case, for {@link #ofCases}. */
    public record CaseEvent(UUID caseId, String kind, Actor actor, Instant at, Map<String, ?> payload) {}

    /** Many events of cases in the order given, in one statement: what a batch of flags or lapsed claims leaves behind. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void ofCases(List<CaseEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        jdbi.useHandle(handle -> handle.createQuery("""
                        select max(audit_append(id, case_id, null, kind, actor, at, payload))
                        from (select * from unnest(:id::uuid[], :case::uuid[], :kind::text[], :actor::uuid[],
                                                   :at::timestamptz[], :payload::text[])
                                with ordinality as e (id, case_id, kind, actor, at, payload, place)
                              order by place) as event""")
                .bindArray(
                        "id",
                        UUID.class,
                        events.stream().map(event -> (Object) Ids.next()).toArray())
                .bindArray(
                        "case",
                        UUID.class,
                        events.stream().map(event -> (Object) event.caseId()).toArray())
                .bindArray(
                        "kind",
                        String.class,
                        events.stream().map(event -> (Object) event.kind()).toArray())
                .bindArray(
                        "actor",
                        UUID.class,
                        events.stream()
                                .map(event -> (Object) event.actor().id())
                                .toArray())
                .bindArray(
                        "at",
                        String.class,
                        events.stream()
                                .map(event -> (Object) event.at().toString())
                                .toArray())
                .bindArray(
                        "payload",
                        String.class,
                        events.stream()
                                .map(event -> (Object) canonical(event.payload()))
                                .toArray())
                .mapTo(Long.class)
                .one());
        bulletin.post(events.stream()
                .map(event -> Change.of(CASE, event.caseId()))
                .distinct()
                .toList());
    }

    /** One event that belongs to no case. Returns the event's id. */
    @Transactional(Transactional.TxType.MANDATORY)
    public UUID ofArea(Area area, String kind, Actor actor, Instant at, Map<String, ?> payload) {
        return append(null, area.code(), kind, actor.id(), at, payload);
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void onSecurityAct(@Observes SecurityAct act) {
        append(null, Area.PEOPLE.code(), act.kind(), act.actor(), act.at(), act.payload());
    }

    private UUID append(
            @Nullable UUID caseId, @Nullable String area, String kind, UUID actor, Instant at, Map<String, ?> payload) {
        UUID id = Ids.next();
        jdbi.useHandle(
                handle -> handle.createQuery("select audit_append(:id, :case, :area, :kind, :actor, :at, :payload)")
                        .bind("id", id)
                        .bind("case", caseId)
                        .bind("area", area)
                        .bind("kind", kind)
                        .bind("actor", actor)
                        .bind("at", at)
                        .bind("payload", canonical(payload))
                        .mapTo(Long.class)
                        .one());
        if (caseId != null) {
            appended(caseId);
        }
        return id;
    }

    /** Sorted keys, no white space: the same payload has the same bytes. */
    public static String canonical(Map<String, ?> payload) {
        try {
            return JSON.writeValueAsString(new TreeMap<>(payload));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("audit payload can not be written as JSON: keys " + payload.keySet(), e);
        }
    }
}
