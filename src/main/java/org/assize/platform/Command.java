package org.assize.platform;

import java.util.List;

/**
 * One word after {@code ./assize}. A feature adds its own by listing the class in
 * {@code META-INF/services/org.assize.platform.Command}; no container runs yet when it is called.
 */
public interface Command {

    /** The word typed, as in {@code run}. */
    String name();

    /**
     * Does the work and returns the exit code of the process: 0 done, 1 failed, 2 asked for in a way that is not
     * understood.
     */
    int run(List<String> arguments) throws Exception;
}
