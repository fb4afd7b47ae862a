package org.assize.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Table {@code feed_mapping}. */
@ApplicationScoped
class FeedMappings {

    private final Jdbi jdbi;

    FeedMappings(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    record Kept(UUID id, boolean replaced) {}

    Kept keep(String name, FeedMapping mapping, UUID actor, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        insert into feed_mapping as m (feed, name, content, created_by, created_at)
                        values (:feed, :name, cast(:content as jsonb), :actor, :now)
                        on conflict on constraint uq_feed_mapping_name do update
                        set content = excluded.content, created_by = excluded.created_by, created_at = excluded.created_at
                        -- a row version that was inserted, not updated, has no deleting transaction
                        returning m.id, m.xmax <> 0 as replaced
                        """)
                .bind("feed", mapping.feed().code())
                .bind("name", name)
                .bind("content", mapping.toJson())
                .bind("actor", actor)
                .bind("now", now)
                .map((row, context) -> new Kept(row.getObject("id", UUID.class), row.getBoolean("replaced")))
                .one());
    }

    List<SavedMapping> of(Feed feed, String after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select m.feed, m.name, m.content, a.name as saved_by, m.created_at
                        from feed_mapping m join actor a on a.id = m.created_by
                        where m.feed = :feed and m.name > :after order by m.name limit <limit>
                        """)
                .bind("feed", feed.code())
                .bind("after", after)
                .define("limit", limit)
                .map((row, context) -> saved(feed, row))
                .list());
    }

    private static SavedMapping saved(Feed feed, ResultSet row) throws SQLException {
        String name = row.getString("name");
        return switch (FeedMapping.read(feed, row.getString("content"))) {
            case FeedMapping.Understood(FeedMapping mapping) ->
                new SavedMapping(
                        name,
                        mapping,
                        row.getString("saved_by"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant());
            case FeedMapping.NotUnderstood(List<Complaint> complaints) ->
                throw new IllegalStateException("the mapping %s is kept but not understood: %s"
                        .formatted(name, complaints.getFirst().sentence()));
        };
    }
}
