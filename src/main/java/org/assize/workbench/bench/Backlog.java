package org.assize.workbench.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.assize.security.Actor;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.PGCopyOutputStream;

/**
 * A marketplace with a backlog: sellers, a month of their orders, and an open case on every order and on every seller, each
 * flagged with reasons; or of all that the cases and their flags alone, in many queues. The same seed and the same numbers
 * write the same rows, but for the instant that it all leads up to.
 */
final class Backlog {

    private static final int ORDERS_PER_SELLER = 19;
    private static final int ORDERS_PER_BUYER = 4;
    private static final Duration PAST = Duration.ofDays(30);
    private static final Duration SLA = Duration.ofHours(4);
    private static final double HOURS_OF_GROWTH = 8;
    private static final int BUFFER = 1 << 16;
    private static final String NULL = "\\N";

    private static final String[] COUNTRIES = {"DE", "FR", "IT", "ES", "NL", "PL", "SE", "AT"};
    private static final String[] GOODS = {"electronics", "fashion", "home", "toys", "sports", "beauty", "garden"};
    private static final String[] WORDS = {"north", "river", "lamp", "stone", "linden", "harbour", "atlas", "cedar"};

    private static final String ORDER_REASONS =
            reasons("amount", "seller_age", "hour_of_day", "items", "repeat_share_30d");
    private static final String SELLER_REASONS =
            reasons("seller_age", "buyers_fraud_rate_30d", "new_buyer_share_30d", "repeat_share_30d");

    private final int sellers;
    private final int cases;
    private final List<String> queues;
    private final SplittableRandom dice;
    private final Instant now;

    private Backlog(int cases, List<String> queues, SplittableRandom dice, Instant now) {
        this.cases = cases;
        this.queues = queues;
        sellers = cases / (ORDERS_PER_SELLER + 1) + 1;
        this.dice = dice;
        this.now = now;
    }

    /** @param cases how many are open: every twentieth on a seller, the others on orders */
    static void write(Bench bench, Trial trial, int cases) throws SQLException, IOException {
        bench.say("writing %,d open cases".formatted(cases));
        try (Connection connection = trial.connect()) {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            Backlog backlog = new Backlog(cases, List.of(), bench.dice("backlog"), now(connection));
            backlog.writeSubjects(copy);
            backlog.writeCases(copy, true);
            settle(connection);
        }
    }

    /**
     * The cases without what they are about, which neither a claim nor a list nor a count reads.
     *
     * @param queues made here, each with an equal share
     * @param flags whether each case has one: a verdict reads them
     */
    static List<String> writeCases(Bench bench, Trial trial, int cases, int queues, boolean flags)
            throws SQLException, IOException {
        bench.say("writing %,d open cases in %d queues".formatted(cases, queues));
        List<String> keys =
                IntStream.range(0, queues).mapToObj("queue-%02d"::formatted).toList();
        try (Connection connection = trial.connect();
                Statement statement = connection.createStatement()) {
            for (String key : keys) {
                statement.execute("""
                        insert into queue (key, name, position) values ('<key>', '<key>', (select max(position) + 1 from queue))""".replace("<key>", key));
                statement.execute("""
                        insert into queue_policy (queue_key, version, sla_minutes, lease_minutes, actions, changed_by, changed_at)
                        select '<key>', version, sla_minutes, lease_minutes, actions, changed_by, changed_at
                        from queue_policy where queue_key = 'orders'""".replace("<key>", key));
            }
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            new Backlog(cases, keys, bench.dice("backlog"), now(connection)).writeCases(copy, flags);
            settle(connection);
        }
        return keys;
    }

    private static Instant now(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery("select now()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    /** What a server does by itself some minutes later, the statistics of the planner above all. */
    private static void settle(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("vacuum (analyze) seller, orders, fraud_case, flag, queue, queue_policy");
        }
    }

    private void writeSubjects(CopyManager copy) throws SQLException, IOException {
        int orders = cases - sellers;
        rows(copy, """
                seller (seller_id, registered_at, name, country, market, category, email, phone, bank_account, device_id, ip, status,
                  content_hash, recorded_at)""", sellers, this::seller);
        rows(copy, """
                orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, device_id, payment_id, ip, ship_to_country,
                  ship_to_postcode, category, item_count, status, delivered_at, review_score, content_hash, recorded_at)""", orders, this::order);
    }

    private void writeCases(CopyManager copy, boolean flags) throws SQLException, IOException {
        UUID[] ids = new UUID[cases];
        rows(copy, """
                fraud_case (id, subject_kind, subject_id, market, queue_key, state, priority, value_at_risk_minor, currency, score,
                  percentile, opened_at, due_at)""", cases, row -> fraudCase(row, ids));
        if (!flags) {
            return;
        }
        rows(copy, """
                flag (id, case_id, subject_kind, subject_id, origin, as_of, score, percentile, reasons, inclusion_probability,
                  flagged_by, flagged_at)""", cases, row -> flag(row, ids[row]));
    }

    private static void rows(CopyManager copy, String table, int count, IntFunction<String> row)
            throws SQLException, IOException {
        try (var out = new PGCopyOutputStream(copy.copyIn("copy " + table + " from stdin"), BUFFER)) {
            for (int i = 0; i < count; i++) {
                out.write(row.apply(i).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private String seller(int row) {
        Instant registered = before(now.minus(PAST), Duration.ofDays(1_500));
        // one in twenty shares a bank account or a device with others: links are there to be found
        boolean shares = dice.nextInt(20) == 0;
        return line(
                seller(row, false),
                registered,
                pick(WORDS) + " " + pick(WORDS) + " " + row,
                pick(COUNTRIES),
                "eu",
                pick(GOODS),
                "shop" + row + "@mail" + dice.nextInt(200) + ".example",
                "+49" + (1_000_000_000L + row),
                "DE" + (shares ? dice.nextInt(1 + sellers / 40) : 1_000_000 + row),
                "sd" + (shares ? dice.nextInt(1 + sellers / 40) : 1_000_000 + row),
                "10." + dice.nextInt(200) + "." + dice.nextInt(256) + "." + dice.nextInt(256),
                "active",
                hash(row),
                now);
    }

    private static String seller(int row, boolean ofOrder) {
        return "S%07d".formatted(ofOrder ? row / ORDERS_PER_SELLER : row);
    }

    private String order(int row) {
        Instant placed = before(now, PAST);
        boolean delivered = dice.nextInt(3) > 0;
        int buyer = dice.nextInt(1 + cases / ORDERS_PER_BUYER);
        return line(
                orderId(row),
                placed,
                seller(row, true),
                "B" + buyer,
                500 + dice.nextInt(40_000),
                "EUR",
                "d" + (dice.nextInt(10) == 0 ? dice.nextInt(1 + cases / 50) : 1_000_000 + buyer),
                "p" + buyer,
                "172." + dice.nextInt(256) + "." + dice.nextInt(256) + "." + dice.nextInt(64),
                pick(COUNTRIES),
                10_000 + dice.nextInt(60_000),
                pick(GOODS),
                1 + dice.nextInt(4),
                delivered ? "delivered" : "shipped",
                delivered ? placed.plus(Duration.ofHours(30L + dice.nextInt(60))) : NULL,
                delivered && dice.nextBoolean() ? 1 + dice.nextInt(5) : NULL,
                hash(row),
                placed);
    }

    private static String orderId(int row) {
        return "O%08d".formatted(row);
    }

    private String fraudCase(int row, UUID[] ids) {
        boolean ofSeller = row < sellers;
        // the oldest are in breach, most are in time, as on a morning
        Instant opened = before(now, Duration.ofHours(5));
        Instant due = opened.plus(SLA);
        long value = 500 + dice.nextInt(400_000);
        double chance = 0.2 + 0.8 * dice.nextDouble();
        ids[row] = new UUID(
                opened.toEpochMilli() << 16 | 0x7000 | dice.nextInt(0x1000),
                0x8000_0000_0000_0000L | dice.nextLong() >>> 2);
        return line(
                ids[row],
                ofSeller ? "seller" : "order",
                ofSeller ? seller(row, false) : orderId(row - sellers),
                "eu",
                queues.isEmpty() ? ofSeller ? "sellers" : "orders" : queues.get(row % queues.size()),
                "WAITING",
                Math.log(value / 100.0 * chance) - due.toEpochMilli() / (HOURS_OF_GROWTH * 3_600_000),
                value,
                "EUR",
                chance,
                dice.nextDouble(),
                opened,
                due);
    }

    private String flag(int row, UUID caseId) {
        boolean ofSeller = row < sellers;
        return line(
                new UUID(caseId.getMostSignificantBits(), 0x8000_0000_0000_0000L | dice.nextLong() >>> 2),
                caseId,
                ofSeller ? "seller" : "order",
                ofSeller ? seller(row, false) : orderId(row - sellers),
                "model",
                now,
                0.2 + 0.8 * dice.nextDouble(),
                dice.nextDouble(),
                ofSeller ? SELLER_REASONS : ORDER_REASONS,
                1,
                Actor.SYSTEM_ID,
                now);
    }

    private static String reasons(String... features) {
        StringBuilder json = new StringBuilder("[");
        double contribution = 0.6;
        for (String feature : features) {
            json.append(json.length() > 1 ? "," : "").append("""
                            {"feature":"%s","value":3,"contribution":%.3f,"usualLow":0,"usualHigh":2,"percentile":97}""".formatted(feature, contribution));
            contribution *= -0.6;
        }
        return json.append(']').toString();
    }

    private Instant before(Instant end, Duration within) {
        return end.minusMillis(1 + dice.nextLong(within.toMillis()));
    }

    private String pick(String... of) {
        return of[dice.nextInt(of.length)];
    }

    private static String hash(int row) {
        return "\\\\x%016x".formatted(row);
    }

    private static String line(Object... cells) {
        StringBuilder line = new StringBuilder(256);
        for (Object cell : cells) {
            line.append(line.isEmpty() ? "" : "\t").append(cell);
        }
        return line.append('\n').toString();
    }
}
