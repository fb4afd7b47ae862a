package org.assize.platform;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import java.net.BindException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The application as a server: database first, then Quarkus, and both stopped in the other order. */
public final class Server {
    /** PostgreSQL's log of a clean stop is the last thing a person should wait for: nothing takes longer. */
    private static final long STOP_PATIENCE_SECONDS = 90;

    private Server() {}

    /**
     * Serves until TERM, INT or {@link Quarkus#asyncExit()}, then stops everything that it started.
     *
     * @param extraSettings settings that win over {@code application.properties}, such as the address to listen on
     * @return the exit code for the process
     */
    public static int serve(BootSettings settings, Map<String, String> extraSettings) {
        var stopped = new CountDownLatch(1);
        var exitCode = new AtomicInteger();
        // The JVM halts when its hooks have returned, whatever main is doing: this one holds it until the database is
        // down.
        Thread hook = new Thread(() -> await(stopped), "wait-for-clean-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try (EmbeddedDatabase embedded =
                settings.server().isPresent() ? null : EmbeddedDatabase.start(settings.data())) {
            DatabaseAccess app =
                    settings.server().map(DatabaseSetup::prepare).orElseGet(() -> prepareEmbedded(embedded));
            // Quarkus' own property wins where it is given: the tests of the packaged application choose a free port.
            if (System.getProperty("quarkus.http.port") == null) {
                System.setProperty("quarkus.http.port", Integer.toString(settings.port()));
            }
            System.setProperty("assize.data", settings.data().toString());
            DatabaseSetup.asQuarkusSettings(app).forEach(System::setProperty);
            extraSettings.forEach(System::setProperty);
            // Quarkus' own exit handler calls System.exit and never returns here.
            Quarkus.run(null, (code, failure) -> exitCode.set(failure == null ? code : explain(failure, settings)));
            return exitCode.get();
        } finally {
            stopped.countDown();
        }
    }

    /** The log is closed by now, so this goes straight to the terminal. */
    private static int explain(Throwable failure, BootSettings settings) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof QuarkusBindException || cause instanceof BindException) {
                System.err.println("Port " + settings.port() + " is in use; choose another with ASSIZE_PORT.");
                return 1;
            }
            if (cause instanceof BootRefused) {
                System.err.println(cause.getMessage());
                return 1;
            }
        }
        failure.printStackTrace();
        return 1;
    }

    private static DatabaseAccess prepareEmbedded(@Nullable EmbeddedDatabase embedded) {
        if (embedded == null) {
            throw new IllegalStateException("no server and no embedded database");
        }
        return DatabaseSetup.prepare(embedded, "assize");
    }

    private static void await(CountDownLatch stopped) {
        try {
            if (!stopped.await(STOP_PATIENCE_SECONDS, java.util.concurrent.TimeUnit.SECONDS)) {
                System.err.println("Not stopped after " + STOP_PATIENCE_SECONDS + " s; the next start recovers.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
