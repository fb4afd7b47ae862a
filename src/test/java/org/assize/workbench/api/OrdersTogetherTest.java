package org.assize.workbench.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.ShutdownEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assize.ingest.JsonLine;
import org.assize.security.Actor;
import org.assize.subject.Disposition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrdersTogetherTest {

    private static final int MANY = 40;

    /** Takes what it is given, all or nothing, and nothing before it is let; one order can not be taken at all. */
    private static final class Taking extends TakeAndScoreOrders {
        private final CountDownLatch let = new CountDownLatch(1);
        private final List<List<String>> taken = Collections.synchronizedList(new ArrayList<>());

        @SuppressWarnings("NullAway") // nothing of it is used
        Taking() {
            super(null, null);
        }

        @Override
        List<TakeResult> oneByOne(Actor actor, List<JsonLine> orders, Locale language) {
            try {
                let.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            List<String> ids = orders.stream().map(JsonLine::text).toList();
            if (ids.contains("poison")) {
                throw new ArithmeticException("poison");
            }
            taken.add(ids);
            return ids.stream()
                    .<TakeResult>map(id -> new TakeResult.Kept(id + " " + language, Disposition.ACCEPTED, null, null))
                    .toList();
        }
    }

    private final Taking taking = new Taking();
    private final OrdersTogether together = new OrdersTogether(taking);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        callers.close();
        together.onStop(new ShutdownEvent());
    }

    private Future<String> send(String order, Locale language) {
        return callers.submit(() -> switch (together.take(Actor.SYSTEM, new JsonLine(1, order), language)) {
            case TakeResult.Kept kept -> kept.id();
            case TakeResult.Refused refused -> refused.toString();
        });
    }

    @Test
    void whatWaitsIsTakenTogetherAndEachIsAnsweredForItself() throws Exception {
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            answers.add(send("order " + i, i % 4 == 0 ? Locale.CHINESE : Locale.ENGLISH));
        }
        taking.let.countDown();
        for (int i = 0; i < MANY; i++) {
            assertThat(answers.get(i).get()).isEqualTo("order " + i + (i % 4 == 0 ? " zh" : " en"));
        }
        assertThat(taking.taken.stream().flatMap(List::stream)).hasSize(MANY).doesNotHaveDuplicates();
    }

    @Test
    void anOrderThatCanNotBeTakenKeepsNoOtherOut() throws Exception {
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            answers.add(send(i == 7 ? "poison" : "order " + i, Locale.ENGLISH));
        }
        taking.let.countDown();
        for (int i = 0; i < MANY; i++) {
            if (i == 7) {
                assertThatThrownBy(answers.get(i)::get).hasCauseInstanceOf(ArithmeticException.class);
            } else {
                assertThat(answers.get(i).get()).isEqualTo("order " + i + " en");
            }
        }
    }
}
