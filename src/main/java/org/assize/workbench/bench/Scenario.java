package org.assize.workbench.bench;

import java.util.List;

/** One thing that is measured, by the name it has on the command line. Added to {@link BenchCommand#SCENARIOS}. */
interface Scenario {

    String name();

    /** What is done, in a sentence for who reads the figures. */
    String does();

    /** How much of it is done, each settable by its flag. */
    List<Size> sizes();

    /** @throws Unmeasured when something that it needs is not there */
    List<Figure> run(Bench bench) throws Exception;

    /**
     * How much of something, settable as {@code --flag}.
     *
     * @param usual without being told: all scenarios together take less than ten minutes on two cores
     * @param full with {@code --full}: what the target is about
     */
    record Size(String flag, long usual, long full, String what) {}

    /** It could not be measured, and why. */
    final class Unmeasured extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unmeasured(String why) {
            super(why);
        }
    }
}
