package org.assize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeedMappingTest {

    private static final String HANDBOOK = """
            {"columns": {"order_id": "TRANSACTION_ID", "placed_at": "TX_DATETIME", "seller_id": "TERMINAL_ID",
                         "buyer_id": "CUSTOMER_ID", "amount": "TX_AMOUNT", "payment_id": "CUSTOMER_ID"},
             "constants": {"currency": "EUR"}, "timeZone": "UTC", "dateTimeFormat": "yyyy-MM-dd HH:mm:ss",
             "attributes": {"TX_CHANNEL": "categorical"},
             "ignore": ["TX_FRAUD_SCENARIO"], "where": {"TX_FRAUD": "1"}, "offsets": {"placed_at": "7d"},
             "values": {"status": {"D": "delivered"}}}
            """;

    private static FeedMapping understood(Feed feed, String json) {
        assertThat(FeedMapping.read(feed, json)).isInstanceOf(FeedMapping.Understood.class);
        return ((FeedMapping.Understood) FeedMapping.read(feed, json)).mapping();
    }

    private static List<String> complaints(Feed feed, String json) {
        assertThat(FeedMapping.read(feed, json)).isInstanceOf(FeedMapping.NotUnderstood.class);
        return ((FeedMapping.NotUnderstood) FeedMapping.read(feed, json))
                .complaints().stream().map(Complaint::sentence).toList();
    }

    @Test
    void isWhatItsJsonSaysAndSaysItAgain() {
        FeedMapping mapping = understood(Feed.ORDERS, HANDBOOK);
        assertThat(mapping.columns())
                .as("one column feeds two fields")
                .containsEntry(Target.BUYER_ID, "CUSTOMER_ID")
                .containsEntry(Target.PAYMENT_ID, "CUSTOMER_ID");
        assertThat(mapping.offsets().get(Target.PLACED_AT)).hasDays(7);
        assertThat(understood(Feed.ORDERS, mapping.toJson())).isEqualTo(mapping);
    }

    @Test
    void namesKeysItDoesNotKnow() {
        assertThat(complaints(Feed.ORDERS, "{\"colums\": {}, \"ignored\": []}"))
                .containsExactly("the mapping has a key it may not have: colums, ignored");
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        assertThat(complaints(Feed.ORDERS, """
                {"columns": {"order": "A", "amount": 5, "currency": ["B"]}, "constants": {"amount": "3"},
                 "timeZone": "Middle/Earth", "dateTimeFormat": "bogus{", "attributes": {"C": "colour"},
                 "offsets": {"placed_at": "a week", "amount": "7d"}, "ignore": ["5"]}"""))
                .containsExactly(
                        "the mapping's columns.currency has to be a text",
                        "the feed has no field named: order",
                        "the mapping's attributes.C has to be categorical, numeric, instant or text",
                        "an offset is a number and d, h, m or s, such as 7d: a week",
                        "an offset can be added to instants only: amount",
                        "there is no time zone Middle/Earth",
                        "the date-time format is not one: bogus{",
                        "given twice, by a column and by a constant: amount",
                        "ignored and used at once: 5");
    }

    @Test
    void isAnObjectAndNothingElse() {
        for (String json :
                List.of("", "[]", "null", "{", "{} {}", "{\"columns\": 1}", "{\"where\":{},\"where\":{}}", "\0")) {
            assertThat(complaints(Feed.SELLERS, json)).as(json).isNotEmpty();
        }
    }
}
