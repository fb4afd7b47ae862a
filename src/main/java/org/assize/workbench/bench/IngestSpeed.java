package org.assize.workbench.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assize.platform.Sha256;
import org.assize.subject.Order;
import org.assize.subject.SubjectKind;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * Orders sent one by one over REST: kept, their features computed from what happened before, scored, flagged and answered,
 * each in a transaction that is on disk before the answer. First as fast as eight callers can, in turns with eight
 * connections that insert orders into the same table and do nothing else; then at a steady pace, where a wait counts from
 * when the order was due. A second time with a champion for sellers, too, so that each order scores two subjects.
 */
final class IngestSpeed implements Scenario {

    private static final int CALLERS = 8;
    private static final int SLICES = 4;
    private static final long MOST_WARM_UP = 45;
    private static final int GIVEN_UP_AFTER = 3;
    private static final int BLOCK = 10_000;
    private static final int MOST_PER_SECOND = 4_000;
    private static final long HEAP = 1_024;
    private static final double TARGET = 0.25;
    private static final double PATIENCE_MILLIS = 50;

    /** The instant at which a floor's row was recorded says nothing; one for all keeps the statement what it must be. */
    private static final String INSERT = """
            insert into orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, device_id, payment_id, ip,
              ship_to_country, ship_to_postcode, category, item_count, content_hash, recorded_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    @Override
    public String name() {
        return "ingest-score";
    }

    @Override
    public String does() {
        return "orders over REST one by one: kept, scored and answered, by %d callers".formatted(CALLERS);
    }

    @Override
    public List<Size> sizes() {
        return List.of(
                new Size("past", 200_000, 2_000_000, "orders of half a year that are there before"),
                new Size("pace-per-second", 300, 300, "orders due in a second at the steady pace"),
                new Size(
                        "slice",
                        2_500,
                        10_000,
                        "milliseconds of each of %d turns of callers and plain inserts".formatted(SLICES)),
                new Size(
                        "warm",
                        3_000,
                        10_000,
                        "orders before it counts, or as many as %d s allow".formatted(MOST_WARM_UP)),
                new Size("steady", 15, 60, "seconds at the steady pace"));
    }

    @Override
    public List<Figure> run(Bench bench) throws Exception {
        try (Trial trial = Trial.prepare(bench)) {
            int past = bench.count("past");
            int steady = bench.count("steady") * bench.count("pace-per-second");
            long loops = 2L * SLICES * bench.size("slice") * MOST_PER_SECOND / 1_000 + bench.size("warm");
            SimulatedOrders orders =
                    new SimulatedOrders(bench.dice("past"), Math.toIntExact(past + 2 * (loops + steady)));
            write(bench, trial, orders, past);
            Crown.champion(bench, trial, SubjectKind.ORDER);
            String token = Staff.feeder(trial);
            URI address = trial.start(bench, HEAP);
            Day day = new Day(bench, trial, address, token, orders);
            List<Figure> figures = new ArrayList<>();
            figures.addAll(day.measure("", TARGET));
            Crown.champion(bench, trial, SubjectKind.SELLER);
            // every node looks for a new champion each two seconds
            TimeUnit.SECONDS.sleep(3);
            figures.addAll(day.measure(", their sellers scored too", TARGET));
            figures.add(Figure.told("orders acknowledged", day.acknowledged.size(), ""));
            figures.add(Figure.none("orders that were refused or not answered", day.failures.size()));
            figures.add(Figure.none("acknowledged, and not there with a score once", lost(trial, day.acknowledged)));
            day.failures.stream().limit(5).forEach(bench::say);
            return figures;
        }
    }

    /** What is sent, and what came of it. */
    private static final class Day {
        private final Bench bench;
        private final Trial trial;
        private final URI address;
        private final String token;
        private final SimulatedOrders orders;
        private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();

        Day(Bench bench, Trial trial, URI address, String token, SimulatedOrders orders) {
            this.bench = bench;
            this.trial = trial;
            this.address = address;
            this.token = token;
            this.orders = orders;
        }

        private synchronized Order next() {
            return orders.next(1).getFirst();
        }

        List<Figure> measure(String what, double target) throws Exception {
            bench.say("warming up" + what);
            send(System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_WARM_UP), bench.count("warm"));
            bench.say("as fast as they can" + what);
            Loop loop = loop(SLICES);
            bench.say("at a steady pace" + what);
            Latencies waits = steady(bench.count("steady"), bench.count("pace-per-second"));
            return List.of(
                    Figure.ratioAtLeast("orders" + what, loop.product, "/s", loop.floor, target),
                    new Figure("processors for an order" + what, loop.cost, "ms", loop.floorCost, null),
                    Figure.atMost(
                            "order at %d a second%s, p99".formatted(bench.count("pace-per-second"), what),
                            waits.percentile(99),
                            "ms",
                            PATIENCE_MILLIS),
                    Figure.told(
                            "order at %d a second%s, p50".formatted(bench.count("pace-per-second"), what),
                            waits.percentile(50),
                            "ms"));
        }

        /** Each a second. */
        private record Loop(double product, double floor, double cost, double floorCost) {}

        private Loop loop(int slices) throws Exception {
            long[] done = new long[2];
            double[] seconds = new double[2];
            double[] processors = new double[2];
            for (int slice = 0; slice < 2 * slices; slice++) {
                int which = slice % 2;
                double before = trial.processors();
                long began = System.nanoTime();
                long until = began + TimeUnit.MILLISECONDS.toNanos(bench.size("slice"));
                done[which] += which == 0 ? insert(until) : send(until, Integer.MAX_VALUE);
                seconds[which] += (System.nanoTime() - began) / 1e9;
                processors[which] += trial.processors() - before;
            }
            return new Loop(
                    done[1] / seconds[1],
                    done[0] / seconds[0],
                    1e3 * processors[1] / done[1],
                    1e3 * processors[0] / done[0]);
        }

        private long send(long until, int most) throws Exception {
            AtomicInteger sent = new AtomicInteger();
            crowd(_ -> {
                try (Caller caller = new Caller(address, token)) {
                    while (System.nanoTime() - until < 0 && sent.incrementAndGet() <= most) {
                        order(caller);
                    }
                }
            });
            return sent.get();
        }

        private long insert(long until) throws Exception {
            AtomicInteger inserted = new AtomicInteger();
            crowd(_ -> {
                try (Connection connection = trial.connect();
                        PreparedStatement statement = connection.prepareStatement(INSERT)) {
                    while (System.nanoTime() - until < 0) {
                        bind(statement, next());
                        statement.executeUpdate();
                        inserted.incrementAndGet();
                    }
                }
            });
            return inserted.get();
        }

        private Latencies steady(int seconds, int perSecond) throws Exception {
            Latencies waits = new Latencies();
            AtomicInteger turn = new AtomicInteger();
            int all = seconds * perSecond;
            long first = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
            long end = first + TimeUnit.SECONDS.toNanos((long) seconds * GIVEN_UP_AFTER);
            crowd(_ -> {
                try (Caller caller = new Caller(address, token)) {
                    for (int mine = turn.getAndIncrement(); mine < all; mine = turn.getAndIncrement()) {
                        long due = first + mine * TimeUnit.SECONDS.toNanos(1) / perSecond;
                        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                        // what is still not sent when three times the time is over has waited at least so long
                        if (System.nanoTime() - end < 0) {
                            order(caller);
                        }
                        waits.add(System.nanoTime() - due);
                    }
                }
            });
            return waits;
        }

        private void order(Caller caller) throws IOException {
            Order order = next();
            Caller.Answer answer = caller.post("/api/v1/orders", SimulatedOrders.json(order));
            if (answer.status() == 200 && answer.body().contains("\"score\":")) {
                acknowledged.add(order.orderId());
            } else {
                failures.add(answer.status() + " " + answer.body());
            }
        }

        private interface Work {
            void run(int caller) throws Exception;
        }

        private static void crowd(Work work) throws Exception {
            try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    int caller = i;
                    all.add(threads.submit(() -> {
                        work.run(caller);
                        return null;
                    }));
                }
                for (Future<?> each : all) {
                    each.get();
                }
            }
        }
    }

    // ---------------------------------------------------------------------------------------- what is there before

    private static void write(Bench bench, Trial trial, SimulatedOrders orders, int past)
            throws SQLException, IOException {
        bench.say("writing %,d orders".formatted(past));
        try (Connection connection = trial.connect();
                var statement = connection.createStatement()) {
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            try (var out = new PGCopyOutputStream(
                    copy.copyIn("copy seller (seller_id, from_order, content_hash, recorded_at) from stdin"))) {
                for (String id : orders.sellerIds()) {
                    out.write(line(id, "t", "\\\\x", Instant.EPOCH));
                }
            }
            try (var out = new PGCopyOutputStream(copy.copyIn("""
                    copy orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, device_id, payment_id, ip, ship_to_country,
                      ship_to_postcode, category, item_count, status, delivered_at, review_score, content_hash, recorded_at) from stdin"""))) {
                for (int left = past; left > 0; left -= BLOCK) {
                    for (Order each : orders.next(Math.min(BLOCK, left))) {
                        out.write(line(
                                each.orderId(),
                                each.placedAt(),
                                each.sellerId(),
                                each.buyerId(),
                                each.amount().minor(),
                                each.amount().currency(),
                                each.deviceId(),
                                each.paymentId(),
                                each.ip(),
                                each.shipToCountry(),
                                each.shipToPostcode(),
                                each.category(),
                                each.itemCount(),
                                each.status(),
                                each.deliveredAt(),
                                each.reviewScore(),
                                "\\\\x" + HexFormat.of().formatHex(hash(each)),
                                each.placedAt()));
                    }
                }
            }
            statement.execute("vacuum (analyze) orders, seller");
        }
    }

    /** As long as the one that tells whether an order is the same again. */
    private static byte[] hash(Order order) {
        return Sha256.of(order.orderId().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] line(@Nullable Object... cells) {
        StringBuilder line = new StringBuilder(256);
        for (int i = 0; i < cells.length; i++) {
            line.append(i == 0 ? "" : "\t").append(cells[i] == null ? "\\N" : cells[i]);
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    // ------------------------------------------------------------------------------------------- an order on its way

    private static void bind(PreparedStatement statement, Order order) throws SQLException {
        statement.setString(1, order.orderId());
        statement.setObject(2, OffsetDateTime.ofInstant(order.placedAt(), ZoneOffset.UTC));
        statement.setString(3, order.sellerId());
        statement.setString(4, order.buyerId());
        statement.setLong(5, order.amount().minor());
        statement.setString(6, order.amount().currency());
        statement.setString(7, order.deviceId());
        statement.setString(8, order.paymentId());
        statement.setString(9, order.ip());
        statement.setString(10, order.shipToCountry());
        statement.setString(11, order.shipToPostcode());
        statement.setString(12, order.category());
        statement.setObject(13, order.itemCount(), Types.INTEGER);
        statement.setBytes(14, hash(order));
        statement.setObject(15, OffsetDateTime.ofInstant(order.placedAt(), ZoneOffset.UTC));
    }

    private static long lost(Trial trial, Queue<String> acknowledged) throws SQLException {
        return trial.ask("""
                        select count(*) from unnest(?::text[]) as told (id)
                        where not exists (select from orders o where o.order_id = told.id)
                           or (select count(*) from score s where s.subject_kind = 'order' and s.subject_id = told.id) <> 1""", "text", acknowledged);
    }
}
