package org.assize.platform;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The threads behind everything that is {@link Renewed}: two, so that what takes seconds does not hold up what takes none. */
@ApplicationScoped
public class Renewals {

    private final ScheduledThreadPoolExecutor behind = new ScheduledThreadPoolExecutor(
            2, Thread.ofPlatform().daemon().name("renewed-", 0).factory(), new ThreadPoolExecutor.DiscardPolicy());

    void stop(@Observes ShutdownEvent event) {
        behind.shutdownNow();
    }

    /** @param changed is told when what somebody was given reads differently now */
    public <T> Renewed<T> of(Renewed.Age age, Supplier<T> making, Runnable changed) {
        return new Renewed<>(
                age,
                making,
                System::nanoTime,
                (nanos, act) -> {
                    var _ = behind.schedule(act, nanos, TimeUnit.NANOSECONDS);
                },
                changed);
    }
}
