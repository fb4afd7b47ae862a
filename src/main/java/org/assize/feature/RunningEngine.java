package org.assize.feature;

import java.time.Instant;
import java.util.Arrays;
import org.assize.subject.FraudKnowledge;
import org.assize.subject.Order;

/** An engine under way along orders and words, told of them as far as vectors have been asked for. For one thread. */
final class RunningEngine {

    private final FeaturePlan plan;
    private final FeatureEngine engine;
    private Order[] orders;
    private int told;
    private FraudKnowledge[] words;
    private int heard;
    /** No instant before this one may be asked for. */
    private Instant clock = Instant.MIN;

    /** @param orders in the order of time; not changed by anybody from now on */
    RunningEngine(FeaturePlan plan, Order[] orders, FraudKnowledge[] words) {
        this.plan = plan;
        this.engine = new FeatureEngine(plan);
        this.orders = orders;
        this.words = words;
    }

    /** For features that look at sellers and at no orders. */
    static RunningEngine amongSellers(FeaturePlan plan, LoadedEvents events) {
        RunningEngine running = new RunningEngine(plan, new Order[0], new FraudKnowledge[0]);
        events.sellers().forEach(running.engine::know);
        events.sellerVersions().forEach(running.engine::know);
        events.sellerFraud().forEach(running.engine::know);
        return running;
    }

    FeaturePlan plan() {
        return plan;
    }

    /** The engine, told of all that was placed before an instant, which is not before any asked for earlier. */
    FeatureEngine at(Instant instant) {
        while (heard < words.length) {
            engine.know(words[heard++]);
        }
        int first = told;
        while (told < orders.length && orders[told].placedAt().isBefore(instant)) {
            told++;
        }
        engine.observe(Arrays.asList(orders).subList(first, told));
        clock = instant;
        return engine;
    }

    /** Whether it can go on along this past: what it was told is how that begins, and nothing else of it is late. */
    boolean goesOn(Past past, Instant at) {
        if (at.isBefore(clock) || !begins(orders, told, past.orders()) || !begins(words, heard, past.words())) {
            return false;
        }
        for (int w = heard; w < past.words().length; w++) {
            if (past.words()[w].knownAt().isBefore(clock)) {
                return false;
            }
        }
        return told == past.size() || !past.orders()[told].placedAt().isBefore(clock);
    }

    RunningEngine along(Past past) {
        orders = past.orders();
        words = past.words();
        return this;
    }

    private static <T> boolean begins(T[] told, int length, T[] now) {
        if (length > now.length) {
            return false;
        }
        for (int i = 0; i < length && told != now; i++) {
            if (told[i] != now[i] && !told[i].equals(now[i])) {
                return false;
            }
        }
        return true;
    }
}
