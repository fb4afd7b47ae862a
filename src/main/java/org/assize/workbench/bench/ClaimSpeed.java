package org.assize.workbench.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * How fast many people are given the next case, each another one: the use case that the desk and REST call, beside the one
 * statement that a claim is at the least. The same threads and connections do both in turn, on the same queues.
 */
final class ClaimSpeed implements Scenario {

    private static final int WORKERS = 32;
    private static final int QUEUES = 20;
    private static final long HEAP = 1_024;
    private static final int SLICE = 2_000;
    private static final int WARM_UP = 8_000;
    private static final double TARGET = 0.6;

    @Override
    public String name() {
        return "claim";
    }

    @Override
    public String does() {
        return "%d people claim the next case at once, of %d queues and then all of one".formatted(WORKERS, QUEUES);
    }

    @Override
    public List<Size> sizes() {
        return List.of(
                new Size("open", 100_000, 1_000_000, "open cases"),
                new Size("claims", 8_000, 80_000, "claims by the product, as many by plain SQL, in each part"));
    }

    @Override
    public List<Figure> run(Bench bench) throws Exception {
        try (Trial trial = Trial.prepare(bench)) {
            List<String> queues = Backlog.writeCases(bench, trial, bench.count("open"), QUEUES, false);
            List<UUID> staff = Staff.hire(trial, WORKERS).stream()
                    .map(Staff.Investigator::id)
                    .toList();
            Inside inside = trial.inside(bench, HEAP);
            bench.say("warming up");
            Part warm = part(inside, staff, queues, Math.min(WARM_UP, bench.count("claims")));
            bench.say("claiming from " + QUEUES + " queues");
            Part spread = part(inside, staff, queues, bench.count("claims"));
            bench.say("all that still waits goes to one queue");
            trial.execute(
                    "update fraud_case set queue_key = '" + queues.getFirst() + "' where state = 'WAITING'",
                    "vacuum (analyze) fraud_case");
            bench.say("claiming from one queue");
            Part hot = part(inside, staff, queues.subList(0, 1), bench.count("claims"));
            List<Figure> figures = new ArrayList<>();
            figures.addAll(spread.figures("of " + QUEUES + " queues"));
            figures.addAll(hot.figures("of one queue"));
            List<UUID> claimed =
                    Stream.of(warm, spread, hot).flatMap(Part::claimed).toList();
            long asked = 4L * bench.count("claims") + 2L * Math.min(WARM_UP, bench.count("claims"));
            figures.add(Figure.none("claims that found no case", asked - claimed.size()));
            figures.add(Figure.none(
                    "cases given to two people",
                    claimed.size() - claimed.stream().distinct().count()));
            figures.add(Figure.none(
                    "claims that are not in the database, each as the first of its case", lost(trial, claimed.size())));
            return figures;
        }
    }

    /** What was claimed in some time, in turns. */
    private record Part(Tally sql, Tally product) {

        Stream<UUID> claimed() {
            return Stream.concat(sql.ids().stream(), product.ids().stream());
        }

        List<Figure> figures(String where) {
            return List.of(
                    Figure.ratioAtLeast("claims " + where, product.perSecond(), "/s", sql.perSecond(), TARGET),
                    new Figure(
                            "claim " + where + ", p99",
                            product.waits().percentile(99),
                            "ms",
                            sql.waits().percentile(99),
                            null),
                    new Figure("processors for a claim " + where, product.cost(), "ms", sql.cost(), null));
        }
    }

    private static Part part(Inside inside, List<UUID> staff, List<String> queues, int claims) throws IOException {
        Part part = new Part(new Tally(), new Tally());
        for (int left = claims; left > 0; left -= SLICE) {
            int slice = Math.min(SLICE, left);
            inside.ask(new Task.Claims(true, staff, queues, slice), part.sql());
            inside.ask(new Task.Claims(false, staff, queues, slice), part.product());
        }
        return part;
    }

    private static long lost(Trial trial, long claims) throws SQLException {
        return Math.abs(
                claims - trial.ask("select count(*) from fraud_case where state = 'CLAIMED' and claim_version = 1"));
    }
}
