package org.assize.flagging;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;

/**
 * Table {@code audit_frame}: what audit samples are drawn from, by UTC day. An order stands in it once, a seller once a day;
 * the database says so.
 */
@ApplicationScoped
class AuditFrame {

    private final Jdbi jdbi;

    AuditFrame(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Those who have a place already keep it. */
    void enter(SubjectKind kind, LocalDate day, Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into audit_frame (subject_kind, subject_id, day)
                        -- by id, so that two that enter the same subjects wait for each other instead of deadlocking
                        select :kind, id, :day from unnest(:ids) as id order by id
                        on conflict do nothing
                        """)
                .bind("kind", kind.code())
                .bind("day", day)
                .bindArray("ids", String.class, ids)
                .execute());
    }

    /** How many have their place on the day, drawn from or not. */
    long size(SubjectKind kind, LocalDate day) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select count(*) from audit_frame where subject_kind = :kind and day = :day")
                .bind("kind", kind.code())
                .bind("day", day)
                .mapTo(Long.class)
                .one());
    }

    /** The days before {@code before} that have subjects no draw has chosen from, the oldest first. */
    List<LocalDate> undrawn(SubjectKind kind, LocalDate before) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select distinct day from audit_frame
                        where subject_kind = :kind and day < :before and draw_id is null order by day
                        """)
                .bind("kind", kind.code())
                .bind("before", before)
                .mapTo(LocalDate.class)
                .list());
    }

    /** Gives all of the day whom no draw has chosen from to this one: its population. */
    List<String> population(SubjectKind kind, LocalDate day, UUID draw) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        update audit_frame set draw_id = :draw
                        where subject_kind = :kind and day = :day and draw_id is null
                        returning subject_id
                        """)
                .bind("draw", draw)
                .bind("kind", kind.code())
                .bind("day", day)
                .mapTo(String.class)
                .list());
    }
}
