package org.assize.workbench.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * How fast a file of orders comes in, sent by REST to an application with a small heap, beside plain COPY of the same orders
 * into the same table with all its indexes and constraints, before it and after it. Then the same file once more, of which
 * nothing is new. An import is timed from the request that sends the file to the instant at which it ended.
 */
final class ImportSpeed implements Scenario {

    private static final long HEAP = 512;
    private static final double TARGET = 0.6;
    private static final double AGAIN = 1.2;

    @Override
    public String name() {
        return "import";
    }

    @Override
    public String does() {
        return "a CSV of orders is imported, with a heap of %d MB, and then the same file again".formatted(HEAP);
    }

    @Override
    public List<Size> sizes() {
        return List.of(new Size("lines", 200_000, 2_000_000, "orders in the file"));
    }

    @Override
    public List<Figure> run(Bench bench) throws Exception {
        try (Trial trial = Trial.prepare(bench);
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            long rows = bench.size("lines");
            Path csv = bench.scratch().resolve("orders.csv");
            Path lines = bench.scratch().resolve("orders.copy");
            OrdersFile.write(bench, rows, csv, lines);
            String feeder = Staff.feeder(trial);
            double before = copied(bench, trial, rows, lines);
            String sum = sum(trial);
            empty(trial);
            URI address = trial.start(bench, HEAP);
            bench.say("importing");
            Run first = run(trial, http, address, feeder, csv);
            String kept = sum(trial);
            bench.say("importing the same file again");
            Run again = run(trial, http, address, feeder, csv);
            trial.stop();
            long after = trial.ask("select count(*) from orders");
            empty(trial);
            double floor = (before + copied(bench, trial, rows, lines)) / 2;
            return List.of(
                    Figure.ratioAtLeast("rows imported", rows / first.seconds(), "rows/s", rows / floor, TARGET),
                    Figure.ratioAtMost("the same file again", again.seconds(), "s", first.seconds(), AGAIN),
                    Figure.atMost("most heap in use", trial.mostHeap() / 1e6, "MB", HEAP * 1.048_576),
                    Figure.none(
                            "rows unaccounted for",
                            OrdersFile.unaccounted(first.end(), rows)
                                    + OrdersFile.unaccounted(again.end(), rows)
                                    + (kept.equals(sum) ? 0 : 1)),
                    Figure.none(
                            "rows that the second time added or changed",
                            again.end().path("accepted").asLong()
                                    + again.end().path("updated").asLong()
                                    + Math.abs(after - rows)));
        }
    }

    private record Run(JsonNode end, double seconds) {}

    private static Run run(Trial trial, HttpClient http, URI address, String feeder, Path csv)
            throws IOException, InterruptedException, SQLException {
        // not by the time of this process: the other end is an instant that the application has written down
        long began = trial.ask("select (extract(epoch from clock_timestamp()) * 1000)::bigint");
        JsonNode end = OrdersFile.bringIn(http, address, feeder, csv);
        Instant finished = Instant.parse(end.path("finishedAt").asText());
        return new Run(
                end, Duration.between(Instant.ofEpochMilli(began), finished).toNanos() / 1e9);
    }

    /** @return seconds that COPY took */
    private static double copied(Bench bench, Trial trial, long rows, Path lines) throws SQLException, IOException {
        trial.execute("""
                insert into seller (seller_id, from_order, content_hash, recorded_at)
                select 'NS' || n, true, '\\x', now() from generate_series(0, %d) as n""".formatted(OrdersFile.sellers(rows)));
        bench.say("COPY of the same orders");
        try (Connection connection = trial.connect();
                BufferedReader from = Files.newBufferedReader(lines)) {
            long began = System.nanoTime();
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + OrdersFile.COPIED + " from stdin", from);
            return (System.nanoTime() - began) / 1e9;
        }
    }

    private static void empty(Trial trial) throws SQLException {
        trial.execute("truncate orders, seller cascade");
    }

    /** How many there are, and what they come to: what was mangled on its way would tell here. */
    private static String sum(Trial trial) throws SQLException {
        return trial.ask("select count(*) from orders") + " "
                + trial.ask(
                        "select sum(hashtextextended(concat_ws('|', order_id, placed_at, seller_id, buyer_id, amount_minor,"
                                + " currency, device_id, payment_id, ip, category, item_count), 0) % 1000000007) from orders");
    }
}
