package org.assize.queue;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What is done to many cases at once. */
public sealed interface BulkAct {

    /** They wait for one person alone. */
    record HandOver(UUID to) implements BulkAct {}

    /** They wait in another queue; their due times stay. */
    record Move(String queue) implements BulkAct {}

    /** They are put aside. */
    record Snooze(Instant until) implements BulkAct {}

    /** Whoever holds, snoozed or was given one gives it back: all of them wait for anybody. */
    record Release() implements BulkAct {}

    /** The event that each case's own chain gets, the same as when it is done to one case. */
    default String kind() {
        return switch (this) {
            case HandOver _ -> "case.handed_over";
            case Move _ -> "case.escalated";
            case Snooze _ -> "case.snoozed";
            case Release _ -> "case.released";
        };
    }

    /** Its columns; what is bound are {@link #arguments()}, {@code :me} and {@code :now}. */
    default String assignments() {
        return switch (this) {
            case HandOver _ -> "state = 'WAITING', snoozed_until = null, assigned_to = :to, passed_by = :me";
            case Move _ ->
                "state = 'WAITING', snoozed_until = null, assigned_to = null, passed_by = null, queue_key = :to";
            case Snooze _ -> "state = 'SNOOZED', snoozed_until = :until, assigned_to = null, passed_by = :me";
            case Release _ ->
                "state = 'WAITING', snoozed_until = null, assigned_to = null, passed_by = null,"
                        + " released_by = coalesce(c.claimed_by, :me), released_at = :now";
        };
    }

    /**
     * To which cases it can be done. What somebody holds is left to them; only giving back is done to them, because that is
     * what it is for.
     */
    default String possible() {
        String free = "(c.state in ('WAITING', 'SNOOZED') or c.state = 'CLAIMED' and c.claimed_until <= :now)";
        return switch (this) {
            case HandOver _ ->
                free
                        + " and c.assigned_to is distinct from :to"
                        + " and c.first_reader is distinct from (select person_behind(:to))";
            case Move _ -> free + " and c.queue_key <> :to";
            case Snooze _ -> free;
            case Release _ ->
                "(c.state in ('CLAIMED', 'SNOOZED') or c.state = 'WAITING' and c.assigned_to is not null)";
        };
    }

    default Map<String, Object> arguments() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        switch (this) {
            case HandOver(UUID to) -> arguments.put("to", to);
            case Move(String queue) -> arguments.put("to", queue);
            case Snooze(Instant until) -> arguments.put("until", until);
            case Release() -> {}
        }
        return arguments;
    }
}
