package org.assize.platform;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Tells open pages, on every node, that something has changed: one connection per node listens (PostgreSQL's LISTEN and
 * NOTIFY), so that a page learns of other nodes' acts the same way as of its own node's.
 *
 * <p>What a transaction changes is posted after its commit, gathered with what others changed in the same moment. NOTIFY
 * inside the transaction would be simpler, but PostgreSQL lets only one such transaction commit at a time, through its
 * flush to disk: every verdict would wait for every other. The price is that a node that dies within the moment tells
 * nobody; a page is therefore told of a {@link Change#TICK} now and then, and nothing else may depend on the bulletin.
 */
@ApplicationScoped
public class Bulletin {

    private static final String CHANNEL = "assize_bulletin";
    private static final Duration GATHERED = Duration.ofMillis(40);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration TICK = Duration.ofSeconds(30);
    private static final int SILENCE_MILLIS = 10_000;
    private static final int ALIVE_SECONDS = 5;

    /** More changes of one transaction, or of one moment, than anybody reads one by one. */
    private static final int MOST = 200;

    /** PostgreSQL takes less than 8000 bytes at a time. */
    private static final int LONGEST = 7_500;

    private static final int THREADS = 4;

    /** What each page waits for every other one: with many of them, being told must not become the node's main work. */
    private static final Duration SHARE = Duration.ofMillis(10);

    private final Jdbi jdbi;
    private final TransactionSynchronizationRegistry transaction;
    private final PGSimpleDataSource listening = new PGSimpleDataSource();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService work = Executors.newScheduledThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("bulletin-", 0).factory());

    private final Set<Change> outgoing = new LinkedHashSet<>();
    private boolean sending;
    private volatile boolean stopped;

    Bulletin(
            Jdbi jdbi,
            TransactionSynchronizationRegistry transaction,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password) {
        this.jdbi = jdbi;
        this.transaction = transaction;
        listening.setURL(url);
        listening.setUser(user);
        listening.setPassword(password);
        listening.setApplicationName("assize bulletin");
        listening.setConnectTimeout(ALIVE_SECONDS);
        listening.setTcpKeepAlive(true);
    }

    void start(@Observes StartupEvent event) {
        Thread.ofPlatform().daemon().name("bulletin-listener").start(this::listen);
        work.scheduleAtFixedRate(
                () -> tell(Set.of(Change.TICK)), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        work.shutdownNow();
    }

    /** Something has changed; told when the transaction has committed, or at once where there is none. */
    public void post(Change change) {
        post(List.of(change));
    }

    public void post(Collection<Change> changes) {
        if (transaction.getTransactionKey() == null) {
            gather(changes);
        } else if (transaction.getResource(this) instanceof Gathered gathered) {
            gathered.add(changes);
        } else {
            Gathered gathered = new Gathered();
            gathered.add(changes);
            transaction.putResource(this, gathered);
            transaction.registerInterposedSynchronization(gathered);
        }
    }

    /** A subscription, until it is closed; a change that is told while closing may still arrive. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * @param wanted which changes to be told of; asked often, so quick
     * @param pace at most one call in this time (longer where very many subscribe), with everything that has changed since the last; the first comes at once
     * @param told called by a thread of the bulletin, never twice at a time
     */
    public Registration subscribe(Predicate<Change> wanted, Duration pace, Consumer<Set<Change>> told) {
        Subscription subscription = new Subscription(wanted, pace, told);
        subscriptions.add(subscription);
        return subscription;
    }

    /** How many listen on this node. */
    public int subscriptions() {
        return subscriptions.size();
    }

    // ------------------------------------------------------------------------------------------------------- sending

    /** What one transaction has changed. */
    private final class Gathered implements Synchronization {
        private final Set<Change> changes = new LinkedHashSet<>();

        void add(Collection<Change> more) {
            changes.addAll(more);
            shorten(changes);
        }

        @Override
        public void beforeCompletion() {
            // nothing is told before it is true
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                gather(changes);
            }
        }
    }

    private static void shorten(Set<Change> changes) {
        if (changes.size() > MOST) {
            List<String> topics = changes.stream().map(Change::topic).distinct().toList();
            changes.clear();
            topics.forEach(topic -> changes.add(new Change(topic, Change.ANY)));
        }
    }

    private void gather(Collection<Change> changes) {
        synchronized (outgoing) {
            outgoing.addAll(changes);
            shorten(outgoing);
            sendAfter(GATHERED);
        }
    }

    private void sendAfter(Duration delay) {
        if (!sending && !stopped) {
            sending = true;
            var _ = work.schedule(this::send, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void send() {
        List<Change> changes;
        synchronized (outgoing) {
            changes = List.copyOf(outgoing);
            outgoing.clear();
            sending = false;
        }
        try {
            jdbi.useHandle(handle -> payloads(changes)
                    .forEach(payload -> handle.createQuery("select pg_notify(:channel, :payload)")
                            .bind("channel", CHANNEL)
                            .bind("payload", payload)
                            .mapTo(String.class)
                            .list()));
        } catch (JdbiException e) {
            // the database is away: told when it is back
            synchronized (outgoing) {
                outgoing.addAll(changes);
                shorten(outgoing);
                sendAfter(RETRY);
            }
        }
    }

    /** Lines of topic and key. */
    static List<String> payloads(Collection<Change> changes) {
        List<String> payloads = new ArrayList<>();
        StringBuilder payload = new StringBuilder();
        for (Change change : changes) {
            String line = change.topic() + ' ' + change.key() + '\n';
            if (payload.length() + line.length() > LONGEST) {
                payloads.add(payload.toString());
                payload.setLength(0);
            }
            payload.append(line);
        }
        if (!payload.isEmpty()) {
            payloads.add(payload.toString());
        }
        return payloads;
    }

    static Set<Change> read(String payload) {
        Set<Change> changes = new LinkedHashSet<>();
        payload.lines().forEach(line -> {
            int blank = line.indexOf(' ');
            changes.add(new Change(line.substring(0, blank), line.substring(blank + 1)));
        });
        return changes;
    }

    // ----------------------------------------------------------------------------------------------------- listening

    private void listen() {
        boolean before = false;
        while (!stopped) {
            try (Connection connection = listening.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("listen " + CHANNEL);
                if (before) {
                    tell(Set.of(Change.EVERYTHING));
                }
                before = true;
                PGConnection postgres = connection.unwrap(PGConnection.class);
                while (!stopped) {
                    @Nullable PGNotification[] news = postgres.getNotifications(SILENCE_MILLIS);
                    if (news == null || news.length == 0) {
                        // a connection that was cut without a word is silent too
                        if (!connection.isValid(ALIVE_SECONDS)) {
                            break;
                        }
                        continue;
                    }
                    Set<Change> changes = new LinkedHashSet<>();
                    for (PGNotification one : news) {
                        changes.addAll(read(one.getParameter()));
                    }
                    tell(changes);
                }
            } catch (SQLException e) {
                rest();
            }
        }
    }

    private void rest() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    private void tell(Set<Change> changes) {
        subscriptions.forEach(subscription -> subscription.add(changes));
    }

    /** What one subscriber has not been told yet. */
    private final class Subscription implements Registration {
        private final Predicate<Change> wanted;
        private final Duration pace;
        private final Consumer<Set<Change>> told;
        private final Set<Change> pending = new LinkedHashSet<>();
        private long lastTold;
        private boolean scheduled;
        private boolean closed;

        Subscription(Predicate<Change> wanted, Duration pace, Consumer<Set<Change>> told) {
            this.wanted = wanted;
            this.pace = pace;
            this.told = told;
            this.lastTold = System.nanoTime() - Duration.ofMinutes(1).toNanos();
        }

        synchronized void add(Set<Change> changes) {
            changes.stream().filter(wanted).forEach(pending::add);
            shorten(pending);
            schedule();
        }

        private void schedule() {
            if (!closed && !scheduled && !pending.isEmpty() && !stopped) {
                scheduled = true;
                long rest = Math.max(pace.toNanos(), SHARE.toNanos() * subscriptions.size());
                long wait = Math.max(0, rest - (System.nanoTime() - lastTold));
                var _ = work.schedule(this::flush, wait, TimeUnit.NANOSECONDS);
            }
        }

        private void flush() {
            Set<Change> changes;
            synchronized (this) {
                if (closed) {
                    return;
                }
                changes = new LinkedHashSet<>(pending);
                pending.clear();
            }
            try {
                told.accept(changes);
            } finally {
                synchronized (this) {
                    lastTold = System.nanoTime();
                    scheduled = false;
                    schedule();
                }
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            pending.clear();
            subscriptions.remove(this);
        }
    }
}
