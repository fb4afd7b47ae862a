package org.assize.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.assize.subject.Order;
import org.assize.subject.Outcome;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvRowsTest {

    private static final String HEADER = "order_id,placed_at,seller_id,buyer_id,amount,currency,status\n";

    /** What a file came to: its orders, its rejects as sentences, and how it ended. */
    private record Came(
            List<Order> orders,
            List<String> rejects,
            @Nullable String broken) {}

    private static Came came(byte[] file) throws IOException {
        return came(file, FeedMapping.identity(Feed.ORDERS));
    }

    private static Came came(byte[] file, FeedMapping mapping) throws IOException {
        var orders = new ArrayList<Order>();
        var rejects = new ArrayList<String>();
        String broken = read(new ByteArrayInputStream(file), mapping, RecordForm.ORDER, orders, rejects);
        return new Came(orders, rejects, broken);
    }

    private static <T> @Nullable String read(
            InputStream in, FeedMapping mapping, RecordForm<T> form, List<T> into, List<String> rejects)
            throws IOException {
        CsvRows rows;
        try {
            rows = new CsvRows(in);
        } catch (IOException e) {
            return "not opened";
        }
        try (rows) {
            CsvRows.Step header = rows.header();
            if (!(header instanceof CsvRows.Line(CsvLine names))) {
                return header instanceof CsvRows.Broken(Complaint why) ? why.sentence() : "no header";
            }
            CsvForm.Binding binding = CsvForm.bind(mapping, names(names));
            if (binding instanceof CsvForm.Unfit(List<Complaint> complaints)) {
                return String.join(
                        "; ", complaints.stream().map(Complaint::sentence).toList());
            }
            CsvForm bound = ((CsvForm.Bound) binding).form();
            rows.want(bound.wanted());
            while (true) {
                switch (rows.next()) {
                    case CsvRows.End _ -> {
                        return null;
                    }
                    case CsvRows.Broken(Complaint why) -> {
                        return why.sentence();
                    }
                    case CsvRows.Line(CsvLine line) -> {
                        switch (bound.read(form, line)) {
                            case Row.Read<T>(long _, T value) -> into.add(value);
                            case Row.Refused<T>(Reject reject) ->
                                rejects.add(reject.line() + " " + reject.column() + "=" + reject.value() + ": "
                                        + reject.complaint().sentence());
                            case Row.NotSelected<T> _ -> {}
                        }
                    }
                }
            }
        }
    }

    private static List<String> names(CsvLine header) {
        return Arrays.stream(header.cells()).map(String::valueOf).toList();
    }

    private static Came came(String rows) throws IOException {
        return came((HEADER + rows).getBytes(UTF_8));
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void readsAnOrderAsItIsWritten() throws IOException {
        Came came = came("7,2018-04-01T00:00:31.123456789+02:00,s,b,57.16,EUR,delivered\n");
        assertThat(came.rejects()).isEmpty();
        Order order = came.orders().getFirst();
        assertThat(order.placedAt()).hasToString("2018-03-31T22:00:31.123456Z");
        assertThat(order.amount().minor()).isEqualTo(5716);
        assertThat(order.status()).isEqualTo("delivered");
        assertThat(order.deviceId()).isNull();
    }

    @Test
    void takesInstantsOffsetsLocalTimesAndDates() throws IOException {
        for (String time : List.of(
                "2018-04-01T00:00:00Z",
                "2018-04-01T00:00:00",
                "2018-04-01 00:00:00",
                "2018-04-01 00:00",
                "2018-04-01",
                "2018-04-01T02:00:00+02:00",
                "2018-04-01 02:00:00+0200",
                "2018-04-01 02:00:00.000+02")) {
            Came came = came("7," + time + ",s,b,1,EUR,\n");
            assertThat(came.rejects()).as(time).isEmpty();
            assertThat(came.orders().getFirst().placedAt()).as(time).hasToString("2018-04-01T00:00:00Z");
        }
    }

    @Test
    void saysWhatIsWrongInWhichLineAndColumn() throws IOException {
        assertThat(came("""
                1,2018-02-30,s,b,1,EUR,
                2,2018-01-01,s,b,57.161,EUR,
                3,2018-01-01,s,b,-1,EUR,
                4,2018-01-01,s,b,NaN,EUR,
                5,2018-01-01,s,b,\u0661\u0662,EUR,
                6,2018-01-01,s,b,1,eur,
                7,2018-01-01,s,,1,EUR,
                8,2018-01-01,s,b,1e9,EUR,
                9,2018-01-01,s,b,99999999999999999999,EUR,
                10,1970-01-01,s,b,1,EUR,
                11,2018-01-01,s,b,1
                12,2018-01-01,s,b,1,EUR,,
                13,2018-01-01,s,b,1,JPY,a\u0000b
                "14
                ",2018-01-01,s,b,1,EUR,
                 ,2018-01-01,s,b,1.5,JPY,
                16,2018-01-01,s,b,.5,EUR,
                17,2018-01-01,s,b,1.50,JPY,
                """).rejects())
                .containsExactly(
                        "2 placed_at=2018-02-30: is not a date and time in the form ISO 8601",
                        "3 amount=57.161: has more than the 2 decimals of EUR",
                        "4 amount=-1: is negative",
                        "5 amount=NaN: is not a plain decimal amount such as 1234.50",
                        "6 amount=\u0661\u0662: is not a plain decimal amount such as 1234.50",
                        "7 currency=eur: is not an ISO 4217 currency code in capitals",
                        "8 buyer_id=null: a value is required",
                        "9 amount=1e9: is not a plain decimal amount such as 1234.50",
                        "10 amount=99999999999999999999: is larger than 9000000000",
                        "11 placed_at=1970-01-01: is not between the years 1990 and 2100",
                        "12 null=null: the row has 5 columns, the header has 7",
                        "13 null=null: the row has 8 columns, the header has 7",
                        "14 status=a\uFFFDb: has a control character (U+0000)",
                        "15 order_id=14\uFFFD: has a control character (U+000A)",
                        "17 order_id= : a value is required",
                        "18 amount=.5: is not a plain decimal amount such as 1234.50",
                        "19 amount=1.50: has more than the 0 decimals of JPY");
    }

    @Test
    void keepsTextToTheByte() throws IOException {
        for (String status : List.of(
                " blank ends ",
                "=1+1",
                "\u202Eright to left",
                "zero\u200Bwidth",
                "e\u0301",
                "\u00e9",
                "\uD83D\uDE80",
                "'")) {
            assertThat(came("1,2018-01-01,s,b,1,EUR," + status + "\n").orders())
                    .as(status)
                    .extracting(Order::status)
                    .containsExactly(status);
        }
    }

    @Test
    void bytesThatAreNoTextCostTheirRowOnly() throws IOException {
        byte[] file = (HEADER + "1,2018-01-01,s,b,1,EUR,caf\u00e9\n2,2018-01-01,s,b,1,EUR,ok\n").getBytes(ISO_8859_1);
        Came came = came(file);
        assertThat(came.rejects()).containsExactly("2 status=caf\uFFFD: has bytes that are not UTF-8");
        assertThat(came.orders()).extracting(Order::orderId).containsExactly("2");
    }

    @Test
    void takesAnyLineEndAByteOrderMarkAndGzipUnderAnyName() throws IOException {
        String file = HEADER + "1,2018-01-01,s,b,1,EUR,a\n2,2018-01-01,s,b,1,EUR,b";
        for (String end : List.of("\n", "\r\n", "\r")) {
            assertThat(came(file.replace("\n", end).getBytes(UTF_8)).orders()).hasSize(2);
            assertThat(came(("\uFEFF" + file.replace("\n", end)).getBytes(UTF_8))
                            .orders())
                    .hasSize(2);
            assertThat(came(gzip("\uFEFF" + file.replace("\n", end))).orders()).hasSize(2);
        }
    }

    @Test
    void aFileThatIsNoneEndsInAnAnswer() throws IOException {
        assertThat(came(new byte[0]).broken()).isEqualTo("no header");
        assertThat(came(HEADER.getBytes(UTF_8))).isEqualTo(new Came(List.of(), List.of(), null));
        assertThat(came(HEADER.getBytes(UTF_16LE)).broken()).isEqualTo("the header is not UTF-8 text");
        assertThat(came("a,".repeat(100_000).getBytes(UTF_8)).broken())
                .isEqualTo("the header has more than 2000 columns");
        assertThat(came("order_id,order_id,,x\n".getBytes(UTF_8)).broken())
                .contains("the header names a column twice: order_id")
                .contains("the header has a column without a name, the 3. one")
                .contains("neither mapped nor ignored: x")
                .contains("nothing is mapped to required fields: placed_at, seller_id, buyer_id, amount, currency");
    }

    @Test
    void aFileThatIsCutOffKeepsWhatCameBefore() throws IOException {
        var rows = new StringBuilder(HEADER);
        for (int i = 0; i < 20_000; i++) {
            rows.append(i * 7919 % 20_011)
                    .append(",2018-01-01,s")
                    .append(i * 31 % 977)
                    .append(",b,1,EUR,\n");
        }
        byte[] whole = gzip(rows.toString());
        Came came = came(Arrays.copyOf(whole, whole.length / 2));
        assertThat(came.broken()).contains("cut off after line");
        assertThat(came.orders()).hasSizeBetween(5_000, 15_000);
        Came corrupt = came(corrupted(whole));
        assertThat(corrupt.broken()).isNotNull();
        Came quote = came("1,2018-01-01,s,b,1,EUR,\"a\"\n2,2018-01-01,s,b,1,EUR,\"b\n3,2018-01-01,s,b,1,EUR,c\n");
        assertThat(quote.orders()).hasSize(1);
        assertThat(quote.broken()).contains("cut off after line 2");
    }

    private static byte[] corrupted(byte[] file) {
        byte[] corrupt = file.clone();
        Arrays.fill(corrupt, file.length / 2, file.length / 2 + 64, (byte) 0x55);
        return corrupt;
    }

    @Test
    void aHugeCellOrAMillionColumnsCostTheirRowOnly() throws IOException {
        Came came = came("1,2018-01-01,s,b,1,EUR," + "x".repeat(10_000_000) + "\n" + "2,2018-01-01,s,b,1,EUR"
                + ",".repeat(1_000_000) + "\n3,2018-01-01,s,b,1,EUR,ok\n");
        assertThat(came.orders()).extracting(Order::orderId).containsExactly("3");
        assertThat(came.rejects()).hasSize(2);
        assertThat(came.broken()).isNull();
        assertThat(came("1,2018-01-01,s,b,1,EUR,a\n2,\"" + "x\n".repeat(10_000_000))
                        .broken())
                .contains("larger than 16 million characters");
    }

    @Test
    void aBombIsNotUnpackedToItsEnd() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(HEADER.getBytes(UTF_8));
            byte[] line = "1,2018-01-01,s,b,1,EUR,a\n".repeat(10_000).getBytes(UTF_8);
            for (int i = 0; i < 400; i++) {
                gzip.write(line);
            }
        }
        assertThat(came(bytes.toByteArray()).broken()).contains("times its compressed size");
    }

    @Test
    void readsTimesInTheirZoneAndRefusesTheSkippedHour() throws IOException {
        var mapping = (FeedMapping.Understood) FeedMapping.read(
                Feed.ORDERS, "{\"timeZone\": \"Europe/Berlin\", \"dateTimeFormat\": \"d.M.yyyy H:mm\"}");
        Came came = came(
                (HEADER
                                + "1,25.3.2018 2:30,s,b,1,EUR,\n2,28.10.2018 2:30,s,b,1,EUR,\n3,1.7.2018 12:00,s,b,1,EUR,\n4,31.2.2018 12:00,s,b,1,EUR,\n")
                        .getBytes(UTF_8),
                mapping.mapping());
        assertThat(came.rejects())
                .containsExactly(
                        "2 placed_at=25.3.2018 2:30: does not exist in Europe/Berlin: the clocks were put forward then",
                        "5 placed_at=31.2.2018 12:00: is not a date and time in the form d.M.yyyy H:mm");
        assertThat(came.orders())
                .extracting(order -> order.placedAt().toString())
                .containsExactly("2018-10-28T00:30:00Z", "2018-07-01T10:00:00Z");
    }

    @Test
    void aDateAloneIsItsFirstMomentWhereverMidnightIsSkipped() throws IOException {
        FeedMapping.Reading reading = FeedMapping.read(Feed.ORDERS, "{\"timeZone\": \"America/Sao_Paulo\"}");
        Came came = came(
                (HEADER + "1,2018-11-04,s,b,1,EUR,\n2,2018-11-04T00:30:00,s,b,1,EUR,\n").getBytes(UTF_8),
                ((FeedMapping.Understood) reading).mapping());
        assertThat(came.orders().stream().map(Order::placedAt))
                .containsExactly(java.time.Instant.parse("2018-11-04T03:00:00Z"));
        assertThat(came.rejects()).hasSize(1).first().asString().contains("clocks were put forward");
    }

    @Test
    void makesOutcomesOfSelectedRows() throws IOException {
        var mapping = (FeedMapping.Understood) FeedMapping.read(Feed.OUTCOMES, """
                {"columns": {"subject_id": "ID", "known_at": "AT", "typology": "KIND"},
                 "constants": {"subject_kind": "order", "outcome": "fraud", "source": "chargeback"},
                 "where": {"FRAUD": "1"}, "offsets": {"known_at": "7d"}, "values": {"typology": {"2": "stolen_payment"}}}""");
        var outcomes = new ArrayList<Outcome>();
        String file = "ID,AT,FRAUD,KIND\n1,2018-01-01,0,0\n2,2018-01-01,1,2\n";
        assertThat(read(
                        new ByteArrayInputStream(file.getBytes(UTF_8)),
                        mapping.mapping(),
                        RecordForm.OUTCOME,
                        outcomes,
                        new ArrayList<>()))
                .isNull();
        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.subject()).isEqualTo(SubjectRef.order("2"));
            assertThat(outcome.knownAt()).hasToString("2018-01-08T00:00:00Z");
            assertThat(outcome.typology()).isEqualTo("stolen_payment");
        });
    }

    @Test
    void attributesAreReadAsDeclared() throws IOException {
        var mapping = (FeedMapping.Understood) FeedMapping.read(
                Feed.ORDERS,
                "{\"attributes\": {\"n\": \"numeric\", \"c\": \"categorical\", \"i\": \"instant\", \"t\": \"text\"}}");
        String header = "order_id,placed_at,seller_id,buyer_id,amount,currency,n,c,i,t\n";
        Came came = came(
                (header + "1,2018-01-01,s,b,1,EUR,-1.5e3,x,2018-02-01,\"two\nlines\"\n2,2018-01-01,s,b,1,EUR,1/2,,,\n"
                                + "3,2018-01-01,s,b,1,EUR,-0,,,\n4,2018-01-01,s,b,1,EUR,1e999,,,\n")
                        .getBytes(UTF_8),
                mapping.mapping());
        var attributes = came.orders().getFirst().attributes();
        assertThat(attributes.numeric()).containsEntry("n", -1500.0);
        assertThat(attributes.categorical()).containsEntry("c", "x");
        assertThat(attributes.instants().get("i")).hasToString("2018-02-01T00:00:00Z");
        assertThat(attributes.texts()).containsEntry("t", "two\nlines");
        assertThat(came.orders().get(1).attributes().numeric()).containsEntry("n", 0.0);
        assertThat(came.rejects())
                .containsExactly(
                        "4 n=1/2: is not a number written with the digits 0-9",
                        "6 n=1e999: is not a number written with the digits 0-9");
    }

    @Property(tries = 200)
    void whateverTheBytesThereIsAnAnswer(@ForAll byte @Size(max = 400) [] bytes) throws IOException {
        came(bytes);
        byte[] behindHeader = Arrays.copyOf(HEADER.getBytes(UTF_8), HEADER.length() + bytes.length);
        System.arraycopy(bytes, 0, behindHeader, HEADER.length(), bytes.length);
        Came came = came(behindHeader);
        assertThat(Collections.unmodifiableList(came.orders())).hasSizeLessThan(bytes.length + 1);
    }

    @Property(tries = 200)
    void quotedTextComesBackToTheByte(@ForAll @net.jqwik.api.constraints.StringLength(max = 40) String text)
            throws IOException {
        String quoted = "\"" + text.replace("\"", "\"\"") + "\"";
        Came came = came("1,2018-01-01,s,b,1,EUR," + quoted + "\n2,2018-01-01,s,b,1,EUR,\n");
        assertThat(came.orders().size() + came.rejects().size() + (came.broken() == null ? 0 : 1))
                .isEqualTo(2);
        if (came.rejects().isEmpty() && came.broken() == null && !text.isEmpty()) {
            assertThat(came.orders().getFirst().status()).isEqualTo(text);
        }
    }
}
