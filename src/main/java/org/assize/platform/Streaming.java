package org.assize.platform;

import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Reads more rows than memory holds. */
public final class Streaming {

    private Streaming() {}

    /**
     * Reads on a handle of its own, in a transaction of its own unless there is one. Jdbi lends a handle to everything that
     * asks for one inside its callbacks, on this thread; what is done with each row would then run on the reading connection
     * and not in the transaction it has begun.
     */
    public static void read(Jdbi jdbi, Consumer<Handle> work) {
        try (Handle handle = jdbi.open()) {
            handle.useTransaction(work::accept);
        }
    }
}
