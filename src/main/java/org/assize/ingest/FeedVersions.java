package org.assize.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;

/** Table {@code feed_version}: which version of a record was taken, where its sender numbers them. */
@ApplicationScoped
class FeedVersions {

    private final Jdbi jdbi;

    FeedVersions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    record Numbered(long line, String recordId, long version) {}

    /** Notes these versions; gives the lines that are no newer than what was taken before them, here or earlier. */
    Set<Long> outdated(Feed feed, List<Numbered> records, Instant now) {
        if (records.isEmpty()) {
            return Set.of();
        }
        // in the order of their ids, so that two who bring the same records wait for each other and do not lock up
        Map<String, Long> newest = new TreeMap<>();
        records.forEach(record -> newest.merge(record.recordId(), record.version(), Math::max));
        Map<String, Long> before = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        insert into feed_version as f (feed, record_id, version, taken_at)
                        select :feed, n.id, n.version, :now from unnest(:ids, :versions) as n (id, version)
                        on conflict (feed, record_id) do update set version = excluded.version, taken_at = excluded.taken_at
                          where f.version < excluded.version
                        returning new.record_id, coalesce(old.version, :none) as former
                        """)
                .bind("feed", feed.code())
                .bindArray("ids", String.class, newest.keySet().toArray())
                .bindArray("versions", Long.class, newest.values().toArray())
                .bind("none", Long.MIN_VALUE)
                .bind("now", now)
                .map((row, context) -> before.put(row.getString("record_id"), row.getLong("former")))
                .list());
        Set<Long> outdated = new HashSet<>();
        for (Numbered record : records) {
            Long former = before.get(record.recordId());
            if (former == null || record.version() <= former) {
                outdated.add(record.line());
            } else {
                before.put(record.recordId(), record.version());
            }
        }
        return outdated;
    }
}
