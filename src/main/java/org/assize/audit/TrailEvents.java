package org.assize.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The trail as people read it: newest first, by keyset, with the names of those who acted. */
@ApplicationScoped
public class TrailEvents {

    /**
     * One entry.
     *
     * @param caseId the case whose chain it stands in; null when it stands in the chain of an area
     * @param seq its place in that chain, from 1
     * @param actorKind {@code person}, {@code token} or {@code system}
     * @param payload JSON of ids, codes and numbers, byte for byte as it was hashed
     * @param hash lower-case hex
     */
    public record TrailEvent(
            UUID id,
            @Nullable UUID caseId,
            @Nullable Long caseNumber,
            @Nullable String area,
            long seq,
            String kind,
            UUID actorId,
            String actorName,
            String actorKind,
            Instant at,
            String payload,
            String hash) {

        public Place place() {
            return new Place(at, id);
        }
    }

    /** Which entries; null asks for all. The time range includes {@code from} and excludes {@code until}. */
    public record Filter(
            @Nullable UUID actor,
            @Nullable UUID caseId,
            @Nullable String kind,
            @Nullable Instant from,
            @Nullable Instant until) {

        public static final Filter NONE = new Filter(null, null, null, null, null);
    }

    /** Where an entry stands in the order shown. */
    public record Place(Instant at, UUID id) {}

    /** Somebody who may have acted. */
    public record Who(UUID id, String name, String kind) {}

    private final Jdbi jdbi;

    TrailEvents(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** At most {@code limit} entries that come after a place, from the newest when it is null. */
    public List<TrailEvent> page(Actor actor, Filter filter, @Nullable Place after, int limit) {
        actor.require(Permission.READ_TRAIL);
        // Only the conditions asked for: with all of them and nulls, no plan would know which index to walk.
        var conditions = new ArrayList<String>();
        add(conditions, filter.actor(), "event.actor_id = :actor");
        add(conditions, filter.caseId(), "event.case_id = :case");
        add(conditions, filter.kind(), "event.kind = :kind");
        add(conditions, filter.from(), "event.at >= :from");
        add(conditions, filter.until(), "event.at < :until");
        add(conditions, after, "(event.at, event.id) < (:at, :id)");
        String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery("""
                            select event.id, event.case_id, folder.number as case_number, event.area, event.seq, event.kind,
                              event.actor_id, actor.name as actor_name, actor.kind as actor_kind, event.at, event.payload, event.hash
                            from audit_event event
                              join actor on actor.id = event.actor_id
                              left join fraud_case folder on folder.id = event.case_id
                            """ + where + " order by event.at desc, event.id desc limit <limit>")
                    .define("limit", limit);
            bind(query, "actor", filter.actor());
            bind(query, "case", filter.caseId());
            bind(query, "kind", filter.kind());
            bind(query, "from", filter.from());
            bind(query, "until", filter.until());
            bind(query, "at", after == null ? null : after.at());
            bind(query, "id", after == null ? null : after.id());
            return query.map((row, context) -> event(row)).list();
        });
    }

    private static void add(List<String> conditions, @Nullable Object asked, String condition) {
        if (asked != null) {
            conditions.add(condition);
        }
    }

    private static void bind(org.jdbi.v3.core.statement.Query query, String name, @Nullable Object value) {
        if (value != null) {
            query.bind(name, value);
        }
    }

    /** The kinds that occur, in alphabetical order. */
    public List<String> kinds(Actor actor) {
        actor.require(Permission.READ_TRAIL);
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        -- hops from kind to kind along the index; "distinct" would read every entry there ever was
                        with recursive kinds (kind) as (
                          (select kind from audit_event order by kind limit 1)
                          union all
                          select (select event.kind from audit_event event where event.kind > kinds.kind order by event.kind limit 1)
                          from kinds where kinds.kind is not null
                        )
                        select kind from kinds where kind is not null
                        """).mapTo(String.class).list());
    }

    /** The names of those of these ids who are people, tokens or Assize itself. */
    public Map<UUID, String> names(Actor actor, Collection<UUID> ids) {
        actor.require(Permission.READ_TRAIL);
        Map<UUID, String> names = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbi.useHandle(handle -> handle.createQuery("select id, name from actor where id = any (:ids)")
                    .bindArray("ids", UUID.class, ids)
                    .map((row, context) -> names.put(row.getObject(1, UUID.class), row.getString(2)))
                    .list());
        }
        return names;
    }

    /** The first people and tokens, and Assize itself, whose name contains the text, by name; who misses one types more. */
    public List<Who> actors(Actor actor, String text, int limit) {
        actor.require(Permission.READ_TRAIL);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id, name, kind from actor where strpos(lower(name), lower(:text)) > 0
                        order by name, id limit <limit>
                        """)
                .bind("text", text)
                .define("limit", limit)
                .mapTo(Who.class)
                .list());
    }

    /** @return empty when there is no such actor */
    public Optional<Who> actor(Actor actor, UUID id) {
        actor.require(Permission.READ_TRAIL);
        return jdbi.withHandle(handle -> handle.createQuery("select id, name, kind from actor where id = :id")
                .bind("id", id)
                .mapTo(Who.class)
                .findOne());
    }

    private static TrailEvent event(ResultSet row) throws SQLException {
        return new TrailEvent(
                row.getObject("id", UUID.class),
                row.getObject("case_id", UUID.class),
                row.getObject("case_number", Long.class),
                row.getString("area"),
                row.getLong("seq"),
                row.getString("kind"),
                row.getObject("actor_id", UUID.class),
                row.getString("actor_name"),
                row.getString("actor_kind"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("payload"),
                HexFormat.of().formatHex(row.getBytes("hash")));
    }
}
