package org.assize.feature;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assize.subject.FraudKnowledge;
import org.assize.subject.Order;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The pasts of values that are asked for again and again, a seller with a thousand orders or an address that many share: kept
 * in memory, and before each use brought to what the database has. A row names the transaction that wrote it, so what was
 * committed since the last look is one range of an index, whoever wrote it and on whichever node; what the asking transaction
 * itself has written is seen by it alone.
 *
 * <p>So a vector is a function of the rows that its transaction sees, as it is where nothing is kept: this saves reading them, and is
 * never right where reading them would have been wrong. Rows that are taken out of the table by hand are noticed within ten
 * minutes.
 */
@ApplicationScoped
class KeptPasts {

    private static final int WORTH_KEEPING = 16;
    private static final int MOST_BUSY = 20_000;
    /** Twice and more what an import commits at once. */
    private static final int MOST_NEWS = 50_000;

    private static final long LIFE = TimeUnit.MINUTES.toNanos(10);
    /** Orders may come a little late, or be sent at the same time by clocks that differ. */
    private static final Duration SLACK = Duration.ofHours(1);

    private static final int SPARE = 100;
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private static final String OWN = "coalesce(%s.written_by = pg_current_xact_id_if_assigned(), false)";
    /**
     * Written by transactions that the snapshot did not show: that had not begun, or ran. Rows of a dump that was taken where
     * more transactions had been are older, not newer. The bounds are questions of their own: of what it knows beforehand the
     * planner thinks that to plan anew each time pays.
     */
    private static final String NEW = """
            select * from (
              select * from <which> written_by >= (select cast(:next as xid8)) and written_by <= (
                select greatest(pg_snapshot_xmax(pg_current_snapshot()), pg_current_xact_id_if_assigned()))
              union all
              select * from <which> written_by is not null and written_by = any (cast((select :running) as xid8[]))
            ) written limit\s""" + (MOST_NEWS + 1);

    private static final String NO_ORDER = """
            null::text, null::text, null::bigint, null::char(3), null::text, null::text, null::text, null::text, null::text,
            null::text, null::timestamptz, null::integer
            """;
    /** One statement, so that all of it was seen at one instant: first what an order is, then what kind of row this is. */
    private static final String NEWS =
            "with fresh as materialized (" + NEW.replace("<which>", "orders where") + ") select "
                    + PastRows.COLUMNS + ", 'order', " + OWN.formatted("o") + ", o.version > 1 from fresh o "
                    + PastRows.AS_SETTLED
                    + " union all select k.subject_id, k.known_at, " + NO_ORDER + ", 'word', " + OWN.formatted("k")
                    + ", k.fraud"
                    + " from (" + NEW.replace("<which>", "fraud_knowledge where subject_kind = 'order' and") + ") k"
                    // an order may be told of after its fraud
                    + " union all select k.subject_id, k.known_at, " + NO_ORDER + ", 'word', " + OWN.formatted("k")
                    + ", k.fraud"
                    + " from fresh o join fraud_knowledge k on k.subject_kind = 'order' and k.subject_id = o.order_id"
                    + " union all select pg_current_snapshot()::text, null, "
                    + NO_ORDER.replaceFirst("null", "pg_current_xact_id_if_assigned()") + ", 'snapshot', false, null";

    /** Orders as they were before the asking transaction changed them, and as all others still see them. */
    private static final String FORMERS = "select " + PastRows.COLUMNS + """
             from (
              select distinct on (h.order_id) former.* from orders_history h
              cross join lateral jsonb_populate_record(null::orders, h.content) former
              where h.order_id = any (:ids) and former.written_by is distinct from pg_current_xact_id_if_assigned()
              order by h.order_id, h.version desc
            ) o
            """ + PastRows.AS_SETTLED;

    /** What a look at the database showed: everything of this snapshot, but for what the one who looked had not yet committed. */
    private record Sight(long next, List<String> running) {

        static Sight of(String snapshot, @Nullable String own) {
            String[] parts = snapshot.split(":", -1);
            Set<String> running = new TreeSet<>(List.of(parts[2].split(",", -1)));
            running.remove("");
            // one's own transaction is none of those that a snapshot lists as running
            long next = Long.parseLong(parts[1]);
            if (own != null && Long.parseLong(own) < next) {
                running.add(own);
            }
            return new Sight(next, List.copyOf(running));
        }
    }

    /**
     * What the asking transaction has written and nobody else sees.
     *
     * @param words what it has told of any order, and all that is known of its own
     * @param formers those of its orders that were there before, as they were
     */
    private record Own(List<Order> orders, List<FraudKnowledge> words, List<Order> formers) {}

    /**
     * @param since when it was read, by the clock of the machine
     * @param back as far as anybody who asked for it looks
     */
    private record Kept(Past past, long since, Duration back) {}

    private final int mostOrders;
    /** What was used last comes last. */
    private final Map<KeyValue, Kept> kept = new LinkedHashMap<>();

    private final Map<String, Order> orders = new HashMap<>();
    private final Map<KeyValue, Boolean> busy = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<KeyValue, Boolean> eldest) {
            return size() > MOST_BUSY;
        }
    };
    private @Nullable Sight sight;
    private int size;

    KeptPasts(FeatureConfig config) {
        this.mostOrders = config.keptOrders();
    }

    /**
     * A past that is not kept yet.
     *
     * @param at for which it is wanted
     * @param sight before it is read: what it lacks can be heard since
     * @param hidden whether the asking transaction has changed what others still see of it, and so can not read it for them
     */
    private record Missing(KeyValue value, Instant at, Sight sight, boolean hidden) {}

    /**
     * Those of these values that are kept or begin to be, as the transaction of the handle sees them.
     *
     * @param asked with the instants for which vectors are to be made
     */
    Map<KeyValue, Past> of(Handle handle, Map<KeyValue, SortedSet<Instant>> asked, HistoryNeeds needs) {
        Map<KeyValue, Past> pasts = new HashMap<>();
        for (Missing missing : look(handle, asked, needs, pasts)) {
            load(handle, missing, needs, pasts);
        }
        return pasts;
    }

    /** Of these values, which are not kept, these orders were read: where they are many, the next who asks keeps them. */
    void wereRead(Set<KeyValue> values, Collection<Order> read) {
        Map<KeyValue, Integer> counts = new HashMap<>();
        for (Order order : read) {
            for (OrderKey key : OrderKey.SINGLE) {
                KeyValue value = KeyValue.of(key, order);
                if (value != null && values.contains(value)) {
                    counts.merge(value, 1, Integer::sum);
                }
            }
        }
        counts.values().removeIf(count -> count < WORTH_KEEPING);
        synchronized (this) {
            counts.keySet().forEach(value -> busy.put(value, true));
        }
    }

    private synchronized List<Missing> look(
            Handle handle, Map<KeyValue, SortedSet<Instant>> asked, HistoryNeeds needs, Map<KeyValue, Past> found) {
        if (mostOrders == 0) {
            return List.of();
        }
        if (asked.keySet().stream().noneMatch(value -> kept.containsKey(value) || busy.containsKey(value))) {
            return List.of();
        }
        Own own = hear(handle);
        List<Missing> missing = new ArrayList<>();
        asked.forEach((value, instants) -> {
            Kept its = kept.remove(value);
            if (its != null && System.nanoTime() - its.since() > LIFE) {
                size -= its.past().size();
                release(List.of(its.past().orders()));
            } else if (its != null) {
                Duration back = longer(its.back(), needs.back(value.key()));
                Kept left = shortened(new Kept(its.past(), its.since(), back), instants.first());
                kept.put(value, left);
                if (left.past().reaches(instants.first(), needs.back(value.key()), needs.most())) {
                    found.put(value, seenBy(own, left.past()));
                }
                return;
            }
            if (busy.remove(value) != null) {
                missing.add(new Missing(
                        value,
                        instants.first(),
                        Objects.requireNonNull(sight),
                        own.formers().stream().anyMatch(value::isOf)));
            }
        });
        return missing;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Without what nobody looks at any more, where that is most of it. */
    private Kept shortened(Kept its, Instant at) {
        // an order that says it is of next year makes nothing of this one old
        Instant now = its.past().until(at);
        Instant since = now.minus(its.back()).minus(SLACK);
        List<Order> gone = its.past().goneBy(since);
        if (gone.isEmpty()) {
            return its;
        }
        Kept left = new Kept(its.past().since(since), its.since(), its.back());
        size -= gone.size();
        release(gone);
        return left;
    }

    private Past seenBy(Own own, Past past) {
        Past seen = past;
        Map<String, Order> its = new HashMap<>();
        for (Order order : own.orders()) {
            Order before = orders.get(order.orderId());
            seen = before == null ? seen : seen.without(before);
            seen = past.value().isOf(order) ? seen.with(order) : seen;
            its.put(order.orderId(), order);
        }
        for (FraudKnowledge word : own.words()) {
            Order order = its.getOrDefault(word.orderId(), orders.get(word.orderId()));
            seen = order != null && past.value().isOf(order) ? seen.with(word) : seen;
        }
        return seen;
    }

    private static List<Order> formers(Handle handle, List<String> orderIds) {
        return handle.createQuery(FORMERS)
                .bind("ids", OrderHistory.texts(orderIds))
                .map((row, _) -> PastRows.order(row))
                .list();
    }

    /** Brings what is kept to what the database has now. */
    private Own hear(Handle handle) {
        if (sight == null) {
            sight = handle.createQuery("select pg_current_snapshot()::text, pg_current_xact_id_if_assigned()::text")
                    .map((row, _) -> Sight.of(row.getString(1), row.getString(2)))
                    .one();
        }
        Own own = new Own(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<FraudKnowledge> words = new ArrayList<>();
        List<String> again = new ArrayList<>();
        Sight[] now = new Sight[1];
        int news = handle.createQuery(NEWS)
                .bind("next", Long.toString(sight.next()))
                .bindArray("running", String.class, sight.running())
                .map((row, _) -> {
                    boolean itsOwn = row.getBoolean(PastRows.COUNT + 2);
                    switch (row.getString(PastRows.COUNT + 1)) {
                        case "order" -> {
                            if (!itsOwn) {
                                hear(PastRows.order(row));
                                break;
                            }
                            own.orders().add(PastRows.order(row));
                            if (row.getBoolean(PastRows.COUNT + 3)) {
                                again.add(row.getString(1));
                            }
                        }
                        case "word" -> (itsOwn ? own.words() : words).add(word(row));
                        default -> now[0] = Sight.of(row.getString(1), row.getString(3));
                    }
                    return 1;
                })
                .list()
                .size();
        if (!again.isEmpty()) {
            // what others made of these and was not heard yet is hidden by one's own, and comes to light when that is
            // taken back
            own.formers().addAll(formers(handle, again));
            own.formers().forEach(this::hear);
        }
        words.forEach(this::hear);
        Set<String> ids = own.orders().stream().map(Order::orderId).collect(Collectors.toSet());
        words.stream().filter(word -> ids.contains(word.orderId())).forEach(own.words()::add);
        // transactions are counted anew where a database was put in the place of another
        if (news > MOST_NEWS || now[0].next() < sight.next()) {
            kept.clear();
            orders.clear();
            size = 0;
            // and nothing is begun by who has not heard all
            busy.clear();
        }
        makeRoom();
        sight = now[0];
        return own;
    }

    private void hear(Order now) {
        Order before = orders.remove(now.orderId());
        if (before != null) {
            change(before, past -> past.without(before));
        }
        if (change(now, past -> past.with(now))) {
            orders.put(now.orderId(), now);
        }
    }

    private static FraudKnowledge word(ResultSet row) throws SQLException {
        return new FraudKnowledge(row.getString(1), row.getBoolean(PastRows.COUNT + 3), PastRows.instant(row, 2));
    }

    private void hear(FraudKnowledge word) {
        Order order = orders.get(word.orderId());
        if (order != null) {
            change(order, past -> past.with(word));
        }
    }

    private interface Change {
        Past of(Past past);
    }

    /** Changes the pasts that an order is part of; whether there is one. */
    private boolean change(Order order, Change change) {
        boolean any = false;
        for (OrderKey key : OrderKey.SINGLE) {
            KeyValue value = KeyValue.of(key, order);
            Kept its = value == null ? null : kept.get(value);
            if (its != null) {
                Past changed = change.of(its.past());
                kept.replace(value, new Kept(changed, its.since(), its.back()));
                size += changed.size() - its.past().size();
                any |= changed.contains(order);
            }
        }
        return any;
    }

    /** Reads a past, for the asking transaction and, but for what only that one sees, for all who ask later. */
    private void load(Handle handle, Missing missing, HistoryNeeds needs, Map<KeyValue, Past> found) {
        KeyValue value = missing.value();
        Instant at = missing.at();
        Instant from = at.minus(needs.back(value.key())).minus(SLACK);
        // with room for one's own orders and for some that are later than the vector
        int most = needs.most() + SPARE;
        KeySelection all = new KeySelection(value.key(), value.value(), value.country(), from, END_OF_TIME, most);
        Way way = Way.of(all);
        Query query = handle.createQuery(way.sql(true, ", " + OWN.formatted("o")));
        way.bind(query, List.of(all));
        List<Order> committed = new ArrayList<>();
        List<Order> own = new ArrayList<>();
        query.map((row, _) -> (row.getBoolean(PastRows.COUNT + 1) ? own : committed).add(PastRows.order(row)))
                .list();
        boolean isAll = committed.size() + own.size() < most;
        Instant since = isAll
                ? from
                : Stream.concat(committed.stream(), own.stream())
                        .map(Order::placedAt)
                        .min(Comparator.naturalOrder())
                        .orElseThrow()
                        // of those of the oldest instant not all may be here
                        .plus(1, ChronoUnit.MICROS);
        Words words = words(handle, committed, own);
        Past past = Past.of(value, since, committed, words.committed());
        if (!missing.hidden()) {
            keep(handle, past, needs.back(value.key()), missing.sight());
        }
        for (Order order : own) {
            past = past.with(order);
        }
        for (FraudKnowledge word : words.own()) {
            past = past.with(word);
        }
        if (past.reaches(at, needs.back(value.key()), needs.most())) {
            found.put(value, past);
        }
    }

    private record Words(List<FraudKnowledge> committed, List<FraudKnowledge> own) {}

    private static Words words(Handle handle, List<Order> committed, List<Order> own) {
        Words words = new Words(new ArrayList<>(), new ArrayList<>());
        handle.createQuery("select k.subject_id, k.known_at, " + OWN.formatted("k") + ", k.fraud from fraud_knowledge k"
                        + " where k.subject_kind = 'order' and k.subject_id = any (:ids)")
                .bind(
                        "ids",
                        OrderHistory.texts(Stream.concat(committed.stream(), own.stream())
                                .map(Order::orderId)
                                .toList()))
                .map((row, _) -> (row.getBoolean(3) ? words.own() : words.committed())
                        .add(new FraudKnowledge(row.getString(1), row.getBoolean(4), PastRows.instant(row, 2))))
                .list();
        return words;
    }

    private synchronized void keep(Handle handle, Past past, Duration back, Sight before) {
        boolean elsewhereOtherwise = Arrays.stream(past.orders())
                .anyMatch(order -> !order.equals(orders.getOrDefault(order.orderId(), order)));
        if (past.size() > mostOrders || elsewhereOtherwise || kept.containsKey(past.value())) {
            return;
        }
        kept.put(past.value(), new Kept(past, System.nanoTime(), back));
        size += past.size();
        for (Order order : past.orders()) {
            orders.put(order.orderId(), order);
        }
        if (!before.equals(sight)) {
            // others have looked since, and what they heard was not told to this one; to hear it twice does no harm
            sight = before;
            hear(handle);
        }
        makeRoom();
    }

    private void makeRoom() {
        while (size > mostOrders) {
            Past eldest = kept.values().iterator().next().past();
            kept.remove(eldest.value());
            size -= eldest.size();
            release(List.of(eldest.orders()));
        }
    }

    /** Forgets orders that are no longer part of anything that is kept. */
    private void release(List<Order> gone) {
        for (Order order : gone) {
            boolean still = OrderKey.SINGLE.stream()
                    .map(key -> KeyValue.of(key, order))
                    .anyMatch(value -> value != null
                            && kept.containsKey(value)
                            && kept.get(value).past().contains(order));
            if (!still) {
                orders.remove(order.orderId());
            }
        }
    }
}
