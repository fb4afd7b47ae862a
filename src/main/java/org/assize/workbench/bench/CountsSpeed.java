package org.assize.workbench.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * How long the counters of the home page take, and how old they are: every reading counts, those included that come while it
 * is counted anew, beside a statement that counts what waits in each queue up to the same cap.
 */
final class CountsSpeed implements Scenario {

    private static final int QUEUES = 20;
    private static final int FEW = 50;
    private static final int CHANGES = 6;
    private static final long PACE = 20;
    private static final int BLOCK = 100;
    private static final int WARM_UP = 100;
    private static final long HEAP = 1_024;

    /** Of these few wait, so that one fewer is seen below the cap. */
    private static final String SMALL = "audit-sample";

    @Override
    public String name() {
        return "counts";
    }

    @Override
    public String does() {
        return "the counters of the home page, of %d queues, read each %d ms".formatted(QUEUES, PACE);
    }

    @Override
    public List<Size> sizes() {
        return List.of(
                new Size("counted", 100_000, 1_000_000, "open cases"), new Size("readings", 1_000, 5_000, "readings"));
    }

    @Override
    public List<Figure> run(Bench bench) throws Exception {
        try (Trial trial = Trial.prepare(bench)) {
            Backlog.writeCases(bench, trial, bench.count("counted"), QUEUES, false);
            List<UUID> few = few(trial);
            UUID reader = Staff.hire(trial, 1).getFirst().id();
            Inside inside = trial.inside(bench, HEAP);
            bench.say("warming up");
            read(inside, reader, WARM_UP);
            bench.say("reading");
            Part part = read(inside, reader, bench.count("readings"));
            bench.say("watching what changes");
            Tally changes = new Tally();
            inside.ask(new Task.Change(reader, SMALL, few.subList(0, CHANGES)), changes);
            return List.of(
                    new Figure(
                            "counters, p99",
                            part.product().waits().percentile(99),
                            "ms",
                            part.sql().waits().percentile(99),
                            new Figure.Target(Figure.Of.VALUE, true, 5, false)),
                    new Figure(
                            "counters, the slowest",
                            part.product().waits().percentile(100),
                            "ms",
                            part.sql().waits().percentile(100),
                            null),
                    new Figure(
                            "counters, p50",
                            part.product().waits().percentile(50),
                            "ms",
                            part.sql().waits().percentile(50),
                            null),
                    new Figure(
                            "processors for a reading, all counting included",
                            part.product().cost(),
                            "ms",
                            part.sql().cost(),
                            null),
                    Figure.atMost(
                            "until a change is counted, the longest of " + CHANGES,
                            changes.waits().percentile(100) / 1e3,
                            "s",
                            5));
        }
    }

    private record Part(Tally sql, Tally product) {}

    private static Part read(Inside inside, UUID reader, int readings) throws IOException {
        Part part = new Part(new Tally(), new Tally());
        for (int left = readings; left > 0; left -= BLOCK) {
            int times = Math.min(BLOCK, left);
            inside.ask(new Task.Counts(true, reader, times, 0), part.sql());
            inside.ask(new Task.Counts(false, reader, times, PACE), part.product());
        }
        return part;
    }

    private static List<UUID> few(Trial trial) throws SQLException {
        List<UUID> few = new ArrayList<>();
        try (Connection connection = trial.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("update fraud_case set queue_key = '" + SMALL
                        + "' where id in (select id from fraud_case order by number limit " + FEW + ") returning id")) {
            while (rows.next()) {
                few.add(rows.getObject(1, UUID.class));
            }
        }
        return few;
    }
}
