package org.assize.workbench.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A file of orders as a marketplace would send it, and the import of it by REST. */
final class OrdersFile {

    /** Of the lines for COPY: what becomes of the file's own columns, and what the import adds to them. */
    static final String COPIED = """
            orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, device_id, payment_id, ip, category, item_count,
              content_hash, recorded_at)""";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NEWEST = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration SPAN = Duration.ofDays(60);
    private static final long MORE_HASH = 0x9E3779B97F4A7C15L;

    private OrdersFile() {}

    static long sellers(long rows) {
        return 1 + rows / 100;
    }

    /** @param lines gets the same orders as PostgreSQL's COPY takes them; null when nobody wants them */
    static void write(Bench bench, long rows, Path csv, @Nullable Path lines) throws IOException {
        bench.say("writing the file");
        SplittableRandom dice = bench.dice("file");
        try (BufferedWriter out = Files.newBufferedWriter(csv);
                Writer copy = lines == null ? Writer.nullWriter() : Files.newBufferedWriter(lines)) {
            out.write(
                    "order_id,placed_at,seller_id,buyer_id,amount,currency,device_id,payment_id,ip,category,item_count\n");
            for (long row = 0; row < rows; row++) {
                long buyer = dice.nextLong(1 + rows / 5);
                Instant placed = NEWEST.minusMillis(dice.nextLong(SPAN.toMillis()));
                long seller = dice.nextLong(sellers(rows));
                int euros = 5 + dice.nextInt(400);
                int cents = dice.nextInt(100);
                String ip = "10." + dice.nextInt(256) + "." + dice.nextInt(256) + "." + dice.nextInt(256);
                int items = 1 + dice.nextInt(4);
                out.write("N%d,%s,NS%d,NB%d,%d.%02d,EUR,nd%d,np%d,%s,home,%d%n"
                        .formatted(row, placed, seller, buyer, euros, cents, buyer, buyer, ip, items));
                if (lines != null) {
                    copy.write("N%d\t%s\tNS%d\tNB%d\t%d\tEUR\tnd%d\tnp%d\t%s\thome\t%d\t\\\\x%016x%016x%016x%016x\t%s\n"
                            .formatted(
                                    row,
                                    placed,
                                    seller,
                                    buyer,
                                    100 * euros + cents,
                                    buyer,
                                    buyer,
                                    ip,
                                    items,
                                    row * MORE_HASH,
                                    row,
                                    buyer,
                                    seller,
                                    NEWEST));
                }
            }
        }
    }

    /** @return the import as it stands at its end */
    static JsonNode bringIn(HttpClient http, URI address, String token, Path file)
            throws IOException, InterruptedException {
        String boundary = "bench-" + UUID.randomUUID();
        BodyPublisher body = BodyPublishers.concat(
                BodyPublishers.ofString(
                        "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                                + file.getFileName() + "\"\r\nContent-Type: text/csv\r\n\r\n"),
                BodyPublishers.ofFile(file),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        HttpRequest upload = HttpRequest.newBuilder(address.resolve("/api/v1/imports?feed=orders"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(body)
                .build();
        HttpResponse<String> begun = http.send(upload, BodyHandlers.ofString());
        if (begun.statusCode() != 202) {
            throw new IOException("the import was answered " + begun.statusCode() + ": " + begun.body());
        }
        URI progress = address.resolve(
                "/api/v1/imports/" + JSON.readTree(begun.body()).path("id").asText());
        while (true) {
            TimeUnit.MILLISECONDS.sleep(500);
            JsonNode now = JSON.readTree(http.send(
                            HttpRequest.newBuilder(progress)
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            BodyHandlers.ofString())
                    .body());
            switch (now.path("state").asText()) {
                case "DONE" -> {
                    return now;
                }
                case "WAITING", "RUNNING" -> {
                    // not yet
                }
                default -> throw new IOException("the import came to this: " + now);
            }
        }
    }

    /** Rows of the file that were not read, or are in none of the import's counts. */
    static long unaccounted(JsonNode imported, long rows) {
        long accounted = 0;
        for (String count : List.of("accepted", "duplicates", "updated", "rejected")) {
            accounted += imported.path(count).asLong();
        }
        return Math.abs(rows - imported.path("rowsRead").asLong()) + Math.abs(rows - accounted);
    }
}
