package org.assize.workbench.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * A scheme with its way of acting: how many acts its whole life sees, how they crowd towards its end, and what one act
 * looks like. The same act serves the history and the live stream, so that a scheme goes on as it began.
 */
record Plot(Scheme scheme, Market market, int acts, double ramp, Act act) {

    /** One act at an instant: one or more orders, not all of them necessarily fraud; none when nobody is left to act. */
    interface Act {
        List<SimulatedOrder> orders(Dice dice, Instant at);
    }

    /** All orders of the scheme's life up to {@code end}. */
    List<SimulatedOrder> until(Instant end, Dice dice) {
        List<SimulatedOrder> orders = new ArrayList<>();
        double life = (scheme.until().getEpochSecond() - scheme.from().getEpochSecond()) / 86_400.0;
        for (int i = 0; i < acts; i++) {
            Instant at = scheme.from().plus(Dice.days(life * StrictMath.pow(dice.unit(), 1 / ramp)));
            if (life > 3) {
                LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
                at = Trade.timeOfDay(dice, market, day);
            }
            if (scheme.running(at) && at.isBefore(end)) {
                orders.addAll(act.orders(dice, at));
            }
        }
        return orders;
    }
}
