package org.assize.workbench.bench;

import org.jspecify.annotations.Nullable;

/**
 * One measured value.
 *
 * @param unit as in {@code ms}, {@code rows/s}; empty for a plain number
 * @param floor the same done with as little as possible, in the same run and unit; null where nothing could be that
 * @param target null for what is only told
 */
record Figure(
        String what,
        double value,
        String unit,
        @Nullable Double floor,
        @Nullable Target target) {

    /** What the target bounds: the value itself, or value / floor. */
    enum Of {
        VALUE,
        RATIO
    }

    /**
     * @param atMost whether less is better
     * @param must whether missing it is a fault of the product and not a slow machine: the command then ends with 1
     */
    record Target(Of of, boolean atMost, double bound, boolean must) {}

    static Figure told(String what, double value, String unit) {
        return new Figure(what, value, unit, null, null);
    }

    static Figure atMost(String what, double value, String unit, double bound) {
        return new Figure(what, value, unit, null, new Target(Of.VALUE, true, bound, false));
    }

    static Figure atLeast(String what, double value, String unit, double bound) {
        return new Figure(what, value, unit, null, new Target(Of.VALUE, false, bound, false));
    }

    /** Faults, losses: there are none. */
    static Figure none(String what, long found) {
        return new Figure(what, found, "", null, new Target(Of.VALUE, true, 0, true));
    }

    static Figure ratioAtMost(String what, double value, String unit, double floor, double bound) {
        return new Figure(what, value, unit, floor, new Target(Of.RATIO, true, bound, false));
    }

    static Figure ratioAtLeast(String what, double value, String unit, double floor, double bound) {
        return new Figure(what, value, unit, floor, new Target(Of.RATIO, false, bound, false));
    }

    @Nullable
    Double ratio() {
        return floor == null ? null : value / floor;
    }

    /** Null where there is no target. */
    @Nullable
    Boolean met() {
        if (target == null) {
            return null;
        }
        Double ratio = ratio();
        double measured = target.of() == Of.RATIO && ratio != null ? ratio : value;
        // what is no number was not measured, and meets nothing
        return target.atMost() ? measured <= target.bound() : measured >= target.bound();
    }

    boolean failed() {
        return target != null && target.must() && Boolean.FALSE.equals(met());
    }
}
