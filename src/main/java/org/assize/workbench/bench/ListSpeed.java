package org.assize.workbench.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * How long a page of a queue takes, the first one and any other, beside the plain statement that goes on behind a place. Both
 * read the same pages in turn. How many rows are read for one tells that nothing is counted and nothing skipped.
 */
final class ListSpeed implements Scenario {

    private static final int LIMIT = 50;
    private static final int BLOCK = 50;
    private static final int WARM_UP = 300;
    private static final int WATCHED = 200;
    private static final long HEAP = 1_024;
    private static final double TARGET = 3;

    /** For a page the rows of it, one that tells whether there is a next page, and as many again for whatever else runs. */
    private static final int MOST_ROWS = 2 * (LIMIT + 1);

    @Override
    public String name() {
        return "list";
    }

    @Override
    public String does() {
        return "pages of %d cases of one queue: the first, and others at any depth".formatted(LIMIT);
    }

    @Override
    public List<Size> sizes() {
        return List.of(
                new Size("listed", 200_000, 10_000_000, "cases that wait in the queue"),
                new Size("pages", 1_000, 5_000, "pages read of each sort"));
    }

    @Override
    public List<Figure> run(Bench bench) throws Exception {
        try (Trial trial = Trial.prepare(bench)) {
            String queue = Backlog.writeCases(bench, trial, bench.count("listed"), 1, false)
                    .getFirst();
            UUID reader = Staff.hire(trial, 1).getFirst().id();
            Inside inside = trial.inside(bench, HEAP);
            int pages = bench.count("pages");
            List<Task.Place> deep = places(trial, Math.max(pages, WARM_UP), bench.dice("places"));
            bench.say("warming up");
            read(inside, reader, queue, deep.subList(0, WARM_UP));
            bench.say("reading");
            Part first = read(inside, reader, queue, Collections.nCopies(pages, null));
            Part others = read(inside, reader, queue, deep.subList(0, pages));
            trial.stop();
            double rows = rowsForAPage(bench, trial, reader, queue, deep.subList(0, Math.min(WATCHED, pages)));
            return List.of(
                    p99("first page, p99", first),
                    p99("page at any depth, p99", others),
                    p50("first page, p50", first),
                    p50("page at any depth, p50", others),
                    new Figure(
                            "processors for a page at any depth",
                            others.product().cost(),
                            "ms",
                            others.sql().cost(),
                            null),
                    new Figure(
                            "rows read for a page of " + LIMIT + " at any depth",
                            rows,
                            "",
                            null,
                            new Figure.Target(Figure.Of.VALUE, true, MOST_ROWS, true)),
                    Figure.none(
                            "sorts of pages that are not what plain SQL reads",
                            first.different() + others.different()));
        }
    }

    private static Figure p99(String what, Part part) {
        return Figure.ratioAtMost(
                what,
                part.product().waits().percentile(99),
                "ms",
                part.sql().waits().percentile(99),
                TARGET);
    }

    private static Figure p50(String what, Part part) {
        return new Figure(
                what,
                part.product().waits().percentile(50),
                "ms",
                part.sql().waits().percentile(50),
                null);
    }

    private record Part(Tally sql, Tally product) {

        /** The same pages have the same cases in the same order. */
        int different() {
            return sql.ids().equals(product.ids()) ? 0 : 1;
        }
    }

    private static Part read(Inside inside, UUID reader, String queue, List<Task.Place> after) throws IOException {
        Tally sql = new Tally();
        Tally product = new Tally();
        for (int from = 0; from < after.size(); from += BLOCK) {
            List<Task.Place> some = after.subList(from, Math.min(from + BLOCK, after.size()));
            inside.ask(new Task.Pages(true, reader, queue, some, LIMIT), sql);
            inside.ask(new Task.Pages(false, reader, queue, some, LIMIT), product);
        }
        return new Part(sql, product);
    }

    private static List<Task.Place> places(Trial trial, int count, SplittableRandom dice) throws SQLException {
        List<Task.Place> places = new ArrayList<>();
        try (Connection connection = trial.connect();
                var statement = connection.prepareStatement("select priority, id from fraud_case where number = ?")) {
            long first = trial.ask("select min(number) from fraud_case");
            long last = trial.ask("select max(number) from fraud_case");
            while (places.size() < count) {
                statement.setLong(1, dice.nextLong(first, last + 1));
                try (var row = statement.executeQuery()) {
                    row.next();
                    places.add(new Task.Place(row.getDouble(1), row.getObject(2, UUID.class)));
                }
            }
        }
        return places;
    }

    /** By the server's own count of rows of cases that it has looked at, which a connection hands in when it ends. */
    private static double rowsForAPage(Bench bench, Trial trial, UUID reader, String queue, List<Task.Place> after)
            throws IOException, InterruptedException, SQLException {
        long before = rowsRead(trial);
        Inside inside = trial.inside(bench, HEAP);
        inside.ask(new Task.Pages(false, reader, queue, after, LIMIT));
        trial.stop();
        return (double) (rowsRead(trial) - before) / after.size();
    }

    private static long rowsRead(Trial trial) throws SQLException {
        return trial.ask("""
                select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_user_tables where relname = 'fraud_case'""");
    }
}
