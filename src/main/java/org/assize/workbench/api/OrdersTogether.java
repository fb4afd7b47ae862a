package org.assize.workbench.api;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assize.ingest.JsonLine;
import org.assize.security.Actor;

/**
 * Orders that are sent one by one and wait at the same time are taken together, by one transaction and with one wait for the
 * disk. Nobody waits for company: who comes while nobody is at work is taken at once and alone. An order that can not be
 * taken keeps no other out, and each is on disk before it is answered.
 */
@ApplicationScoped
class OrdersTogether {

    private static final int MOST = 50;

    /** Whose transactions would wait for the same processors gain nothing from being more. */
    private static final int AT_WORK = Math.max(2, Runtime.getRuntime().availableProcessors());

    private record Sender(Actor actor, Locale language) {}

    private record Sent(Sender sender, JsonLine order, CompletableFuture<TakeResult> answer) {}

    private final TakeAndScoreOrders take;
    private final Queue<Sent> waiting = new LinkedList<>();
    private final ExecutorService workers = Executors.newFixedThreadPool(
            AT_WORK, Thread.ofPlatform().name("orders-", 1).factory());

    OrdersTogether(TakeAndScoreOrders take) {
        this.take = take;
    }

    /** What came of it; what went wrong with it is thrown as if it had been taken by the caller's own thread. */
    TakeResult take(Actor actor, JsonLine order, Locale language) {
        Sent mine = new Sent(new Sender(actor, language), order, new CompletableFuture<>());
        synchronized (waiting) {
            waiting.add(mine);
        }
        // one call for each order, of which those that find nothing left have been spared
        workers.execute(() -> keep(next()));
        try {
            return mine.answer().join();
        } catch (CompletionException e) {
            throw switch (e.getCause()) {
                case RuntimeException its -> its;
                case Error its -> throw its;
                case null, default -> e;
            };
        }
    }

    /** The order that has waited longest, and what else its sender has sent. */
    private List<Sent> next() {
        List<Sent> together = new ArrayList<>();
        synchronized (waiting) {
            for (Iterator<Sent> all = waiting.iterator(); all.hasNext() && together.size() < MOST; ) {
                Sent each = all.next();
                if (together.isEmpty() || together.getFirst().sender().equals(each.sender())) {
                    together.add(each);
                    all.remove();
                }
            }
        }
        return together;
    }

    private void keep(List<Sent> together) {
        if (together.isEmpty()) {
            return;
        }
        Sender sender = together.getFirst().sender();
        List<JsonLine> lines = new ArrayList<>(together.size());
        for (Sent each : together) {
            lines.add(new JsonLine(
                    lines.size() + 1L, each.order().text(), each.order().version()));
        }
        try {
            List<TakeResult> results = take.oneByOne(sender.actor(), lines, sender.language());
            for (int i = 0; i < results.size(); i++) {
                together.get(i).answer().complete(results.get(i));
            }
        } catch (RuntimeException | Error e) {
            if (together.size() == 1) {
                together.getFirst().answer().completeExceptionally(e);
            } else {
                together.forEach(each -> keep(List.of(each)));
            }
        }
    }

    void onStop(@Observes ShutdownEvent stop) {
        workers.close();
    }
}
