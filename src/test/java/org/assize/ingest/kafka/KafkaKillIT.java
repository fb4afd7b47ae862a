package org.assize.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assize.ingest.kafka.KafkaMessages.Sent;
import org.assize.platform.PackagedApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application killed in the midst of taking messages, three times: what is there afterwards is what was sent. */
@Tag("packaged")
class KafkaKillIT {

    private static final int KILLS = 3;
    private static final int PORTION = 1_500;

    @TempDir
    Path data;

    /** Orders of which every tenth is told of twice, and sellers. */
    private static List<Sent> portion(String run, int which) {
        return IntStream.range(which * PORTION, (which + 1) * PORTION)
                .boxed()
                .flatMap(i -> i % 10 == 0
                        ? Stream.of(order(run, i, "placed"), order(run, i, "paid"))
                        : Stream.of(i % 10 == 1 ? seller(run, i) : order(run, i, "placed")))
                .toList();
    }

    private static Sent seller(String run, int i) {
        String id = run + "-s" + i % 50;
        return new Sent("sellers", id, """
                {"seller_id": "%s", "registered_at": "2025-01-01T00:00:00Z", "name": "Shop %d"}""".formatted(id, i));
    }

    private static Sent order(String run, int i, String status) {
        String seller = run + "-s" + i % 50;
        return new Sent("orders", seller, """
                {"order_id": "%s-o%d", "placed_at": "2026-05-01T10:00:00Z", "seller_id": "%s", "buyer_id": "b%d",
                 "amount": %d, "currency": "EUR", "status": "%s"}""".formatted(run, i, seller, i % 100, 1 + i, status));
    }

    @Test
    void whatIsThereAfterThreeKillsIsWhatACleanRunLeaves() throws Exception {
        try (var broker = new KafkaBroker();
                var sender = new KafkaMessages(broker.servers());
                var packaged = new PackagedApplication(
                        data,
                        Map.of(
                                "assize.kafka.servers", broker.servers(),
                                "assize.kafka.batch", "25",
                                // so that the group does not wait for the dead for long
                                "mp.messaging.incoming.feed.session.timeout.ms", "6000",
                                "mp.messaging.incoming.feed.heartbeat.interval.ms", "1000"))) {
            Process application = packaged.start();
            long sent = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                List<Sent> portion = portion("killed", kill);
                long before = sent;
                sent += portion.size();
                sender.send(portion);
                awaitTaken(packaged, before + 100);
                application.destroyForcibly().waitFor();
                assertThat(taken(packaged)).as("killed in the midst").isLessThan(sent);
                application = packaged.start();
            }
            awaitTaken(packaged, sent);
            assertThat(counted(packaged)).as("each message counted once").isEqualTo(sent);

            for (int i = 0; i < KILLS; i++) {
                List<Sent> portion = portion("clean", i);
                sent += portion.size();
                sender.send(portion);
            }
            awaitTaken(packaged, sent);
            List<String> clean = rows(packaged, "clean");
            assertThat(rows(packaged, "killed")).isEqualTo(clean);
            assertThat(clean).hasSizeGreaterThan(KILLS * PORTION);
            application.destroy();
            assertThat(application.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Orders and sellers with their history, without the name of the run and without when they came. */
    private static List<String> rows(PackagedApplication packaged, String run) throws IOException, SQLException {
        return packaged.sql("""
                select replace(row, '%1$s', '') from (
                  select 'order ' || (to_jsonb(o) - 'content_hash' - 'recorded_at' - 'written_by')::text from assize.orders o
                    where order_id like '%1$s-%%'
                  union all
                  select 'order was ' || (content - 'recorded_at' - 'written_by')::text from assize.orders_history where order_id like '%1$s-%%'
                  union all
                  select 'seller ' || (to_jsonb(s) - 'content_hash' - 'version' - 'recorded_at')::text from assize.seller s
                    where seller_id like '%1$s-%%'
                ) as every (row) order by 1""".formatted(run));
    }

    private static long counted(PackagedApplication packaged) throws IOException, SQLException {
        return number(
                packaged,
                "select coalesce(sum(accepted + duplicates + updated + rejected), 0) from assize.feed_offset");
    }

    private static long taken(PackagedApplication packaged) throws IOException, SQLException {
        return number(packaged, "select coalesce(sum(next_offset), 0) from assize.feed_offset");
    }

    private static long number(PackagedApplication packaged, String sql) throws IOException, SQLException {
        return Long.parseLong(packaged.sql(sql).getFirst());
    }

    private static void awaitTaken(PackagedApplication packaged, long messages) throws IOException, SQLException {
        long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (taken(packaged) < messages) {
            assertThat(System.nanoTime()).as("time to take " + messages).isLessThan(until);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
