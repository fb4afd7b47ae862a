package org.assize.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.GZIPOutputStream;

/** Orders as they should not be sent: some hundred files, each bad in one way, made anew from a seed. */
final class BadFiles {

    static final List<String> COLUMNS = List.of(
            "order_id",
            "placed_at",
            "seller_id",
            "buyer_id",
            "amount",
            "currency",
            "item_count",
            "status",
            "delivered_at");

    /** Values that some field can't take, or takes only as they are. */
    private static final List<String> VALUES = List.of(
            "",
            " ",
            "\t",
            "NULL",
            "null",
            "NaN",
            "-Infinity",
            "-1",
            "-0",
            "+5",
            "0",
            "00012",
            "1,5",
            "1.234,56",
            "1e9",
            "0x1F",
            "99999999999999999999999999",
            "57.161",
            ".5",
            "5.",
            "1_000",
            "\u0661\u0662\u0663",
            "\uff11\uff12",
            "\u00bd",
            "2018-02-30",
            "2018-13-01",
            "0000-00-00",
            "1970-01-01",
            "2262-04-12",
            "9999-12-31T23:59:59Z",
            "2018-01-01T24:00:00Z",
            "2018-01-01T23:59:60Z",
            "2018-01-01T00:00:00+25:00",
            "1514764800",
            "=1+1",
            "=cmd|' /C calc'!A0",
            "+SUM(A1)",
            "-2+3",
            "@SUM(1)",
            "\u202Eevil",
            "a\u200Bb",
            "\uFEFFx",
            "e\u0301",
            "\u0000",
            "a\u0000b",
            "\u0007",
            "\u001b[31m",
            "\u0085",
            "\"",
            "'",
            "''; drop table orders; --",
            "<script>alert(1)</script>",
            "${jndi:ldap://x}",
            "{{7*7}}",
            "%00",
            "../../etc/passwd",
            "\\N",
            "\\.",
            "\\",
            "\uD83D\uDE80",
            "\uFFFF",
            "x".repeat(201),
            "x".repeat(1_001),
            "x".repeat(100_000));

    private BadFiles() {}

    private static Map<String, String> good(int number) {
        var row = new LinkedHashMap<String, String>();
        row.put("order_id", "bad-" + number);
        row.put("placed_at", "2024-01-01T00:00:00Z");
        row.put("seller_id", "bad-s");
        row.put("buyer_id", "bad-b");
        row.put("amount", "10.00");
        row.put("currency", "EUR");
        row.put("item_count", "1");
        row.put("status", "paid");
        row.put("delivered_at", "");
        return row;
    }

    private static String line(Iterable<String> cells) {
        var line = new StringBuilder();
        for (String cell : cells) {
            boolean quote = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            line.append(line.isEmpty() ? "" : ",").append(quote ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        }
        return line.append('\n').toString();
    }

    private static String table(List<Map<String, String>> rows) {
        var file = new StringBuilder(line(COLUMNS));
        rows.forEach(row -> file.append(line(row.values())));
        return file.toString();
    }

    private static String threeGoodRows() {
        return table(List.of(good(1), good(2), good(3)));
    }

    /** Name to bytes; the same seed gives the same files. */
    static Map<String, byte[]> all(long seed) {
        var files = new LinkedHashMap<String, byte[]>();
        for (int v = 0; v < VALUES.size(); v++) {
            for (String column : List.of("order_id", "placed_at", "amount", "currency", "status")) {
                Map<String, String> row = good(2);
                row.put(column, VALUES.get(v));
                files.put(
                        column + " value " + v,
                        table(List.of(good(1), row, good(3))).getBytes(UTF_8));
            }
        }
        shapes().forEach((name, change) ->
                files.put(name, change.apply(threeGoodRows()).getBytes(UTF_8)));
        encodings(files);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 40; i++) {
            byte[] file = threeGoodRows().getBytes(UTF_8);
            file[random.nextInt(file.length)] = (byte) random.nextInt(256);
            files.put("one byte changed " + i, file);
            files.put("cut " + i, Arrays.copyOf(file, random.nextInt(file.length)));
            byte[] zipped = gzip(file);
            zipped[random.nextInt(zipped.length)] = (byte) random.nextInt(256);
            files.put("one byte of gzip changed " + i, zipped);
        }
        return files;
    }

    private static Map<String, UnaryOperator<String>> shapes() {
        var shapes = new LinkedHashMap<String, UnaryOperator<String>>();
        shapes.put("empty", file -> "");
        shapes.put("line end only", file -> "\n");
        shapes.put("header only", file -> line(COLUMNS));
        shapes.put("header without line end", file -> line(COLUMNS).strip());
        shapes.put("no header", file -> file.substring(file.indexOf('\n') + 1));
        shapes.put("header twice", file -> line(COLUMNS) + file);
        shapes.put("CR", file -> file.replace("\n", "\r"));
        shapes.put("CRLF", file -> file.replace("\n", "\r\n"));
        shapes.put("mixed line ends", file -> file.replaceFirst("\n", "\r\n").replaceFirst("EUR", "EUR"));
        shapes.put("blank lines", file -> "\n\n" + file.replace("\n", "\n\n") + "\n");
        shapes.put("semicolons", file -> file.replace(',', ';'));
        shapes.put("tabs", file -> file.replace(',', '\t'));
        shapes.put("missing column", file -> file.replace(",currency", ""));
        shapes.put("unknown column", file -> file.replace("status", "staus"));
        shapes.put("column twice", file -> file.replace("status", "currency"));
        shapes.put("nameless column", file -> file.replace("status", ""));
        shapes.put("extra cell", file -> file.replaceFirst("paid,", "paid,,,"));
        shapes.put("missing cell", file -> file.replaceFirst(",paid", ""));
        shapes.put("trailing commas", file -> file.replace("\n", ",\n"));
        shapes.put("quote not closed", file -> file.replaceFirst("paid", "\"paid"));
        shapes.put("quote in the middle", file -> file.replaceFirst("paid", "pa\"id"));
        shapes.put("text behind a quote", file -> file.replaceFirst("paid", "\"pa\"id"));
        shapes.put("blank before a quote", file -> file.replaceFirst("paid", " \"paid\""));
        shapes.put("quoted newline", file -> file.replaceFirst("paid", "\"pa\nid\""));
        shapes.put("ids twice", file -> file + file.substring(file.indexOf('\n') + 1));
        shapes.put(
                "reordered columns",
                file -> file.lines()
                        .map(row -> {
                            List<String> cells = Arrays.asList(row.split(",", -1));
                            Collections.reverse(cells);
                            return String.join(",", cells) + "\n";
                        })
                        .reduce("", String::concat));
        shapes.put("a cell of 10 MB", file -> file.replaceFirst("paid", "x".repeat(10_000_000)));
        shapes.put("a million cells", file -> file.replaceFirst("paid", ",".repeat(1_000_000)));
        shapes.put("a million columns", file -> "c,".repeat(1_000_000) + "\n" + file);
        shapes.put("a line of 20 MB", file -> file + "\"" + "x".repeat(20_000_000));
        shapes.put("a comment", file -> "# made by hand\n" + file);
        shapes.put("sep=", file -> "sep=,\n" + file);
        shapes.put("JSON", file -> "{\"order_id\": \"1\"}");
        return shapes;
    }

    private static void encodings(Map<String, byte[]> files) {
        String file = threeGoodRows().replace("paid", "pay\u00e9");
        files.put("UTF-8 with mark", ("\uFEFF" + file).getBytes(UTF_8));
        files.put("two marks", ("\uFEFF\uFEFF" + file).getBytes(UTF_8));
        files.put("Latin-1", file.getBytes(ISO_8859_1));
        files.put("UTF-16 LE", ("\uFEFF" + file).getBytes(UTF_16LE));
        files.put("UTF-16 BE", ("\uFEFF" + file).getBytes(UTF_16BE));
        files.put("zeros", new byte[100_000]);
        files.put("gzip", gzip(file.getBytes(UTF_8)));
        files.put("gzip twice", gzip(gzip(file.getBytes(UTF_8))));
        files.put("gzip of nothing", gzip(new byte[0]));
        files.put("gzip magic only", new byte[] {0x1f, (byte) 0x8b});
        files.put("two gzip members", join(gzip(file.getBytes(UTF_8)), gzip("\n".getBytes(UTF_8))));
        files.put("gzip and rubbish", join(gzip(file.getBytes(UTF_8)), "rubbish".getBytes(UTF_8)));
        files.put("zip", join("PK\u0003\u0004".getBytes(ISO_8859_1), new byte[500]));
        for (String bytes : List.of("C0 AF", "ED A0 80", "F5 80 80 80", "80", "FE", "E2 82", "F0 9F 9A")) {
            var broken = new ByteArrayOutputStream();
            int at = file.indexOf("pay");
            broken.writeBytes(file.substring(0, at).getBytes(UTF_8));
            for (String one : bytes.split(" ")) {
                broken.write(Integer.parseInt(one, 16));
            }
            broken.writeBytes(file.substring(at).getBytes(UTF_8));
            files.put("bytes " + bytes, broken.toByteArray());
        }
    }

    private static byte[] join(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The values tried, for tests of other ways in. */
    static List<String> values() {
        return new ArrayList<>(VALUES);
    }
}
