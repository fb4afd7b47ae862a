package org.assize.workbench.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assize.subject.Order;

/**
 * Everything comes at once: a large file is imported, eight programs send orders one by one, and thirty-two people claim one
 * case after the other, each at a pace of their own by the clock. Afterwards the books are closed: what was acknowledged is
 * there once, and nothing else is.
 */
final class RushHour implements Scenario {

    private static final int SENDERS = 8;
    private static final int CLAIMERS = 32;
    private static final long HEAP = 1_536;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String name() {
        return "rush";
    }

    @Override
    public String does() {
        return "a file is imported while %d programs send orders and %d people claim cases, all by REST"
                .formatted(SENDERS, CLAIMERS);
    }

    @Override
    public List<Size> sizes() {
        return List.of(
                new Size("brought", 200_000, 2_000_000, "orders in the file"),
                new Size("unclaimed", 60_000, 200_000, "open cases at the start"),
                new Size("send-every", 40, 40, "milliseconds from one order of a program to its next"),
                new Size("claim-every", 200, 200, "milliseconds from one claim of a person to their next"));
    }

    @Override
    public List<Figure> run(Bench bench) throws Exception {
        try (Trial trial = Trial.prepare(bench);
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            Backlog.write(bench, trial, bench.count("unclaimed"));
            List<Staff.Investigator> staff = Staff.hire(trial, CLAIMERS);
            String feeder = Staff.feeder(trial);
            Path file = bench.scratch().resolve("orders.csv");
            long rows = bench.size("brought");
            OrdersFile.write(bench, rows, file, null);
            long before = trial.ask("select count(*) from orders");
            URI address = trial.start(bench, HEAP);
            try (Hour hour = new Hour(bench, address, feeder, staff)) {
                hour.begin();
                bench.say("importing %,d orders".formatted(rows));
                long began = System.nanoTime();
                JsonNode imported = OrdersFile.bringIn(http, address, feeder, file);
                double took = (System.nanoTime() - began) / 1e9;
                hour.end();
                return figures(trial, hour, imported, rows, before, took, bench);
            }
        }
    }

    private static List<Figure> figures(
            Trial trial, Hour hour, JsonNode imported, long rows, long before, double took, Bench bench)
            throws SQLException {
        hour.failures.stream().limit(5).forEach(bench::say);
        long sent = hour.sent.size();
        long claims = hour.claimed.size();
        long kept = trial.ask("select count(*) from orders") - before;
        long held = trial.ask("select count(*) from fraud_case where state = 'CLAIMED' and claim_version = 1");
        return List.of(
                Figure.told("rows imported meanwhile", rows / took, "rows/s"),
                Figure.told("orders sent, p95", hour.sending.percentile(95), "ms"),
                Figure.told("claims, p95", hour.claiming.percentile(95), "ms"),
                Figure.told("orders acknowledged", sent, ""),
                Figure.told("claims acknowledged", claims, ""),
                Figure.none("requests that failed", hour.failures.size()),
                Figure.none("rows of the file unaccounted for", OrdersFile.unaccounted(imported, rows)),
                Figure.none(
                        "orders that are there and were not brought or sent, or the reverse",
                        Math.abs(kept - imported.path("accepted").asLong() - sent) + lost(trial, hour.sent)),
                Figure.none(
                        "cases given to two people",
                        claims - hour.claimed.stream().distinct().count()),
                Figure.none(
                        "claims that are not in the database, each as the first of its case", Math.abs(held - claims)));
    }

    private static long lost(Trial trial, Queue<String> sent) throws SQLException {
        return trial.ask("""
                        select count(*) from unnest(?::text[]) as told (id)
                        where not exists (select from orders o where o.order_id = told.id)""", "text", sent);
    }

    /** What is sent and claimed, and what came of it. */
    private static final class Hour implements AutoCloseable {
        private static final int MOST_SENT = 2_000_000;

        private final Bench bench;
        private final URI address;
        private final String feeder;
        private final List<Staff.Investigator> staff;
        private final SimulatedOrders orders;
        private final Latencies sending = new Latencies();
        private final Latencies claiming = new Latencies();
        private final Queue<String> sent = new ConcurrentLinkedQueue<>();
        private final Queue<String> claimed = new ConcurrentLinkedQueue<>();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final List<Future<?>> all = new ArrayList<>();
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private volatile boolean over;

        Hour(Bench bench, URI address, String feeder, List<Staff.Investigator> staff) {
            this.bench = bench;
            this.address = address;
            this.feeder = feeder;
            this.staff = staff;
            orders = new SimulatedOrders(bench.dice("sent"), MOST_SENT);
        }

        void begin() {
            for (int i = 0; i < SENDERS; i++) {
                all.add(at(bench.size("send-every"), i, SENDERS, feeder, sending, this::send));
            }
            for (int i = 0; i < CLAIMERS; i++) {
                all.add(at(bench.size("claim-every"), i, CLAIMERS, staff.get(i).token(), claiming, this::claim));
            }
        }

        void end() throws Exception {
            over = true;
            for (Future<?> each : all) {
                each.get(1, TimeUnit.MINUTES);
            }
        }

        /** Nobody goes on when the import has failed. */
        @Override
        public void close() {
            over = true;
            threads.shutdownNow();
        }

        private interface Act {
            void on(Caller caller) throws IOException;
        }

        /** By the clock: who is kept waiting is late for the next, too, and that counts. */
        private Future<?> at(long everyMillis, int place, int of, String token, Latencies waits, Act act) {
            long pace = TimeUnit.MILLISECONDS.toNanos(everyMillis);
            long first = System.nanoTime() + pace * place / of;
            return threads.submit(() -> {
                try (Caller caller = new Caller(address, token)) {
                    for (long due = first; !over; due += pace) {
                        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                        act.on(caller);
                        waits.add(System.nanoTime() - due);
                    }
                } catch (IOException e) {
                    failures.add("a connection ended: " + e);
                }
                return null;
            });
        }

        private synchronized Order next() {
            return orders.next(1).getFirst();
        }

        private void send(Caller caller) throws IOException {
            Order order = next();
            Caller.Answer answer = caller.post("/api/v1/orders", SimulatedOrders.json(order));
            if (answer.status() == 200) {
                sent.add(order.orderId());
            } else {
                failures.add("an order was answered " + answer.status() + ": " + answer.body());
            }
        }

        private void claim(Caller caller) throws IOException {
            Caller.Answer answer = caller.post("/api/v1/queues/orders/claims", "");
            if (answer.status() == 201) {
                claimed.add(JSON.readTree(answer.body()).path("case").path("id").asText());
            } else {
                failures.add("a claim was answered " + answer.status() + ": " + answer.body());
            }
        }
    }
}
