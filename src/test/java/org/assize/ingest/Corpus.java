package org.assize.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Sellers, orders and outcomes as they should not be sent, made anew from a seed: files, and JSON objects for any door that
 * takes these. A case makes its ids from a prefix, so that the same case may go through several doors, and says what must
 * come of it where that follows from the contract; the rules that this class judges by are its own.
 */
public final class Corpus {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** What only who wrote the program understands: no answer may say it. */
    public static final Pattern INSIDE = Pattern.compile(
            "Exception|java\\.|\\borg\\.|\\bcom\\.|Jackson|Feature\\.|`|\\bat [\\w.$]+\\(|SQLSTATE|\u27e6");

    private static final int PAID = 2;
    private static final String GOOD = "paid";

    /**
     * What must come of a case.
     *
     * @param rows that are read; -1 where the contract does not say
     * @param kept id without the case's prefix, to the columns that must come back and their text; null for nothing there
     * @param wrong the rejects, all of them; null where the contract does not say
     * @param ends why the file is not read to its end; null when it is, or when the contract does not say
     */
    public record Expected(
            int rows,
            Map<String, Map<String, @Nullable String>> kept,
            @Nullable List<Wrong> wrong,
            @Nullable Reason ends) {

        static final Expected AN_ANSWER = new Expected(-1, Map.of(), null, null);

        static Expected end(Reason reason) {
            return new Expected(-1, Map.of(), null, reason);
        }

        static Expected rejects(int rows, Wrong... wrong) {
            return new Expected(rows, Map.of(), List.of(wrong), null);
        }
    }

    /** One reject; line and column are as a reader would find them, -1 and null when they are not told. */
    public record Wrong(long line, @Nullable String column, Reason reason) {}

    /** A file, under the name that its sender gives it. */
    public record File(
            String name,
            Feed feed,
            @Nullable String mapping,
            String sentAs,
            Function<String, byte[]> bytes,
            Expected expected) {}

    /** One JSON object, or what stands where one should. */
    public record Record(String name, Feed feed, Function<String, byte[]> bytes, Expected expected) {}

    /** A field that hostile values are tried in, by the kind of thing it holds. */
    private enum Trial {
        ID(Feed.ORDERS, "order_id"),
        TEXT(Feed.ORDERS, "status"),
        MONEY(Feed.ORDERS, "amount"),
        TIME(Feed.ORDERS, "placed_at"),
        NAME(Feed.SELLERS, "name"),
        TYPOLOGY(Feed.OUTCOMES, "typology"),
        CHOICE(Feed.OUTCOMES, "outcome");

        private final Feed feed;
        private final String column;

        Trial(Feed feed, String column) {
            this.feed = feed;
            this.column = column;
        }

        /** A {@link Reason}, or the text that must come back, or null for nothing there. */
        @Nullable
        Object verdict(String value) {
            return switch (this) {
                case ID -> textOf(value, 150);
                case TEXT, NAME -> value.isEmpty() ? null : textOf(value, 1_000);
                case TYPOLOGY -> value.isEmpty() ? null : textOf(value, 200);
                case CHOICE ->
                    value.isEmpty()
                            ? Reason.MISSING
                            : Set.of("fraud", "legitimate").contains(value) ? value : Reason.NOT_ONE_OF;
                case MONEY -> moneyOf(value);
                case TIME ->
                    value.isEmpty()
                            ? Reason.MISSING
                            : OUT_OF_RANGE.contains(value)
                                    ? Reason.TIME_OUT_OF_RANGE
                                    : TIMES.getOrDefault(value, Reason.NOT_A_TIME);
            };
        }

        private static Object textOf(String value, int longest) {
            return value.length() > longest
                    ? Reason.TOO_LONG
                    : value.codePoints().anyMatch(Character::isISOControl) ? Reason.CONTROL_CHARACTER : value;
        }

        private static Object moneyOf(String value) {
            if (value.isEmpty()) {
                return Reason.MISSING;
            }
            if (value.length() > 40 || !value.matches("-?[0-9]+(\\.[0-9]+)?")) {
                return Reason.NOT_AN_AMOUNT;
            }
            var amount = new BigDecimal(value);
            return value.startsWith("-")
                    ? Reason.AMOUNT_NEGATIVE
                    : amount.compareTo(new BigDecimal("9e9")) > 0
                            ? Reason.AMOUNT_TOO_LARGE
                            : amount.stripTrailingZeros().scale() > 2
                                    ? Reason.TOO_MANY_DECIMALS
                                    : amount.movePointRight(2).setScale(0).toPlainString();
        }

        /** The column of the table, where it has another name than the field. */
        private String stored() {
            return this == MONEY ? "amount_minor" : this == CHOICE ? "fraud" : column;
        }

        private String storedValue(Object kept) {
            return this == CHOICE ? String.valueOf(kept.equals("fraud")) : kept.toString();
        }
    }

    private static final Map<String, Object> TIMES = Map.of(
            "2024-02-29", "2024-02-29T00:00:00Z",
            "2024-01-01 10:00:00+0100", "2024-01-01T09:00:00Z",
            "2024-01-01T10:00:00.1234569-03", "2024-01-01T13:00:00.123456Z");

    private static final Set<String> OUT_OF_RANGE = Set.of(
            "1970-01-01",
            "0001-01-01",
            "1989-12-31T23:59:59.999999Z",
            "2100-01-01",
            "2262-04-12",
            "9999-12-31T23:59:59Z",
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01");

    /** Values that some field can't take, or takes only as they are. */
    private static final List<String> VALUES = List.of(
            "",
            " ",
            "\t",
            "NULL",
            "null",
            "NaN",
            "Infinity",
            "-Infinity",
            "-1",
            "-0",
            "-0.01",
            "+5",
            "0",
            "00012",
            "1,5",
            "1.234,56",
            "1e9",
            "1E-2",
            "0x1F",
            "9000000000",
            "9000000000.01",
            "99999999999999999999999999",
            "9".repeat(400),
            "57.160",
            "57.161",
            ".5",
            "5.",
            "1_000",
            "1 000",
            "\u20ac5",
            "\u0661\u0662\u0663",
            "\uff11\uff12",
            "\u00bd",
            "\u2212" + "5",
            "\u0662\u0660\u0662\u0664-01-01",
            "2024-02-29",
            "2024-01-01 10:00:00+0100",
            "2024-01-01T10:00:00.1234569-03",
            "2023-02-29",
            "2018-02-30",
            "2018-13-01",
            "0000-00-00",
            "0001-01-01",
            "-999999999-01-01",
            "+999999999-12-31T23:59:59Z",
            "1970-01-01",
            "1989-12-31T23:59:59.999999Z",
            "2100-01-01",
            "2262-04-12",
            "9999-12-31T23:59:59Z",
            "2018-01-01T24:00:00Z",
            "2018-01-01T23:59:60Z",
            "2018-01-01T00:00:00+25:00",
            "01/02/2018",
            "1514764800",
            "fraud",
            "Fraud",
            "=1+1",
            "=cmd|' /C calc'!A0",
            "+SUM(A1)",
            "-2+3",
            "@SUM(1)",
            "\u202Eevil",
            "\u2066a\u2069",
            "a\u200Bb",
            "\u200D",
            "\uFEFFx",
            "e\u0301",
            "\u00e9",
            "\u0130i\u0131I",
            "\u0000",
            "a\u0000b",
            "\u0007",
            "\u001b[31m",
            "\u007f",
            "\u0085",
            "a\nb",
            "a\r\nb",
            "\u2028",
            "\"",
            "\"\"",
            "'",
            "''; drop table orders; --",
            "<script>alert(1)</script>",
            "${jndi:ldap://x}",
            "{{7*7}}",
            "{0}",
            "%00",
            "../../etc/passwd",
            "\\N",
            "\\.",
            "\\",
            "\\u0000",
            "\uD83D\uDE80",
            "\uD83D\uDC69\u200D\uD83D\uDCBB",
            "\uFFFD",
            "\uFFFF",
            "x".repeat(150),
            "x".repeat(201),
            "x".repeat(1_000),
            "x".repeat(1_001),
            "x".repeat(100_000));

    private static final List<String> BAD_BYTES = List.of(
            "C0 AF", "C0 80", "E0 80 AF", "ED A0 80", "ED B0 80", "F5 80 80 80", "80", "FE", "FF", "E2 82", "F0 9F 9A");

    private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");

    /** Names of files, of which only the last part may be shown. */
    private static final List<String> FILE_NAMES = List.of(
            "../../../evil.csv",
            "..\\..\\evil.csv",
            "/etc/passwd",
            "C:\\evil.csv",
            "..",
            ".",
            "",
            " ",
            "nul\u0000.csv",
            "n".repeat(300) + ".csv",
            "\u202Evsc.exe",
            "a\u200Bb.csv",
            "\u8ba2\u5355.csv",
            "\uD83D\uDE80.csv",
            "=cmd|' /C calc'!A0.csv",
            "<img src=x onerror=alert(1)>.csv",
            "%2e%2e%2fevil.csv",
            "a;b=c.csv",
            "CON",
            "evil.csv/",
            "~/evil.csv",
            "$(touch evil).csv",
            "a\tb.csv");

    /** Mappings that are none; each has to be refused before anything is kept. */
    public static final List<String> MAPPINGS = List.of(
            "{",
            "[]",
            "null",
            "7",
            "{} {}",
            "{\"columns\": 1}",
            "{\"columns\": {\"order_id\": [1]}}",
            "{\"columns\": {\"orderid\": \"x\"}}",
            "{\"columns\": {}, \"columns\": {}}",
            "{\"colums\": {}}",
            "{\"constants\": {\"category\": \"a\\u0000b\"}}",
            "{\"constants\": {\"category\": \"\\ud800\"}}",
            "{\"columns\": {\"category\": \"a\\u0000\"}}",
            "{\"where\": {\"a\\u0000\": \"b\"}}",
            "{\"ignore\": [\"a\\u0000\"]}",
            "{\"a\\u0000\": 1}",
            "{\"timeZone\": \"Mars/Olympus\"}",
            "{\"timeZone\": \"../../etc\"}",
            "{\"dateTimeFormat\": \"'\"}",
            "{\"dateTimeFormat\": \"{{{\"}",
            "{\"dateTimeFormat\": \"H:mm\"}",
            "{\"offsets\": {\"placed_at\": \"soon\"}}",
            "{\"offsets\": {\"amount\": \"7d\"}}",
            "{\"attributes\": {\"x\": \"java.lang.String\"}}",
            "{\"columns\": " + "[".repeat(3_000),
            "{\"columns\": {\"category\": " + "9".repeat(3_000) + "}}");

    private Corpus() {}

    // --- sheets
    // -------------------------------------------------------------------------------------------------------

    /** A good record of each feed; the third column is free text and says "paid". */
    private static Map<String, String> good(Feed feed, String id) {
        var row = new LinkedHashMap<String, String>();
        switch (feed) {
            case ORDERS -> {
                row.put("order_id", id);
                row.put("placed_at", "2024-01-01T00:00:00Z");
                row.put("status", GOOD);
                row.put("seller_id", "corpus-s");
                row.put("buyer_id", "corpus-b");
                row.put("amount", "10.00");
                row.put("currency", "EUR");
                row.put("item_count", "1");
            }
            case SELLERS -> {
                row.put("seller_id", id);
                row.put("registered_at", "2024-01-01T00:00:00Z");
                row.put("name", GOOD);
                row.put("country", "DE");
            }
            case OUTCOMES -> {
                row.put("subject_id", id);
                row.put("known_at", "2024-02-01T00:00:00Z");
                row.put("typology", GOOD);
                row.put("subject_kind", "order");
                row.put("outcome", "fraud");
                row.put("source", "corpus");
            }
        }
        return row;
    }

    private static String textColumn(Feed feed) {
        return List.copyOf(good(feed, "").keySet()).get(PAID);
    }

    private static String idColumn(Feed feed) {
        return List.copyOf(good(feed, "").keySet()).getFirst();
    }

    private static Map<String, @Nullable String> paid(Feed feed) {
        return Map.of(textColumn(feed), GOOD);
    }

    private static String line(Iterable<String> cells) {
        var line = new ArrayList<String>();
        for (String cell : cells) {
            boolean quote = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            line.add(quote ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        }
        return String.join(",", line);
    }

    private static String table(List<Map<String, String>> rows, String lineEnd, boolean lastEnds) {
        var lines = new ArrayList<String>();
        lines.add(line(rows.getFirst().keySet()));
        rows.forEach(row -> lines.add(line(row.values())));
        return String.join(lineEnd, lines) + (lastEnds ? lineEnd : "");
    }

    private static String three(Feed feed, String prefix) {
        return table(List.of(good(feed, prefix + 1), good(feed, prefix + 2), good(feed, prefix + 3)), "\n", true);
    }

    private static Expected allKept(Feed feed) {
        return new Expected(3, Map.of("1", paid(feed), "2", paid(feed), "3", paid(feed)), List.of(), null);
    }

    // --- files
    // --------------------------------------------------------------------------------------------------------

    /** The same seed gives the same files. */
    public static List<File> files(long seed) {
        var files = new ArrayList<File>();
        values(files);
        for (Feed feed : Feed.values()) {
            shapes(feed, files);
            bytes(feed, files);
        }
        zipped(files);
        mapped(files);
        for (String name : FILE_NAMES) {
            files.add(new File(
                    "named " + name,
                    Feed.ORDERS,
                    null,
                    name,
                    prefix -> three(Feed.ORDERS, prefix).getBytes(UTF_8),
                    allKept(Feed.ORDERS)));
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 40; i++) {
            Feed feed = Feed.values()[i % 3];
            double place = random.nextDouble();
            byte other = (byte) random.nextInt(256);
            add(files, feed, "one byte changed " + i, changed(feed, place, other), Expected.AN_ANSWER);
            add(files, feed, "cut " + i, p -> cut(three(feed, p).getBytes(UTF_8), place), Expected.AN_ANSWER);
            add(
                    files,
                    feed,
                    "one byte of gzip changed " + i,
                    p -> change(gzip(three(feed, p).getBytes(UTF_8)), place, other),
                    Expected.AN_ANSWER);
        }
        return files;
    }

    private static void add(
            List<File> files, Feed feed, String name, Function<String, byte[]> bytes, Expected expected) {
        files.add(new File(feed.code() + ": " + name, feed, null, feed.code() + ".csv", bytes, expected));
    }

    /** Each value in each field on trial, in turn as the first, second and last row, with each line end, and none at the end. */
    private static void values(List<File> files) {
        int turn = 0;
        for (Trial trial : Trial.values()) {
            for (String value : VALUES) {
                int place = turn % 3;
                String lineEnd = LINE_ENDS.get(turn / 3 % 3);
                boolean lastEnds = turn / 9 % 2 == 0;
                turn++;
                add(
                        files,
                        trial.feed,
                        trial.column + " is " + shown(value) + " in row " + (place + 1) + " with " + shown(lineEnd),
                        prefix -> table(
                                        IntStream.range(0, 3)
                                                .mapToObj(i -> i == place
                                                        ? tried(trial, prefix + (i + 1), value)
                                                        : good(trial.feed, prefix + (i + 1)))
                                                .toList(),
                                        lineEnd,
                                        lastEnds)
                                .getBytes(UTF_8),
                        tried(trial, value, place));
            }
        }
    }

    private static Map<String, String> tried(Trial trial, String id, String value) {
        Map<String, String> row = good(trial.feed, id);
        row.put(trial.column, trial == Trial.ID ? id + value : value);
        return row;
    }

    private static Expected tried(Trial trial, String value, int place) {
        var kept = new LinkedHashMap<String, Map<String, @Nullable String>>();
        for (int i = 0; i < 3; i++) {
            if (i != place) {
                kept.put("" + (i + 1), paid(trial.feed));
            }
        }
        List<Wrong> wrong = judged(trial, value, "" + (place + 1), place + 2L, kept);
        return new Expected(3, kept, wrong, null);
    }

    /** Adds what must be kept, and gives what must be rejected. */
    private static List<Wrong> judged(
            Trial trial, String value, String id, long line, Map<String, Map<String, @Nullable String>> kept) {
        Object verdict = trial.verdict(value);
        if (verdict instanceof Reason reason) {
            return List.of(new Wrong(line, trial.column, reason));
        }
        if (trial == Trial.ID) {
            kept.put(id + value, paid(trial.feed));
        } else {
            var columns = new LinkedHashMap<String, @Nullable String>();
            columns.put(trial.stored(), verdict == null ? null : trial.storedValue(verdict));
            kept.put(id, columns);
        }
        return List.of();
    }

    private static void shape(
            List<File> files, Feed feed, String name, UnaryOperator<String> change, Expected expected) {
        add(files, feed, name, prefix -> change.apply(three(feed, prefix)).getBytes(UTF_8), expected);
    }

    private static void shapes(Feed feed, List<File> files) {
        String header = line(good(feed, "").keySet());
        int width = good(feed, "").size();
        String text = textColumn(feed);
        Expected kept = allKept(feed);
        shape(files, feed, "empty", _ -> "", Expected.end(Reason.FILE_EMPTY));
        shape(files, feed, "line end only", _ -> "\n", Expected.end(Reason.FILE_EMPTY));
        shape(files, feed, "mark only", _ -> "\uFEFF", Expected.end(Reason.FILE_EMPTY));
        shape(files, feed, "header only", _ -> header + "\n", Expected.rejects(0));
        shape(files, feed, "header without line end", _ -> header, Expected.rejects(0));
        shape(files, feed, "no header", file -> file.substring(file.indexOf('\n') + 1), Expected.AN_ANSWER);
        shape(files, feed, "header twice", file -> header + "\n" + file, Expected.AN_ANSWER);
        shape(files, feed, "CR", file -> file.replace("\n", "\r"), kept);
        shape(files, feed, "CRLF", file -> file.replace("\n", "\r\n"), kept);
        shape(
                files,
                feed,
                "mixed line ends",
                file -> file.replaceFirst("\n", "\r\n").replaceFirst("\n$", "\r"),
                kept);
        shape(files, feed, "LF CR", file -> file.replace("\n", "\n\r"), kept);
        shape(files, feed, "blank lines", file -> "\n\r\n" + file.replace("\n", "\n\n") + "\n", kept);
        shape(files, feed, "everything quoted", file -> quoted(file), kept);
        shape(files, feed, "semicolons", file -> file.replace(',', ';'), Expected.AN_ANSWER);
        shape(files, feed, "tabs", file -> file.replace(',', '\t'), Expected.AN_ANSWER);
        shape(
                files,
                feed,
                "id column missing",
                file -> file.lines()
                        .map(row -> row.substring(row.indexOf(',') + 1))
                        .collect(Collectors.joining("\n")),
                Expected.end(Reason.TARGETS_MISSING));
        shape(
                files,
                feed,
                "unknown column",
                file -> file.replaceFirst(text, "unheard_of"),
                Expected.end(Reason.COLUMNS_UNMAPPED));
        shape(
                files,
                feed,
                "column in capitals",
                file -> file.replaceFirst(text, "STATUS"),
                Expected.end(Reason.COLUMNS_UNMAPPED));
        shape(
                files,
                feed,
                "blank around a column",
                file -> file.replaceFirst(text, " " + text),
                Expected.end(Reason.COLUMNS_UNMAPPED));
        shape(
                files,
                feed,
                "zero width in a column",
                file -> file.replaceFirst(text, text + "\u200B"),
                Expected.end(Reason.COLUMNS_UNMAPPED));
        shape(
                files,
                feed,
                "column twice",
                file -> file.replaceFirst(text, idColumn(feed)),
                Expected.end(Reason.HEADER_REPEATS));
        shape(files, feed, "nameless column", file -> file.replaceFirst(text, ""), Expected.end(Reason.HEADER_BLANK));
        shape(
                files,
                feed,
                "NUL in the header",
                file -> file.replaceFirst(text, "a\u0000b"),
                Expected.end(Reason.HEADER_NOT_TEXT));
        shape(
                files,
                feed,
                "more cells",
                file -> file.replaceFirst("paid", "paid,,"),
                Expected.rejects(3, new Wrong(2, null, Reason.COLUMN_COUNT)));
        shape(
                files,
                feed,
                "fewer cells",
                file -> file.replaceFirst(",paid", ""),
                Expected.rejects(3, new Wrong(2, null, Reason.COLUMN_COUNT)));
        shape(files, feed, "trailing commas", file -> file.replace("\n", ",\n"), Expected.end(Reason.HEADER_BLANK));
        shape(
                files,
                feed,
                "quote not closed",
                file -> file.replaceFirst("paid", "\"paid"),
                Expected.end(Reason.FILE_CUT_OFF));
        shape(files, feed, "quote in the middle", file -> file.replaceFirst("paid", "pa\"id"), Expected.AN_ANSWER);
        shape(files, feed, "text behind a quote", file -> file.replaceFirst("paid", "\"pa\"id"), Expected.AN_ANSWER);
        shape(files, feed, "blank before a quote", file -> file.replaceFirst("paid", " \"paid\""), Expected.AN_ANSWER);
        shape(
                files,
                feed,
                "quoted line end",
                file -> file.replaceFirst("paid", "\"pa\nid\""),
                Expected.rejects(3, new Wrong(2, text, Reason.CONTROL_CHARACTER)));
        shape(
                files,
                feed,
                "ids twice",
                file -> file + file.substring(file.indexOf('\n') + 1),
                new Expected(6, kept.kept(), List.of(), null));
        shape(files, feed, "columns in another order", Corpus::reversed, kept);
        shape(files, feed, "a comment", file -> "# made by hand\n" + file, Expected.AN_ANSWER);
        shape(files, feed, "sep=", file -> "sep=,\n" + file, Expected.AN_ANSWER);
        shape(files, feed, "JSON", _ -> "{\"order_id\": \"1\"}", Expected.AN_ANSWER);
        shape(files, feed, "HTML", _ -> "<!doctype html><title>502</title>", Expected.AN_ANSWER);
        String huge = "x".repeat(10_000_000);
        for (int place = 0; place < 3; place++) {
            int at = place;
            shape(
                    files,
                    feed,
                    "a cell of 10 MB in row " + (at + 1),
                    file -> replaceNth(file, at, huge),
                    Expected.rejects(3, new Wrong(at + 2L, text, Reason.TOO_LONG)));
        }
        shape(
                files,
                feed,
                "a million cells",
                file -> file.replaceFirst("paid", ",".repeat(1_000_000)),
                Expected.rejects(3, new Wrong(2, null, Reason.COLUMN_COUNT)));
        shape(
                files,
                feed,
                "a million columns",
                file -> "c,".repeat(1_000_000) + "\n" + file,
                Expected.end(Reason.HEADER_TOO_WIDE));
        shape(
                files,
                feed,
                width + " columns and 3,000 more",
                file -> "c,".repeat(3_000) + file,
                Expected.end(Reason.HEADER_TOO_WIDE));
        shape(files, feed, "a line of 20 MB", file -> file + "\"" + huge + huge, Expected.end(Reason.ROW_TOO_LARGE));
        shape(
                files,
                feed,
                "a column name of 10 MB",
                file -> file.replaceFirst(text, huge),
                Expected.end(Reason.HEADER_NOT_TEXT));
    }

    private static String quoted(String file) {
        return file.lines().map(row -> '"' + row.replace(",", "\",\"") + '"').collect(Collectors.joining("\n"));
    }

    private static String reversed(String file) {
        return file.lines()
                .map(row -> {
                    List<String> cells = Arrays.asList(row.split(",", -1));
                    Collections.reverse(cells);
                    return String.join(",", cells) + "\n";
                })
                .collect(Collectors.joining());
    }

    private static String replaceNth(String file, int nth, String by) {
        int at = file.indexOf(GOOD);
        for (int i = 0; i < nth; i++) {
            at = file.indexOf(GOOD, at + 1);
        }
        return file.substring(0, at) + by + file.substring(at + GOOD.length());
    }

    private static void bytes(Feed feed, List<File> files) {
        Expected kept = allKept(feed);
        String text = textColumn(feed);
        add(files, feed, "UTF-8 with mark", p -> ("\uFEFF" + three(feed, p)).getBytes(UTF_8), kept);
        add(files, feed, "two marks", p -> ("\uFEFF\uFEFF" + three(feed, p)).getBytes(UTF_8), Expected.AN_ANSWER);
        add(
                files,
                feed,
                "UTF-16 LE",
                p -> ("\uFEFF" + three(feed, p)).getBytes(UTF_16LE),
                Expected.end(Reason.HEADER_NOT_TEXT));
        add(
                files,
                feed,
                "UTF-16 BE",
                p -> ("\uFEFF" + three(feed, p)).getBytes(UTF_16BE),
                Expected.end(Reason.HEADER_NOT_TEXT));
        add(
                files,
                feed,
                "UTF-16 LE without mark",
                p -> three(feed, p).getBytes(UTF_16LE),
                Expected.end(Reason.HEADER_NOT_TEXT));
        add(
                files,
                feed,
                "Latin-1",
                p -> three(feed, p).replaceFirst("paid", "pay\u00e9").getBytes(ISO_8859_1),
                Expected.rejects(3, new Wrong(2, text, Reason.NOT_UTF8)));
        add(files, feed, "zeros", _ -> new byte[100_000], Expected.end(Reason.HEADER_NOT_TEXT));
        for (String bad : BAD_BYTES) {
            for (int place = 0; place < 3; place++) {
                int at = place;
                add(
                        files,
                        feed,
                        "bytes " + bad + " in row " + (at + 1),
                        p -> filled(replaceNth(three(feed, p), at, "pa#id"), bad),
                        Expected.rejects(3, new Wrong(at + 2L, text, Reason.NOT_UTF8)));
            }
        }
    }

    /** Puts bytes in the place of #. */
    private static byte[] filled(String text, String hex) {
        int at = text.indexOf('#');
        return join(
                text.substring(0, at).getBytes(UTF_8),
                java.util.HexFormat.ofDelimiter(" ").parseHex(hex),
                text.substring(at + 1).getBytes(UTF_8));
    }

    private static void zipped(List<File> files) {
        Feed feed = Feed.ORDERS;
        Function<String, byte[]> plain = p -> three(feed, p).getBytes(UTF_8);
        add(files, feed, "gzip", plain.andThen(Corpus::gzip), allKept(feed));
        add(
                files,
                feed,
                "gzip twice",
                plain.andThen(Corpus::gzip).andThen(Corpus::gzip),
                Expected.end(Reason.HEADER_NOT_TEXT));
        add(files, feed, "gzip of nothing", _ -> gzip(new byte[0]), Expected.end(Reason.FILE_EMPTY));
        add(files, feed, "gzip magic only", _ -> new byte[] {0x1f, (byte) 0x8b}, Expected.end(Reason.FILE_UNREADABLE));
        add(
                files,
                feed,
                "two gzip members",
                p -> join(gzip(plain.apply(p)), gzip("\n".getBytes(UTF_8))),
                allKept(feed));
        add(
                files,
                feed,
                "gzip and rubbish",
                p -> join(gzip(plain.apply(p)), "rubbish".getBytes(UTF_8)),
                Expected.AN_ANSWER);
        add(
                files,
                feed,
                "zip",
                _ -> join("PK\u0003\u0004".getBytes(ISO_8859_1), new byte[500]),
                Expected.end(Reason.HEADER_NOT_TEXT));
        for (int percent = 10; percent < 100; percent += 10) {
            double place = percent / 100.0;
            add(
                    files,
                    feed,
                    "gzip cut at " + percent + " %",
                    p -> cut(gzip(plain.apply(p)), place),
                    Expected.AN_ANSWER);
        }
        byte[] head = (line(good(feed, "").keySet()) + "\n").getBytes(UTF_8);
        add(files, feed, "bomb of zeros", _ -> bomb(new byte[0], (byte) 0), Expected.AN_ANSWER);
        add(files, feed, "bomb of line ends", _ -> bomb(head, (byte) '\n'), Expected.end(Reason.FILE_EXPANDS));
        add(files, feed, "bomb of a cell", _ -> bomb(head, (byte) 'x'), Expected.end(Reason.ROW_TOO_LARGE));
        add(files, feed, "bomb in gzip", _ -> gzip(bomb(head, (byte) 'x')), Expected.end(Reason.HEADER_NOT_TEXT));
    }

    /** A hundred megabytes of one byte. */
    private static byte[] bomb(byte[] head, byte what) {
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, what);
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(head);
            for (int i = 0; i < 100; i++) {
                gzip.write(block);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Times that do not exist in their zone, and those that exist twice. */
    private static void mapped(List<File> files) {
        Map<String, Map<String, Object>> zones = Map.of(
                "Europe/Berlin",
                Map.of(
                        "2024-03-31T02:30:00", Reason.TIME_SKIPPED,
                        "2024-03-31T03:00:00", "2024-03-31T01:00:00Z",
                        "2024-10-27T02:30:00", "2024-10-27T00:30:00Z",
                        "2024-10-27T02:30:00+01:00", "2024-10-27T01:30:00Z"),
                "America/Sao_Paulo",
                Map.of("2018-11-04", "2018-11-04T03:00:00Z", "2018-11-04T00:30:00", Reason.TIME_SKIPPED),
                "Pacific/Apia",
                Map.of("2011-12-30T12:00:00", Reason.TIME_SKIPPED, "2011-12-31T12:00:00", "2011-12-30T22:00:00Z"),
                "Asia/Kathmandu",
                Map.of("2024-01-01T00:00:00", "2023-12-31T18:15:00Z"));
        zones.forEach((zone, times) -> times.forEach((time, becomes) -> {
            var kept = new LinkedHashMap<String, Map<String, @Nullable String>>();
            if (becomes instanceof String instant) {
                kept.put("1", Map.of("placed_at", instant));
            }
            List<Wrong> wrong =
                    becomes instanceof Reason reason ? List.of(new Wrong(2, "placed_at", reason)) : List.of();
            files.add(new File(
                    time + " in " + zone,
                    Feed.ORDERS,
                    "{\"timeZone\": \"" + zone + "\"}",
                    "zone.csv",
                    prefix -> {
                        Map<String, String> row = good(Feed.ORDERS, prefix + 1);
                        row.put("placed_at", time);
                        return table(List.of(row), "\n", true).getBytes(UTF_8);
                    },
                    new Expected(1, kept, wrong, null)));
        }));
    }

    // --- JSON objects
    // -------------------------------------------------------------------------------------------------

    /** The same seed gives the same objects. */
    public static List<Record> records(long seed) {
        var records = new ArrayList<Record>();
        for (Trial trial : Trial.values()) {
            for (String value : VALUES) {
                var kept = new LinkedHashMap<String, Map<String, @Nullable String>>();
                List<Wrong> wrong = judged(trial, value, "1", -1, kept);
                records.add(new Record(
                        trial.column + " is " + shown(value),
                        trial.feed,
                        prefix -> json(tried(trial, prefix + 1, value)).getBytes(UTF_8),
                        new Expected(1, kept, wrong, null)));
            }
        }
        for (Feed feed : Feed.values()) {
            rawValues(feed, records);
            objects(feed, records);
        }
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 30; i++) {
            Feed feed = Feed.values()[i % 3];
            double place = random.nextDouble();
            byte other = (byte) random.nextInt(256);
            add(
                    records,
                    feed,
                    "one byte changed " + i,
                    p -> change(goodJson(feed, p).getBytes(UTF_8), place, other));
            add(records, feed, "cut " + i, p -> cut(goodJson(feed, p).getBytes(UTF_8), place));
        }
        return records;
    }

    /** A good record of a feed as one line of JSON. */
    public static String goodJson(Feed feed, String prefix) {
        return json(good(feed, prefix + 1));
    }

    private static String json(Map<String, String> row) {
        try {
            return JSON.writeValueAsString(row);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(List<Record> records, Feed feed, String name, Function<String, byte[]> bytes) {
        records.add(new Record(feed.code() + ": " + name, feed, bytes, Expected.AN_ANSWER));
    }

    private static void refused(
            List<Record> records, Feed feed, String name, UnaryOperator<String> change, Wrong wrong) {
        records.add(new Record(
                feed.code() + ": " + name,
                feed,
                prefix -> change.apply(goodJson(feed, prefix)).getBytes(UTF_8),
                new Expected(1, Map.of(), List.of(wrong), null)));
    }

    private static void rawValues(Feed feed, List<Record> records) {
        String text = textColumn(feed);
        var reasons = new LinkedHashMap<String, Wrong>();
        Wrong unreadable = new Wrong(-1, null, Reason.NOT_JSON);
        Wrong unbounded = new Wrong(-1, null, Reason.JSON_UNBOUNDED);
        for (String broken : List.of(
                "NaN",
                "Infinity",
                "-Infinity",
                "01",
                "+1",
                ".5",
                "0x1F",
                "'a'",
                "\"a",
                "\"a\tb\"",
                "\"\\x\"",
                "\"\\ud80\"",
                "",
                "nul",
                "undefined",
                "{",
                "]",
                "\"\u0000\"",
                "/* */ 1",
                "1e",
                "1.")) {
            reasons.put(broken, unreadable);
        }
        for (String other :
                List.of("true", "false", "[]", "[\"paid\"]", "{}", "{\"$ne\": 1}", "[".repeat(900) + "]".repeat(900))) {
            reasons.put(other, new Wrong(-1, text, Reason.NOT_TEXT));
        }
        reasons.put("\"\\ud800\"", new Wrong(-1, text, Reason.NOT_UTF8));
        reasons.put("\"\\udc00\\ud800\"", new Wrong(-1, text, Reason.NOT_UTF8));
        reasons.put("\"\\u0000\"", new Wrong(-1, text, Reason.CONTROL_CHARACTER));
        reasons.put("\"" + "x".repeat(10_000_000) + "\"", new Wrong(-1, null, Reason.TOO_LONG));
        reasons.put("9".repeat(5_000), unbounded);
        reasons.put("1e99999999999", unbounded);
        reasons.put("[".repeat(2_000) + "]".repeat(2_000), unbounded);
        reasons.put("{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000), unbounded);
        reasons.forEach((raw, wrong) ->
                refused(records, feed, text + " is raw " + shown(raw), json -> json.replace("\"paid\"", raw), wrong));
        Map.of(
                        "7",
                        "7",
                        "1.50",
                        "1.50",
                        "-0.0",
                        "0.0",
                        "null",
                        "",
                        "\"\\u00e9\"",
                        "\u00e9",
                        "\"\\ud83d\\ude80\"",
                        "\uD83D\uDE80")
                .forEach((raw, back) -> {
                    var columns = new LinkedHashMap<String, @Nullable String>();
                    columns.put(text, back.isEmpty() ? null : back);
                    records.add(new Record(
                            feed.code() + ": " + text + " is raw " + raw,
                            feed,
                            prefix -> goodJson(feed, prefix)
                                    .replace("\"paid\"", raw)
                                    .getBytes(UTF_8),
                            new Expected(1, Map.of("1", columns), List.of(), null)));
                });
        for (String number : List.of(
                "1e400", "-1e400", "1e-400", "-1e99999999999", "10E2147483647", "1E-2147483648", "9".repeat(999))) {
            add(
                    records,
                    feed,
                    text + " is raw " + shown(number),
                    p -> goodJson(feed, p).replace("\"paid\"", number).getBytes(UTF_8));
            add(
                    records,
                    feed,
                    "an attribute is raw " + shown(number),
                    p -> more(goodJson(feed, p), "\"attributes\":{\"corpus_n\":" + number + "}")
                            .getBytes(UTF_8));
        }
    }

    private static String more(String json, String member) {
        return json.substring(0, json.length() - 1) + "," + member + "}";
    }

    private static void objects(Feed feed, List<Record> records) {
        String id = idColumn(feed);
        String text = textColumn(feed);
        Wrong noObject = new Wrong(-1, null, Reason.NOT_AN_OBJECT);
        Wrong unreadable = new Wrong(-1, null, Reason.NOT_JSON);
        Wrong goesOn = new Wrong(-1, null, Reason.JSON_GOES_ON);
        refused(records, feed, "in an array", json -> "[" + json + "]", noObject);
        for (String other : List.of("[]", "7", "true", "null", "\"text\"")) {
            refused(records, feed, "instead " + other, _ -> other, noObject);
        }
        refused(
                records,
                feed,
                "instead 2,000 arrays",
                _ -> "[".repeat(2_000),
                new Wrong(-1, null, Reason.JSON_UNBOUNDED));
        refused(records, feed, "two of it", json -> json + json, goesOn);
        refused(records, feed, "and a brace", json -> json + "}", unreadable);
        refused(records, feed, "and rubbish", json -> json + " rubbish", unreadable);
        refused(records, feed, "a comma at the end", json -> json.replace("}", ",}"), unreadable);
        refused(records, feed, "no quotes", json -> json.replace("\"", ""), unreadable);
        refused(records, feed, "single quotes", json -> json.replace('"', '\''), unreadable);
        refused(records, feed, "a comment", json -> "// x " + json, unreadable);
        refused(records, feed, "XML", _ -> "<order/>", unreadable);
        refused(records, feed, "CSV", json -> "order_id,placed_at", unreadable);
        refused(
                records,
                feed,
                "a field twice",
                json -> more(json, "\"" + id + "\":\"other\""),
                new Wrong(-1, null, Reason.JSON_NAMES_TWICE));
        for (String unknown : List.of(
                "unheard_of",
                text.toUpperCase(java.util.Locale.ROOT),
                " " + text,
                text + "\u200B",
                "__proto__",
                "from_order",
                "content_hash",
                "@type",
                "class",
                "n".repeat(40_000))) {
            refused(
                    records,
                    feed,
                    "unknown field " + shown(unknown),
                    json -> more(json, "\"" + unknown + "\":1"),
                    new Wrong(-1, unknown.length() > 200 ? null : unknown, Reason.UNKNOWN_FIELD));
        }
        for (String unknown : List.of("\\u0000", "a\\u0000b", "\\ud800", "")) {
            refused(
                    records,
                    feed,
                    "unknown field " + unknown,
                    json -> more(json, "\"" + unknown + "\":1"),
                    new Wrong(-1, null, Reason.UNKNOWN_FIELD));
        }
        refused(
                records,
                feed,
                "a name of 100,000 characters",
                json -> more(json, "\"" + "n".repeat(100_000) + "\":1"),
                new Wrong(-1, null, Reason.JSON_UNBOUNDED));
        refused(records, feed, "nothing in it", _ -> "{}", new Wrong(-1, firstRequired(feed), Reason.MISSING));
        if (feed.takesAttributes()) {
            attributes(feed, records);
        }
        add(records, feed, "UTF-8 with mark", p -> ("\uFEFF" + goodJson(feed, p)).getBytes(UTF_8));
        add(records, feed, "UTF-16 LE", p -> goodJson(feed, p).getBytes(UTF_16LE));
        add(records, feed, "UTF-16 BE with mark", p -> ("\uFEFF" + goodJson(feed, p)).getBytes(UTF_16BE));
        add(records, feed, "gzip", p -> gzip(goodJson(feed, p).getBytes(UTF_8)));
        add(records, feed, "NUL behind it", p -> (goodJson(feed, p) + "\0").getBytes(UTF_8));
        add(
                records,
                feed,
                "over many lines",
                p -> goodJson(feed, p).replace(",", ",\r\n").getBytes(UTF_8));
        for (String bad : BAD_BYTES) {
            records.add(new Record(
                    feed.code() + ": bytes " + bad,
                    feed,
                    p -> filled(goodJson(feed, p).replace("paid", "pa#id"), bad),
                    new Expected(1, Map.of(), List.of(new Wrong(-1, text, Reason.NOT_UTF8)), null)));
            records.add(new Record(
                    feed.code() + ": bytes " + bad + " outside a text",
                    feed,
                    p -> filled(goodJson(feed, p).replace("\"paid\"", "#"), bad),
                    new Expected(1, Map.of(), List.of(new Wrong(-1, null, Reason.NOT_JSON)), null)));
        }
    }

    private static String firstRequired(Feed feed) {
        return feed == Feed.OUTCOMES ? "subject_kind" : idColumn(feed);
    }

    private static void attributes(Feed feed, List<Record> records) {
        Map<String, Reason> bad = Map.of(
                "[]",
                Reason.NOT_TEXT,
                "\"x\"",
                Reason.NOT_TEXT,
                "7",
                Reason.NOT_TEXT,
                "{\"corpus_c\":" + "{\"a\":".repeat(900) + "1" + "}".repeat(901),
                Reason.NOT_TEXT,
                "{\"\":1}",
                Reason.ATTRIBUTE_NAMELESS,
                "{\" \":\"x\"}",
                Reason.ATTRIBUTE_NAMELESS,
                "{\"\\u0000\":1}",
                Reason.CONTROL_CHARACTER,
                "{\"\\ud800\":1}",
                Reason.NOT_UTF8,
                "{\"" + "n".repeat(201) + "\":1}",
                Reason.TOO_LONG,
                "{"
                        + IntStream.range(0, 501)
                                .mapToObj(i -> "\"corpus_" + i + "\":1")
                                .collect(Collectors.joining(","))
                        + "}",
                Reason.TOO_MANY_ATTRIBUTES);
        bad.forEach((raw, reason) -> {
            String column = raw.startsWith("{\"corpus_c") ? "corpus_c" : "attributes";
            refused(
                    records,
                    feed,
                    "attributes are " + shown(raw),
                    json -> more(json, "\"attributes\":" + raw),
                    new Wrong(-1, column, reason));
        });
        add(
                records,
                feed,
                "attributes of odd names",
                p -> more(goodJson(feed, p), "\"attributes\":{\"=1+1\":\"a\",\"\u202E\":\"b\",\"corpus.$\":null}")
                        .getBytes(UTF_8));
    }

    // --- bytes
    // --------------------------------------------------------------------------------------------------------

    private static Function<String, byte[]> changed(Feed feed, double place, byte other) {
        return prefix -> change(three(feed, prefix).getBytes(UTF_8), place, other);
    }

    private static byte[] change(byte[] bytes, double place, byte other) {
        bytes[(int) (place * bytes.length)] = other;
        return bytes;
    }

    private static byte[] cut(byte[] bytes, double place) {
        return Arrays.copyOf(bytes, (int) (place * bytes.length));
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

    private static String shown(String value) {
        var shown = new StringBuilder();
        value.codePoints()
                .limit(30)
                .forEach(c -> shown.append(c < 33 || c > 126 ? "<%X>".formatted(c) : Character.toString(c)));
        return value.length() > 30 ? shown + "... (" + value.length() + ")" : shown.toString();
    }
}
