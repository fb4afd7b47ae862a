package org.assize.workbench.bench;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.assize.casework.CaseQuery;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.platform.Cursor;
import org.assize.platform.Ids;
import org.assize.queue.ClaimNextCase;
import org.assize.queue.Claimed;
import org.assize.queue.QueueBacklog;
import org.assize.queue.QueueCases;
import org.assize.security.Actor;
import org.assize.security.Role;
import org.assize.verdict.Confidence;
import org.assize.verdict.Decision;
import org.assize.verdict.ReachVerdict;
import org.assize.verdict.VerdictForm;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The other end, within the application on trial: calls use cases as views and REST do, or does the same by plain SQL through
 * the same pool. Does nothing unless the process that started the application waits for it on loopback.
 */
@ApplicationScoped
class WorkInside {

    /** The port on loopback where somebody waits; never set by hand. */
    static final String DOOR = "assize.bench.door";

    private static final String RATIONALE = "Nothing unusual in what this buyer did.";
    private static final Duration LEASE = Duration.ofHours(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    /** What a claim is when nobody need be told of it: one statement, by the index that equals its order. */
    private static final String CLAIM = """
            update fraud_case set state = 'CLAIMED', claimed_by = ?, claimed_at = ?, claimed_until = ?, claim_version = claim_version + 1
            where id = (
              select id from fraud_case where queue_key = ? and state = 'WAITING'
              order by priority desc, id limit 1 for no key update skip locked)
            returning id""";

    private static final String FIRST_PAGE = """
            select * from fraud_case where queue_key = ? and state = 'WAITING' order by priority desc, id limit ?""";

    private static final String PAGE = """
            select * from fraud_case
            where queue_key = ? and state = 'WAITING' and priority <= ? and (priority < ? or id > ?)
            order by priority desc, id limit ?""";

    private static final String COUNTS = """
            select q.key, (select count(*) from (
              select from fraud_case c where c.queue_key = q.key and c.state = 'WAITING' limit ?) x)
            from queue q""";

    private final ClaimNextCase claimNext;
    private final ReachVerdict reachVerdict;
    private final QueueCases queueCases;
    private final QueueBacklog backlog;
    private final DataSource pool;
    private final AssizeClock clock;
    private final Optional<Integer> door;

    WorkInside(
            ClaimNextCase claimNext,
            ReachVerdict reachVerdict,
            QueueCases queueCases,
            QueueBacklog backlog,
            DataSource pool,
            AssizeClock clock,
            @ConfigProperty(name = DOOR) Optional<Integer> door) {
        this.claimNext = claimNext;
        this.reachVerdict = reachVerdict;
        this.queueCases = queueCases;
        this.backlog = backlog;
        this.pool = pool;
        this.clock = clock;
        this.door = door;
    }

    void onStart(@Observes StartupEvent start) {
        door.ifPresent(port -> Thread.ofPlatform().daemon().name("bench").start(() -> serve(port)));
    }

    /** Until the other end closes; what goes wrong ends this thread and is told by its last words. */
    private void serve(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(Inside.JSON.writeValueAsString(work(Inside.JSON.readValue(line, Task.class))));
                out.write('\n');
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException | ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Task.Done work(Task task) throws SQLException, ExecutionException, InterruptedException {
        return switch (task) {
            case Task.Claims claims -> claims(claims);
            case Task.Verdicts verdicts -> verdicts(verdicts);
            case Task.Pages pages -> pages(pages);
            case Task.Counts counts -> counts(counts);
            case Task.Change change -> change(change);
        };
    }

    // ---------------------------------------------------------------------------------------------- many at once

    private interface Act {
        /** What was done; null when nothing is left to do. */
        @Nullable
        UUID act(int worker) throws SQLException;
    }

    private static Task.Done crowd(int workers, Act act) throws ExecutionException, InterruptedException {
        Latencies waits = new Latencies();
        Queue<UUID> ids = new ConcurrentLinkedQueue<>();
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                int worker = i;
                all.add(threads.submit(() -> {
                    while (true) {
                        long start = System.nanoTime();
                        UUID id = act.act(worker);
                        if (id == null) {
                            return null;
                        }
                        waits.add(System.nanoTime() - start);
                        ids.add(id);
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        return new Task.Done((System.nanoTime() - began) / 1e9, waits.all(), List.copyOf(ids));
    }

    private static Actor investigator(UUID id) {
        return new Actor.SignedIn(id, "Person", Set.of(Role.INVESTIGATOR));
    }

    private Task.Done claims(Task.Claims task) throws ExecutionException, InterruptedException {
        AtomicInteger turn = new AtomicInteger();
        List<Actor> staff = task.staff().stream().map(WorkInside::investigator).toList();
        return crowd(staff.size(), worker -> {
            int mine = turn.getAndIncrement();
            if (mine >= task.claims()) {
                return null;
            }
            String queue = task.queues().get(mine % task.queues().size());
            return task.sql() ? claimBySql(staff.get(worker).id(), queue) : claim(staff.get(worker), queue);
        });
    }

    private @Nullable UUID claim(Actor actor, String queue) {
        return claimNext.claim(actor, queue) instanceof Claimed claimed
                ? claimed.claim().caseId()
                : null;
    }

    private @Nullable UUID claimBySql(UUID who, String queue) throws SQLException {
        Instant now = clock.now();
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setObject(1, who);
            statement.setObject(2, at(now));
            statement.setObject(3, at(now.plus(LEASE)));
            statement.setString(4, queue);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getObject(1, UUID.class) : null;
            }
        }
    }

    private Task.Done verdicts(Task.Verdicts task) throws ExecutionException, InterruptedException {
        Queue<Task.Held> left = new ConcurrentLinkedQueue<>(task.cases());
        VerdictForm form = new VerdictForm(Decision.LEGITIMATE, null, Confidence.LIKELY, false, RATIONALE, List.of());
        return crowd(task.workers(), _ -> {
            Task.Held its = left.poll();
            if (its == null) {
                return null;
            }
            return task.sql() ? verdictBySql(its) : verdict(its, form);
        });
    }

    private UUID verdict(Task.Held its, VerdictForm form) {
        return switch (reachVerdict.reach(investigator(its.holder()), its.id(), its.version(), form)) {
            case ReachVerdict.Reached reached -> reached.verdict().id();
            case ReachVerdict.Result refused -> throw new IllegalStateException("no verdict: " + refused);
        };
    }

    /** Case, verdict, trail and label in one transaction, and nothing asked. */
    private UUID verdictBySql(Task.Held its) throws SQLException {
        OffsetDateTime now = at(clock.now());
        UUID verdict = Ids.next();
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Statements.execute(connection, """
                        update fraud_case set state = 'CLOSED', closed_at = ?, claimed_by = null, claimed_at = null, claimed_until = null,
                          claim_version = claim_version + 1
                        where id = ? and claimed_by = ? and claim_version = ?""", now, its.id(), its.holder(), its.version());
                Statements.execute(
                        connection,
                        """
                        insert into verdict (id, case_id, subject_kind, subject_id, decision, confidence, flag_useful, rationale,
                          rationale_salt, actions, claim_version, reached_by, reached_at)
                        values (?, ?, ?, ?, 'LEGITIMATE', 'LIKELY', false, ?, ?, '{}', ?, ?, ?)""",
                        verdict,
                        its.id(),
                        its.subjectKind(),
                        its.subjectId(),
                        RATIONALE,
                        new byte[16],
                        its.version(),
                        its.holder(),
                        now);
                UUID event = Ids.next();
                Statements.execute(
                        connection,
                        "select audit_append(?, ?, null, 'verdict.reached', ?, ?, ?)",
                        event,
                        its.id(),
                        its.holder(),
                        now,
                        "{\"decision\":\"LEGITIMATE\",\"verdict\":\"" + verdict + "\"}");
                Statements.execute(
                        connection, """
                        insert into label (id, subject_kind, subject_id, label, confidence, source, lineage, known_at, recorded_at,
                          selection, inclusion_probability, case_id)
                        values (?, ?, ?, 'legitimate', 'LIKELY', 'verdict', array [?::uuid], ?, ?, 'model', 1, ?)""", Ids.next(), its.subjectKind(), its.subjectId(), event, now, now, its.id());
                connection.commit();
                return verdict;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    // -------------------------------------------------------------------------------------------- one after another

    private Task.Done pages(Task.Pages task) throws SQLException {
        Latencies waits = new Latencies();
        List<UUID> ids = new ArrayList<>();
        Actor reader = investigator(task.reader());
        CaseQuery query = CaseQuery.of(task.queue(), CaseState.WAITING);
        long began = System.nanoTime();
        for (Task.Place after : task.after()) {
            long start = System.nanoTime();
            List<UUID> page = task.sql()
                    ? pageBySql(task.queue(), after, task.limit())
                    : queueCases.page(reader, query, cursor(after), task.limit()).items().stream()
                            .map(FraudCase::id)
                            .toList();
            waits.add(System.nanoTime() - start);
            ids.addAll(page);
        }
        return new Task.Done((System.nanoTime() - began) / 1e9, waits.all(), ids);
    }

    private static @Nullable String cursor(Task.@Nullable Place after) {
        return after == null
                ? null
                : Cursor.of(Cursor.part(after.priority()), after.id().toString())
                        .encoded();
    }

    private List<UUID> pageBySql(String queue, Task.@Nullable Place after, int limit) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(after == null ? FIRST_PAGE : PAGE)) {
            int at = 1;
            statement.setString(at++, queue);
            if (after != null) {
                statement.setDouble(at++, after.priority());
                statement.setDouble(at++, after.priority());
                statement.setObject(at++, after.id());
            }
            statement.setInt(at, limit);
            List<UUID> ids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getObject("id", UUID.class));
                }
            }
            return ids;
        }
    }

    private Task.Done counts(Task.Counts task) throws SQLException, InterruptedException {
        Latencies waits = new Latencies();
        Actor reader = investigator(task.reader());
        long began = System.nanoTime();
        for (int i = 0; i < task.times(); i++) {
            long due = began + TimeUnit.MILLISECONDS.toNanos(task.pace()) * i;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            long start = System.nanoTime();
            if (task.sql()) {
                countBySql();
            } else {
                backlog.read(reader, clock.now().minus(LEASE));
            }
            waits.add(System.nanoTime() - start);
        }
        return new Task.Done((System.nanoTime() - began) / 1e9, waits.all(), List.of());
    }

    private void countBySql() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(COUNTS)) {
            statement.setInt(1, QueueBacklog.CAP + 1);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    rows.getInt(2);
                }
            }
        }
    }

    private Task.Done change(Task.Change task) throws SQLException, InterruptedException {
        Latencies waits = new Latencies();
        Actor reader = investigator(task.reader());
        int waiting = waiting(reader, task.queue());
        long began = System.nanoTime();
        for (Iterator<UUID> cases = task.cases().iterator(); cases.hasNext(); waiting--) {
            try (Connection connection = pool.getConnection()) {
                Statements.execute(
                        connection,
                        "update fraud_case set state = 'SNOOZED', snoozed_until = ? where id = ?",
                        at(clock.now().plus(LEASE)),
                        cases.next());
            }
            long start = System.nanoTime();
            while (waiting(reader, task.queue()) >= waiting) {
                TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            }
            waits.add(System.nanoTime() - start);
        }
        return new Task.Done((System.nanoTime() - began) / 1e9, waits.all(), List.of());
    }

    private int waiting(Actor reader, String queue) {
        return backlog.read(reader, clock.now().minus(LEASE)).stream()
                .filter(line -> line.key().equals(queue))
                .mapToInt(QueueBacklog.Line::waiting)
                .findFirst()
                .orElseThrow();
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
