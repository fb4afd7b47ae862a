package org.assize.platform;

import org.jdbi.v3.core.Handle;

/** Work that several nodes are ready to do and one does at a time. */
public final class OneNode {

    private OneNode() {}

    /**
     * Whether this transaction may do the work; no other transaction may until it has ended.
     *
     * @param work its name, such as {@code assize.queue.assign}; the same on every node
     */
    public static boolean takes(Handle handle, String work) {
        return handle.createQuery("select pg_try_advisory_xact_lock(hashtextextended(:work, 0))")
                .bind("work", work)
                .mapTo(Boolean.class)
                .one();
    }
}
