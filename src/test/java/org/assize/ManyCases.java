package org.assize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;

/** Orders of two months, a few of them dear: enough for a first model, which flags most of them at once. */
public final class ManyCases {

    private static final int ENOUGH = 600;

    private ManyCases() {}

    /** Brings them once for all journeys of one application, and waits until they are cases. */
    public static void bring() throws InterruptedException {
        if (open() > 0) {
            return;
        }
        BrowserTest.asking()
                .multiPart("file", "orders.csv", orders(), "text/csv")
                .post("/api/v1/imports?feed=orders")
                .then()
                .statusCode(202);
        long until = System.nanoTime() + 240_000_000_000L;
        while (open() < ENOUGH) {
            assertThat(System.nanoTime()).as("time to wait for many cases").isLessThan(until);
            Thread.sleep(500);
        }
    }

    /** How many wait in the queue of orders. */
    public static int open() {
        Integer open = BrowserTest.asking().get("/api/v1/queues").path("items.find { it.key == 'orders' }.open");
        return open == null ? 0 : open;
    }

    private static byte[] orders() {
        SplittableRandom dice = new SplittableRandom(12);
        StringBuilder csv = new StringBuilder("order_id,placed_at,seller_id,buyer_id,amount,currency\n");
        Instant from = Instant.parse("2026-03-01T00:00:00Z");
        for (int i = 0; i < 1_800; i++) {
            int euros = dice.nextInt(40) == 0 ? 4_000 + dice.nextInt(900) : 20 + dice.nextInt(80);
            csv.append("list-%d,%s,list-s%d,list-b%d,%d.00,EUR%n"
                    .formatted(i, from.plus(i * 48L, ChronoUnit.MINUTES), i % 30, dice.nextInt(300), euros));
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }
}
