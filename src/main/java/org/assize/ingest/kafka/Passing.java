package org.assize.ingest.kafka;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Tells what passes by itself from what a message brings about whenever it is tried. */
final class Passing {

    private Passing() {}

    /**
     * Whether the database was away, full or busy, or two transactions were in each other's way. Classes of SQLSTATE: 08
     * connection, 40 rollback, 53 resources, 55 not in that state, 57 operator, 58 system; none when the pool had no connection.
     */
    static boolean is(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state == null
                        || switch (state.substring(0, Math.min(2, state.length()))) {
                            case "08", "40", "53", "55", "57", "58" -> true;
                            default -> false;
                        };
            }
        }
        return false;
    }
}
