package org.assize.workbench.bench;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario asks of the application it has started: acts by its use cases, or the same with as little SQL as possible,
 * by the same pool of connections and as many threads. Both are asked for in turn, so that whoever else is on the machine
 * disturbs both.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
    @JsonSubTypes.Type(Task.Claims.class),
    @JsonSubTypes.Type(Task.Verdicts.class),
    @JsonSubTypes.Type(Task.Pages.class),
    @JsonSubTypes.Type(Task.Counts.class),
    @JsonSubTypes.Type(Task.Change.class)
})
sealed interface Task {

    /** The staff claim the next case of one queue after another, so many in all. */
    record Claims(boolean sql, List<UUID> staff, List<String> queues, int claims) implements Task {}

    /** Verdicts on cases that are held, by as many at once. */
    record Verdicts(boolean sql, int workers, List<Held> cases) implements Task {}

    record Held(UUID id, String subjectKind, String subjectId, long version, UUID holder) {}

    /** A page of a queue after each of these places; null for the first page. */
    record Pages(boolean sql, UUID reader, String queue, List<@Nullable Place> after, int limit) implements Task {}

    record Place(double priority, UUID id) {}

    /** The counters of the home page, so many times, one each so many milliseconds. */
    record Counts(boolean sql, UUID reader, int times, long pace) implements Task {}

    /** Puts each of these waiting cases aside, one after the other, and waits until the counters say so. */
    record Change(UUID reader, String queue, List<UUID> cases) implements Task {}

    /**
     * @param waits nanoseconds of each act
     * @param ids of what was done or seen
     */
    record Done(double seconds, long[] waits, List<UUID> ids) {}
}
