package org.assize.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assize.audit.TrailEvents;
import org.assize.casework.CaseFile;
import org.assize.casework.CaseList;
import org.assize.casework.CaseQuery;
import org.assize.casework.CaseState;
import org.assize.casework.CaseTimeline;
import org.assize.casework.Casebook;
import org.assize.feature.ConductOfSeller;
import org.assize.ingest.ImportHistory;
import org.assize.insight.BehindSeller;
import org.assize.insight.LatestScores;
import org.assize.insight.LinkedAccounts;
import org.assize.insight.OrdersAround;
import org.assize.insight.OrdersBy;
import org.assize.insight.SubjectProfile;
import org.assize.platform.Cursor;
import org.assize.queue.ClaimNextCase;
import org.assize.queue.MyWork;
import org.assize.queue.QueueBacklog;
import org.assize.queue.QueueCases;
import org.assize.scoring.ModelByHand;
import org.assize.security.Actor;
import org.assize.security.Role;
import org.assize.subject.SearchQuery;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/**
 * How long each query of a page takes among millions of orders, scores, cases and events, and what PostgreSQL does for it: every
 * statement is explained while it runs (auto_explain), with the pages it touched. Takes half an hour and 25 GB for ten millions, so
 * it is no part of the suite; with {@code -Dassize.test.data=DIR} the tables stay there and are not filled again the next time:
 *
 * <p>{@code mvn test-compile failsafe:integration-test failsafe:verify -Dit.test=TablesAtScale -Dassize.scale=10000000}
 */
@QuarkusTest
class TablesAtScale {

    private static final Logger LOG = Logger.getLogger(TablesAtScale.class);

    private static final int ORDERS = Integer.getInteger("assize.scale", 3_000_000);
    private static final int SELLERS = ORDERS / 60;
    private static final int CASES = ORDERS / 3;
    private static final int ASKED = 120;
    private static final int LIMIT = 50;

    /** A page that takes seconds is asked for less often. */
    private static final long LONGEST_NANOS = 10_000_000_000L;

    /** A statement that touches more pages is said. */
    private static final int SAID = 500;

    private static final List<String> LARGE = List.of("orders", "score", "fraud_case", "flag", "audit_event");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    Jdbi jdbi;

    @Inject
    AgroalDataSource pool;

    @Inject
    Scheduler scheduler;

    @Inject
    Casebook book;

    @Inject
    QueueCases queueCases;

    @Inject
    QueueBacklog backlog;

    @Inject
    MyWork myWork;

    @Inject
    ClaimNextCase claimNext;

    @Inject
    CaseFile file;

    @Inject
    CaseTimeline timeline;

    @Inject
    CaseList cases;

    @Inject
    OrdersAround orders;

    @Inject
    BehindSeller behind;

    @Inject
    SubjectProfile profile;

    @Inject
    ConductOfSeller conduct;

    @Inject
    LinkedAccounts links;

    @Inject
    LatestScores scores;

    @Inject
    TrailEvents trail;

    @Inject
    ImportHistory imports;

    @Inject
    Search search;

    @ConfigProperty(name = "assize.data")
    Path data;

    private final SplittableRandom dice = new SplittableRandom(30);

    @Test
    void everyQueryOfAPageKeepsItsTime() throws IOException, InterruptedException {
        fill();
        // what runs by the clock is of no page, and neither are its plans
        scheduler.pause();
        Actor ada = book.person("Ada", Role.INVESTIGATOR, Role.LEAD, Role.AUDITOR, Role.SCIENTIST);
        Instant now = Instant.now();
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        List<UUID> someCases =
                jdbi.withHandle(handle -> handle.createQuery("select id from fraud_case where subject_id in (<some>)")
                        .bindList(
                                "some",
                                Stream.generate(() -> "o" + (1 + dice.nextInt(CASES)))
                                        .limit(500)
                                        .toList())
                        .mapTo(UUID.class)
                        .list());
        Map<String, Supplier<?>> pages = new LinkedHashMap<>();
        pages.put("home: counts of the queues", () -> backlog.read(ada, today));
        pages.put("home: my work", () -> myWork.read(ada, today));
        pages.put("queue: first page", () -> queueCases.page(ada, "orders", null, LIMIT));
        pages.put("queue: a page anywhere", () -> queueCases.page(ada, "orders", deep(), LIMIT));
        pages.put(
                "queue: held ones", () -> queueCases.page(ada, CaseQuery.of("orders", CaseState.CLAIMED), null, LIMIT));
        pages.put("queue: next case", () -> claimNext.claim(ada, "orders"));
        // what few cases have, or none: nothing but an index, or a bound, keeps that from being looked for in all of
        // them
        for (var filter : Map.of(
                        "of a market", Map.of("market", "FR"),
                        "of a subject", Map.of("id", "o123456"),
                        "decided", Map.of("state", "closed", "decision", "fraud"),
                        "of high value", Map.of("value", "100000"),
                        "from an audit sample", Map.of("origin", "audit_sample"),
                        "late and old", Map.of("due", "late", "age", "1h", "value", "100000"))
                .entrySet()) {
            Map<String, List<String>> address = new LinkedHashMap<>();
            filter.getValue().forEach((name, value) -> address.put(name, List.of(value)));
            CaseQuery query = CaseQuery.read("orders", address);
            pages.put("queue: " + filter.getKey(), () -> queueCases.page(ada, query, null, LIMIT));
        }
        for (var filter : Map.of(
                        "of a queue", new CaseList.Filter("sellers", null, null, null, null, null, null, null),
                        "closed of a queue",
                                new CaseList.Filter("sellers", CaseState.CLOSED, null, null, null, null, null, null),
                        "decided", new CaseList.Filter(null, null, null, null, null, "FRAUD", null, null),
                        "of a subject",
                                new CaseList.Filter(null, null, null, SubjectRef.order("o17"), null, null, null, null))
                .entrySet()) {
            pages.put("cases: " + filter.getKey(), () -> cases.page(ada, filter.getValue(), null, LIMIT));
        }
        pages.put("cases: all, newest first", () -> cases.page(ada, CaseList.Filter.ALL, null, LIMIT));
        pages.put("desk: the case", () -> file.read(ada, pick(someCases)));
        pages.put("desk: timeline", () -> timeline.page(ada, pick(someCases), null, LIMIT));
        pages.put("desk: orders of the seller", () -> orders.page(ada, OrdersBy.SELLER, seller(), null, LIMIT));
        pages.put("desk: orders of the buyer", () -> orders.page(ada, OrdersBy.BUYER, buyer(), null, LIMIT));
        pages.put("desk: orders of the device", () -> orders.page(ada, OrdersBy.DEVICE, device(), null, LIMIT));
        pages.put("desk: count of orders", () -> orders.count(ada, OrdersBy.SELLER, seller()));
        pages.put("desk: who stands behind", () -> behind.read(ada, seller()));
        pages.put("desk: profile of the seller", () -> profile.read(ada, SubjectRef.seller(seller()), now));
        pages.put("desk: profile of the order", () -> profile.read(ada, SubjectRef.order(order()), now));
        pages.put("desk: conduct of the seller", () -> conduct.read(ada, seller(), now));
        pages.put("desk: links", () -> links.read(ada, SubjectRef.seller(seller()), 60, List.of()));
        pages.put(
                "orders: latest scores",
                () -> scores.of(
                        Actor.SYSTEM,
                        SubjectKind.ORDER,
                        Stream.generate(this::order).limit(LIMIT).toList()));
        pages.put("trail: newest", () -> trail.page(ada, TrailEvents.Filter.NONE, null, LIMIT));
        pages.put(
                "trail: of a kind, somewhere",
                () -> trail.page(ada, new TrailEvents.Filter(null, null, "case.opened", null, null), place(), LIMIT));
        pages.put(
                "trail: of a case",
                () -> trail.page(ada, new TrailEvents.Filter(null, pick(someCases), null, null, null), null, LIMIT));
        pages.put("feeds: imports", () -> imports.newest(Actor.SYSTEM, null, LIMIT));
        pages.put("search: an order", () -> search.find(ada, SearchQuery.of(order()), 5));
        pages.put(
                "search: a seller's name", () -> search.find(ada, SearchQuery.of("Shop " + dice.nextInt(SELLERS)), 5));
        pages.put("search: a word of every name", () -> search.find(ada, SearchQuery.of("the shop"), 5));
        pages.put(
                "search: words the other way round",
                () -> search.find(ada, SearchQuery.of(dice.nextInt(SELLERS) + " shop"), 5));
        pages.put("search: misspelt", () -> search.find(ada, SearchQuery.of("Shpo " + dice.nextInt(SELLERS)), 5));
        pages.put("search: beginning of an id", () -> search.find(ada, SearchQuery.of("o" + dice.nextInt(90_000)), 5));

        LOG.infof(
                "%,d orders: p50 in ms, p99 in ms, statements, most pages of 8 kB that one of them touched, "
                        + "that one behind them did, planned anew",
                ORDERS);
        List<String> whole = new ArrayList<>();
        for (var page : pages.entrySet()) {
            long until = System.nanoTime() + LONGEST_NANOS;
            for (int i = 0; i < ASKED / 4 && System.nanoTime() < until; i++) {
                var _ = page.getValue().get();
            }
            List<Long> took = new ArrayList<>();
            long from = Files.size(log());
            Plans before = plans();
            until = System.nanoTime() + LONGEST_NANOS;
            for (int i = 0; i < ASKED && System.nanoTime() < until; i++) {
                long start = System.nanoTime();
                var _ = page.getValue().get();
                took.add(System.nanoTime() - start);
            }
            Explained explained = explained(from, mine());
            LOG.info("| %s | %.1f | %.1f | %d | %d | %d | %s |%s"
                    .formatted(
                            page.getKey(),
                            at(took, 0.5),
                            at(took, 0.99),
                            explained.statements / took.size(),
                            explained.mostBuffers,
                            explained.mostBehind,
                            plans().since(before),
                            explained.scanned.isEmpty() ? "" : " reads whole: " + explained.scanned));
            if (explained.mostBuffers > SAID) {
                LOG.info(explained.hungriest);
            }
            if (!explained.scanned.isEmpty()) {
                whole.add(page.getKey() + " " + explained.scanned);
            }
        }
        LOG.info(partitioned(24));
        assertThat(whole).as("pages that read a large table whole").isEmpty();
    }

    // ------------------------------------------------------------------------------------------------- what is asked

    private String seller() {
        return "s" + dice.nextInt(SELLERS);
    }

    private String buyer() {
        return "b" + dice.nextInt(ORDERS / 8);
    }

    private String device() {
        return "d" + dice.nextInt(ORDERS / 10);
    }

    private String order() {
        return "o" + (1 + dice.nextInt(ORDERS));
    }

    private UUID pick(List<UUID> ids) {
        return ids.get(dice.nextInt(ids.size()));
    }

    private TrailEvents.Place place() {
        return new TrailEvents.Place(Instant.now().minusSeconds(dice.nextInt(300 * 86_400)), new UUID(0, 0));
    }

    /** Somewhere in the queue, as if somebody had scrolled that far. */
    private String deep() {
        return Cursor.of(Cursor.part(dice.nextDouble()), new UUID(0, 0).toString())
                .encoded();
    }

    // --------------------------------------------------------------------------------------------------------- the
    // rows

    private void fill() throws IOException {
        explainEverything();
        boolean filled =
                jdbi.withHandle(handle -> handle.createQuery("select exists (select from orders where order_id = ?)")
                        .bind(0, "o" + ORDERS)
                        .mapTo(Boolean.class)
                        .one());
        if (filled) {
            return;
        }
        long start = System.nanoTime();
        ModelByHand.crown(jdbi, SubjectKind.ORDER, "at-scale", 1, "amount", 1_000);
        asSuperuser(handle -> {
            hurry(handle);
            handle.execute("set search_path = assize");
            handle.execute("set maintenance_work_mem = '1GB'");
            handle.execute("select setseed(0.3)");
            handle.execute("""
                    insert into seller (seller_id, registered_at, name, country, category, email, device_id, ip, bank_account, content_hash, recorded_at)
                    select 's' || i, now() - random() * interval '1000 days', 'Shop ' || i, 'DE', 'toys', 'u' || i || '@mail.example',
                           'sd' || i / 2, '10.' || i % 250 || '.' || i / 250 % 250 || '.1', 'DE' || i, '\\x00', now()
                    from generate_series(0, ?) i""", SELLERS);
            said("sellers", start);
            // as many rows are indexed several times faster at once; what is unique by a constraint stays
            List<String> indexes = handle.createQuery("""
                            select indexdef from pg_indexes i
                            where schemaname = 'assize' and tablename = any (:tables)
                              and not exists (select from pg_constraint c where c.conname = i.indexname)""")
                    .bindArray("tables", String.class, LARGE.toArray())
                    .mapTo(String.class)
                    .list();
            handle.createQuery("""
                            select indexname from pg_indexes i
                            where schemaname = 'assize' and tablename = any (:tables)
                              and not exists (select from pg_constraint c where c.conname = i.indexname)""")
                    .bindArray("tables", String.class, LARGE.toArray())
                    .mapTo(String.class)
                    .list()
                    .forEach(index -> handle.execute("drop index " + index));
            // what refers to something is made from it: nobody has to look it up row by row
            handle.execute("set session_replication_role = replica");
            // a year of them, as they come
            handle.execute("""
                    insert into orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, device_id, payment_id, ip,
                      ship_to_country, ship_to_postcode, category, item_count, status, delivered_at, content_hash, recorded_at)
                    select 'o' || i, at, 's' || (random() * random() * ?)::int, 'b' || buyer, (random() * 40000)::int, 'EUR',
                           'd' || (random() * ?)::int, 'p' || buyer, '172.' || i % 250 || '.' || i / 250 % 250 || '.' || i % 60, 'DE',
                           (10000 + random() * 60000)::int::text, 'toys', 1, 'delivered', at + interval '2 days', decode(md5(i::text), 'hex'), at
                    from (select i, now() - (? - i) * (interval '365 days' / ?) as at, (random() * ?)::int as buyer
                          from generate_series(1, ?) i) as made""", SELLERS, ORDERS / 10, ORDERS, ORDERS, ORDERS / 8, ORDERS);
            said("orders", start);
            handle.execute("""
                    insert into score (subject_kind, subject_id, as_of, model_version, score, percentile, feature_set, features, scored_at)
                    select 'order', order_id, placed_at, 'at-scale', random(), random(), (select max(id) from feature_set),
                           amount_minor::double precision || (select array_agg(f::double precision) from generate_series(1, 39) f), placed_at
                    from orders""");
            said("scores", start);
            handle.execute("""
                    insert into fraud_case (id, subject_kind, subject_id, market, queue_key, state, priority, value_at_risk_minor, currency,
                      score, percentile, model_version, opened_at, due_at, closed_at, chain_seq, chain_head)
                    select uuidv7(placed_at - now()), 'order', order_id, 'DE', 'orders', case when open then 'WAITING' else 'CLOSED' end, random(),
                           amount_minor, 'EUR', 0.9, 0.99, 'at-scale', placed_at, placed_at + interval '4 hours',
                           case when not open then placed_at + interval '1 hour' end, 3, sha256('x')
                    from (select *, random() < 0.5 as open from orders limit ?) as flagged""", CASES);
            handle.execute("""
                    insert into flag (id, case_id, subject_kind, subject_id, origin, as_of, score, model_version, inclusion_probability,
                      flagged_by, flagged_at)
                    select uuidv7(opened_at - now()), id, subject_kind, subject_id, 'model', opened_at, 0.9, 'at-scale', 1, ?, opened_at
                    from fraud_case""", Actor.SYSTEM_ID);
            said("cases", start);
            handle.execute("""
                    insert into audit_event (id, case_id, seq, kind, actor_id, at, payload, prev_hash, hash)
                    select uuidv7(opened_at + seq * interval '1 minute' - now()), id, seq,
                           (array ['case.opened', 'case.claimed', 'verdict.reached'])[seq], ?,
                           opened_at + seq * interval '1 minute', '{"n":' || seq || '}', sha256(id::text::bytea), sha256(id::text::bytea)
                    from fraud_case, generate_series(1, 3) seq""", Actor.SYSTEM_ID);
            said("events", start);
            indexes.forEach(handle::execute);
            said("indexes", start);
            LARGE.forEach(table -> handle.execute("vacuum analyze " + table));
            handle.execute("vacuum analyze seller");
            handle.execute("vacuum analyze seller_word");
            said("statistics", start);
            asEver(handle);
        });
        List<String> sizes = jdbi.withHandle(handle -> handle.createQuery("""
                        select relname || ' ' || (pg_total_relation_size(oid) / nullif(reltuples, 0))::bigint || ' ('
                          || (pg_indexes_size(oid) / nullif(reltuples, 0))::bigint || ' of indexes)'
                        from pg_class where relname = any (:tables) and relkind = 'r' order by 1""")
                .bindArray("tables", String.class, LARGE.toArray())
                .mapTo(String.class)
                .list());
        LOG.infof("bytes a row, with its indexes: %s", sizes);
    }

    /** Until {@link #asEver} nobody minds if what is written is lost with the machine. */
    private static void hurry(Handle handle) {
        handle.execute("alter system set fsync = off");
        handle.execute("alter system set full_page_writes = off");
        handle.execute("alter system set max_wal_size = '4GB'");
        handle.execute("alter system set checkpoint_timeout = '30min'");
        handle.select("select pg_reload_conf()").mapTo(Boolean.class).one();
    }

    private static void asEver(Handle handle) {
        handle.execute("alter system reset all");
        handle.select("select pg_reload_conf()").mapTo(Boolean.class).one();
        handle.execute("checkpoint");
    }

    private static void said(String what, long start) {
        LOG.infof("%s after %.0f s", what, (System.nanoTime() - start) / 1e9);
    }

    // ---------------------------------------------------------------------------------------------------------
    // explaining

    /**
     * @param hungriest the statement that touched most
     * @param mostBehind of a statement that nobody waited for
     */
    private record Explained(
            int statements, long mostBuffers, String hungriest, long mostBehind, TreeSet<String> scanned) {}

    private void asSuperuser(HandleConsumer<RuntimeException> work) throws IOException {
        var secrets = new Properties();
        try (var in = Files.newBufferedReader(data.resolve("database.secrets"))) {
            secrets.load(in);
        }
        String port = Files.readString(data.resolve("postgres.port")).strip();
        Jdbi.create("jdbc:postgresql://127.0.0.1:" + port + "/assize", "postgres", secrets.getProperty("superuser"))
                .useHandle(work);
    }

    /** From now on the server's log tells the plan of every statement. */
    private void explainEverything() throws IOException {
        asSuperuser(handle -> {
            for (String setting : List.of(
                    "session_preload_libraries = 'auto_explain'",
                    "auto_explain.log_min_duration = 0",
                    "auto_explain.log_analyze = on",
                    "auto_explain.log_buffers = on",
                    "auto_explain.log_timing = off",
                    "auto_explain.log_nested_statements = on",
                    "auto_explain.log_format = 'json'")) {
                handle.execute("alter role assize_app set " + setting);
            }
        });
        pool.flush(AgroalDataSource.FlushMode.GRACEFUL);
    }

    /** How often what a connection has prepared was planned for the very values it was asked with, and how often it was not. */
    private record Plans(long anew, long kept) {
        String since(Plans before) {
            return (anew - before.anew) + " of " + (anew + kept - before.anew - before.kept);
        }
    }

    /** How the server's log names the connection that this thread is given again and again. */
    private String mine() {
        return jdbi.withHandle(handle -> "["
                + handle.select("select pg_backend_pid()").mapTo(Integer.class).one() + "]");
    }

    /** Of the connection that this thread is given again and again. */
    private Plans plans() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select coalesce(sum(custom_plans), 0) as anew, coalesce(sum(generic_plans), 0) as kept
                        from pg_prepared_statements""")
                .map((row, context) -> new Plans(row.getLong("anew"), row.getLong("kept")))
                .one());
    }

    private Path log() {
        return data.resolve("postgres.log");
    }

    private Explained explained(long from, String mine) throws IOException {
        byte[] bytes;
        try (var file = new RandomAccessFile(log().toFile(), "r")) {
            file.seek(from);
            bytes = new byte[(int) (file.length() - from)];
            file.readFully(bytes);
        }
        int statements = 0;
        long buffers = 0;
        long behind = 0;
        boolean waitedFor = false;
        String hungriest = "";
        var scanned = new TreeSet<String>();
        StringBuilder plan = null;
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
            if (line.endsWith(" plan:")) {
                plan = new StringBuilder();
                waitedFor = line.contains(mine);
            } else if (plan != null && line.startsWith("\t")) {
                plan.append(line).append('\n');
                if (line.equals("\t}")) {
                    JsonNode all = JSON.readTree(plan.toString());
                    JsonNode root = all.path("Plan");
                    long its = root.path("Shared Hit Blocks").asLong()
                            + root.path("Shared Read Blocks").asLong();
                    if (!waitedFor) {
                        behind = Math.max(behind, its);
                    } else {
                        statements++;
                        hungriest = its > buffers ? all.path("Query Text").asText() : hungriest;
                        buffers = Math.max(buffers, its);
                    }
                    whole(root, scanned);
                    plan = null;
                }
            }
        }
        return new Explained(statements, buffers, hungriest, behind, scanned);
    }

    private static void whole(JsonNode node, TreeSet<String> scanned) {
        if (node.path("Node Type").asText().equals("Seq Scan")
                && LARGE.contains(node.path("Relation Name").asText())) {
            scanned.add(node.path("Relation Name").asText());
        }
        node.path("Plans").forEach(child -> whole(child, scanned));
    }

    // -------------------------------------------------------------------------------------------------- what months
    // would do

    /** The latest score of an order, from a table as it is and from one of so many months. */
    private String partitioned(int months) {
        Casebook.asOwner(handle -> {
            handle.execute("set search_path = assize");
            handle.execute("drop table if exists score_by_month");
            handle.execute("create table score_by_month (like score) partition by range (scored_at)");
            for (int month = 0; month < months; month++) {
                handle.execute("""
                        create table score_by_month_%1$d partition of score_by_month
                        for values from (now() - interval '366 days' * %2$f) to (now() - interval '366 days' * %3$f)""".formatted(
                                month, (double) (months - month) / months, (double) (months - month - 1) / months)
                        .replace(
                                "now()",
                                "'" + Instant.now().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS)
                                        + "'::timestamptz"));
            }
            handle.execute("insert into score_by_month select * from score");
            handle.execute("create index on score_by_month (subject_kind, subject_id, as_of desc, id desc)");
            handle.execute("grant select on score_by_month to assize_app");
            handle.execute("analyze score_by_month");
        });
        return "| latest score of one order: one table | %s |%n| latest score of one order: %d months | %s |"
                .formatted(latest("score"), months, latest("score_by_month"));
    }

    private String latest(String table) {
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < 6 * ASKED; i++) {
            long start = System.nanoTime();
            jdbi.useHandle(handle -> handle.createQuery("""
                            select score from <table> where subject_kind = 'order' and subject_id = :id
                            order by as_of desc, id desc limit 1""")
                    .define("table", table)
                    .bind("id", order())
                    .mapTo(Double.class)
                    .one());
            if (i >= ASKED) {
                took.add(System.nanoTime() - start);
            }
        }
        return "%.2f | %.2f".formatted(at(took, 0.5), at(took, 0.99));
    }

    private static double at(List<Long> took, double share) {
        List<Long> sorted = took.stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1) / 1e6;
    }
}
