package org.assize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.assize.ingest.ColumnUse.Becomes;
import org.assize.ingest.ColumnUse.Feeds;
import org.assize.ingest.ColumnUse.Ignored;
import org.assize.subject.AttributeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSampleTest {

    private static final String CARDS = """
            TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_AMOUNT,TX_TIME_SECONDS,TX_FRAUD
            1,2018-04-01 00:00:31,596,3156,57.16,31,0
            2,2018-04-01 00:02:10,4961,3412,81.511,130,1
            3,2018-04-01 00:07:56,2,1365,146.00,476,0
            """;

    @TempDir
    Path folder;

    private FileSample sample(String content) throws IOException {
        Path file = folder.resolve("file.csv.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return ((FileSample.Sampled) FileSample.of(file)).sample();
    }

    @Test
    void namesThatMeanTheSameAreSuggested() throws IOException {
        MappingDraft draft = sample(CARDS).suggest(Feed.ORDERS);
        assertThat(draft.mapping().columns())
                .isEqualTo(Map.of(
                        Target.ORDER_ID, "TRANSACTION_ID",
                        Target.PLACED_AT, "TX_DATETIME",
                        Target.BUYER_ID, "CUSTOMER_ID",
                        Target.SELLER_ID, "TERMINAL_ID",
                        Target.AMOUNT, "TX_AMOUNT"));
        assertThat(draft.missing()).containsExactly(Target.CURRENCY);
        assertThat(draft.undecided()).containsExactly("TX_TIME_SECONDS", "TX_FRAUD");
    }

    @Test
    void theNameOfTheContractWinsOverOneThatOnlyResemblesIt() throws IOException {
        MappingDraft draft = sample("customer_id,buyer_id,order_purchase_timestamp,order_delivered_carrier_date,"
                        + "order_delivered_customer_date\na,b,2018-01-01,2018-01-02,2018-01-03\n")
                .suggest(Feed.ORDERS);
        assertThat(draft.mapping().columns())
                .containsEntry(Target.BUYER_ID, "buyer_id")
                .containsEntry(Target.PLACED_AT, "order_purchase_timestamp")
                .containsEntry(Target.DELIVERED_AT, "order_delivered_customer_date");
    }

    @Test
    void theFormOfTimesIsTakenFromTheRows() throws IOException {
        String german = "seller_id,registered_at\ns1,24.12.2018 8:05\ns2,1.1.2019 23:59\n";
        assertThat(sample(german).suggest(Feed.SELLERS).dateTimeFormat()).isEqualTo("d.M.yyyy H:mm");
        String american = "seller_id,registered_at\ns1,12/24/2018\n";
        assertThat(sample(american).suggest(Feed.SELLERS).dateTimeFormat()).isEqualTo("M/d/yyyy");
        assertThat(sample(CARDS).suggest(Feed.ORDERS).dateTimeFormat()).isNull();
    }

    @Test
    void theRestBecomesAttributesOfTheTypeTheValuesLookLike() throws IOException {
        var rows = new StringBuilder("seller_id,registered_at,score,since,kind,story,zip\n");
        for (int i = 0; i < 60; i++) {
            rows.append("s%d,2018-01-01,%d.5,2017-01-%02d,%s,line %d,0472%d\n"
                    .formatted(i, i, 1 + i % 28, i % 2 == 0 ? "shop" : "brand", i, i % 2));
        }
        FileSample sample = sample(rows.toString());
        MappingDraft draft = sample.restAsAttributes(sample.suggest(Feed.SELLERS));
        assertThat(draft.mapping().attributes())
                .isEqualTo(Map.of(
                        "score", AttributeType.NUMERIC,
                        "since", AttributeType.INSTANT,
                        "kind", AttributeType.CATEGORICAL,
                        "story", AttributeType.TEXT,
                        "zip", AttributeType.CATEGORICAL));
    }

    @Test
    void rowsShowAsTheyWillBeReadAndRefusedOnesSayWhy() throws IOException {
        FileSample sample = sample(CARDS);
        MappingDraft draft = sample.suggest(Feed.ORDERS)
                .withConstants(Map.of(Target.CURRENCY, "EUR"))
                .using("TX_TIME_SECONDS", Set.of(new Ignored()))
                .using("TX_FRAUD", Set.of(new Becomes(AttributeType.NUMERIC)));
        MappingPreview preview = sample.preview(draft.mapping());
        assertThat(preview.complaints()).isEmpty();
        assertThat(preview.fields())
                .containsExactly("order_id", "placed_at", "seller_id", "buyer_id", "amount", "currency", "TX_FRAUD");
        assertThat(preview.rows().getFirst().values())
                .containsExactly("1", "2018-04-01T00:00:31Z", "3156", "596", "57.16", "EUR", "0.0");
        MappingPreview.PreviewRow second = preview.rows().get(1);
        assertThat(second.values()).as("as it stands in the file").contains("81.511");
        assertThat(second.reject()).isNotNull().satisfies(reject -> {
            assertThat(reject.line()).isEqualTo(3);
            assertThat(reject.column()).isEqualTo("TX_AMOUNT");
            assertThat(reject.complaint().reason()).isEqualTo(Reason.TOO_MANY_DECIMALS);
        });
    }

    @Test
    void rowsShowBeforeTheMappingIsWhole() throws IOException {
        FileSample sample = sample(CARDS);
        MappingPreview preview = sample.preview(sample.suggest(Feed.ORDERS).mapping());
        assertThat(preview.complaints())
                .extracting(Complaint::reason)
                .containsExactly(Reason.COLUMNS_UNMAPPED, Reason.TARGETS_MISSING);
        assertThat(preview.complaints().getLast().arguments()).containsExactly("currency");
        assertThat(preview.rows())
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.reject()).isNotNull());
        assertThat(preview.rows().getFirst().values()).contains("57.16");
    }

    @Test
    void rowsThatAreNotSelectedArePassedOverAndCounted() throws IOException {
        FileSample sample = sample(CARDS);
        MappingDraft draft = sample.suggest(Feed.ORDERS).withWhere(Map.of("TX_FRAUD", "1"));
        MappingPreview preview = sample.preview(draft.mapping());
        assertThat(preview.rows()).extracting(MappingPreview.PreviewRow::line).containsExactly(3L);
        assertThat(preview.notSelected()).isEqualTo(2);
        assertThat(draft.undecided()).as("it selects, so it is decided").containsExactly("TX_TIME_SECONDS");
    }

    @Test
    void examplesAreDistinctAndInTheOrderOfTheFile() throws IOException {
        assertThat(sample(CARDS).examples("TX_FRAUD", 3)).containsExactly("0", "1");
        assertThat(sample(CARDS).examples("not there", 3)).isEmpty();
    }

    @Test
    void whatIsNoTableSaysSo() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.csv"));
        assertThat(FileSample.of(empty))
                .isInstanceOfSatisfying(
                        FileSample.Unreadable.class,
                        unreadable ->
                                assertThat(unreadable.complaint().reason()).isEqualTo(Reason.FILE_EMPTY));
    }

    @Test
    void aFieldIsFedByOneColumnAndAColumnMayFeedSeveralFields() {
        MappingDraft draft = MappingDraft.empty(Feed.ORDERS, List.of("card", "customer"))
                .withConstants(Map.of(Target.PAYMENT_ID, "cash"))
                .using("customer", Set.of(new Feeds(Target.BUYER_ID)))
                .using("card", Set.of(new Feeds(Target.BUYER_ID), new Feeds(Target.PAYMENT_ID)));
        assertThat(draft.usesOf("customer")).isEmpty();
        assertThat(draft.constants()).isEmpty();
        assertThat(draft.mapping().columns()).isEqualTo(Map.of(Target.BUYER_ID, "card", Target.PAYMENT_ID, "card"));
    }

    @Test
    void ignoringEndsOtherUsesAndTheOtherWayRound() {
        MappingDraft draft =
                MappingDraft.empty(Feed.ORDERS, List.of("x")).using("x", Set.of(new Becomes(AttributeType.TEXT)));
        MappingDraft ignored = draft.using("x", Set.of(new Becomes(AttributeType.TEXT), new Ignored()));
        assertThat(ignored.usesOf("x")).containsExactly(new Ignored());
        assertThat(ignored.using("x", Set.of(new Ignored(), new Becomes(AttributeType.NUMERIC)))
                        .usesOf("x"))
                .containsExactly(new Becomes(AttributeType.NUMERIC));
        assertThat(draft.using("x", Set.of(new Becomes(AttributeType.TEXT), new Becomes(AttributeType.NUMERIC)))
                        .usesOf("x"))
                .containsExactly(new Becomes(AttributeType.NUMERIC));
    }

    @Test
    void aMappingLaidOverAnotherFileNamesWhatThatDoesNotHave() throws IOException {
        FeedMapping mapping = sample(CARDS).suggest(Feed.ORDERS).mapping();
        MappingDraft draft = MappingDraft.of(mapping, List.of("TRANSACTION_ID"));
        assertThat(draft.columns()).contains("TRANSACTION_ID", "TX_AMOUNT");
        assertThat(draft.mapping()).isEqualTo(mapping);
        MappingPreview preview = sample("TRANSACTION_ID\n1\n").preview(draft.mapping());
        assertThat(preview.complaints()).extracting(Complaint::reason).contains(Reason.COLUMNS_ABSENT);
    }
}
