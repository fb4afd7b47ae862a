package org.assize.platform;

import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Background work that is kept as rows of one table: which node is at it, when that was last seen, whether it was asked to
 * stop. Not the work, nor what came of it. A node that starts ends what it left behind itself; what a node has not touched for
 * a minute is ended by the others, by the database's clock, since those of two nodes may differ. The table has {@code id, state,
 * node, touched_at, finished_at, cancel_requested}.
 */
public final class BackgroundRuns {

    private static final String UNDER_WAY = "state in ('WAITING', 'RUNNING')";

    private final Jdbi jdbi;
    private final String table;
    private final UUID node;

    public BackgroundRuns(Jdbi jdbi, String table, Node node) {
        this.jdbi = jdbi;
        this.table = table;
        this.node = node.id();
    }

    /** The node that a new row names. */
    public UUID node() {
        return node;
    }

    /** Ends what this node was at when it last stopped: to be called before it begins anything. */
    public void interruptOwn(Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update <table> set state = 'INTERRUPTED', finished_at = :now where <underWay> and node = :node")
                .define("table", table)
                .define("underWay", UNDER_WAY)
                .bind("now", now)
                .bind("node", node)
                .execute());
    }

    /**
     * Says that this node is at its work, and ends what nobody was at. The order matters: what this node works on is never
     * taken for abandoned after the database was away.
     */
    public void watch(Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update <table> set touched_at = clock_timestamp() where <underWay> and node = :node")
                .define("table", table)
                .define("underWay", UNDER_WAY)
                .bind("node", node)
                .execute());
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update <table> set state = 'INTERRUPTED', finished_at = :now
                        where <underWay> and touched_at + interval '1 minute' < clock_timestamp()
                        """)
                .define("table", table)
                .define("underWay", UNDER_WAY)
                .bind("now", now)
                .execute());
    }

    /** Returns whether there was something left to stop. */
    public boolean askToCancel(UUID id) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                "update <table> set cancel_requested = true where id = :id and <underWay>")
                        .define("table", table)
                        .define("underWay", UNDER_WAY)
                        .bind("id", id)
                        .execute())
                == 1;
    }

    public boolean cancelRequested(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select cancel_requested from <table> where id = :id")
                .define("table", table)
                .bind("id", id)
                .mapTo(Boolean.class)
                .one());
    }
}
