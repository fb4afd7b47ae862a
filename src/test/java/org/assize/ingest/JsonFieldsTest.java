package org.assize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.assize.subject.AttributeType;
import org.assize.subject.Order;
import org.junit.jupiter.api.Test;

class JsonFieldsTest {

    private static final String REQUIRED =
            "\"order_id\":\"1\",\"placed_at\":\"2018-04-01T00:00:31Z\",\"seller_id\":7,\"buyer_id\":\"b\",\"currency\":\"EUR\"";

    private static Row<Order> read(String json) {
        return JsonFields.read(Feed.ORDERS, RecordForm.ORDER, 3, json, Map.of("declared", AttributeType.TEXT));
    }

    private static Order order(String more) {
        Row<Order> row = read("{" + REQUIRED + more + "}");
        assertThat(row).isInstanceOf(Row.Read.class);
        return ((Row.Read<Order>) row).value();
    }

    private static String refusal(String json) {
        Row<Order> row = read(json);
        assertThat(row).isInstanceOf(Row.Refused.class);
        Reject reject = ((Row.Refused<Order>) row).reject();
        assertThat(reject.line()).isEqualTo(3);
        return reject.column() + ": " + reject.complaint().sentence();
    }

    @Test
    void readsAmountsByTheirDigits() {
        assertThat(order(",\"amount\":1234567.10").amount().minor()).isEqualTo(123456710);
        assertThat(order(",\"amount\":\"0.07\"").amount().minor()).isEqualTo(7);
        assertThat(order(",\"amount\":20.00").amount().minor()).isEqualTo(2000);
        assertThat(order(",\"amount\":5000.0").amount().minor()).isEqualTo(500000);
        assertThat(order(",\"amount\":3").sellerId()).isEqualTo("7");
    }

    @Test
    void takesAttributesByWhatTheyAre() {
        var attributes = order(
                        ",\"amount\":1,\"attributes\":{\"n\":1.5,\"c\":\"x\",\"none\":null,\"declared\":\"long\"}")
                .attributes();
        assertThat(attributes.numeric()).isEqualTo(Map.of("n", 1.5));
        assertThat(attributes.categorical()).isEqualTo(Map.of("c", "x"));
        assertThat(attributes.texts()).isEqualTo(Map.of("declared", "long"));
    }

    @Test
    void refusesWhatIsNoOrder() {
        assertThat(refusal("[]")).isEqualTo("null: is not one JSON object in braces");
        assertThat(refusal("{")).isEqualTo("null: is not one JSON object: it can not be read from character 2 on");
        assertThat(refusal("{} {}")).isEqualTo("null: is one JSON object and something behind it");
        assertThat(refusal("{\"order_id\":\"1\",\"order_id\":\"2\"}")).startsWith("null: names a field twice");
        assertThat(refusal("{" + REQUIRED + ",\"amuont\":1}")).isEqualTo("amuont: is not a field of this feed");
        assertThat(refusal("{" + REQUIRED + ",\"amount\":{}}"))
                .isEqualTo("amount: has to be a text, a number or a date, not object");
        assertThat(refusal("{" + REQUIRED + ",\"amount\":1,\"status\":\"\\ud800\"}"))
                .isEqualTo("status: has bytes that are not UTF-8");
        assertThat(refusal("{" + REQUIRED + ",\"amount\":1,\"status\":\"\\u0000\"}"))
                .isEqualTo("status: has a control character (U+0000)");
        assertThat(refusal("{" + REQUIRED + ",\"amount\":1,\"attributes\":{\"declared\":5}}"))
                .isEqualTo("declared: was declared text and this is not");
        assertThat(refusal("{" + REQUIRED + ",\"amount\":1e400}")).startsWith("amount: is not a plain decimal");
    }

    @Test
    void saysItInTheReadersWordsAndInTextThatCanBeKept() {
        for (String json : List.of(
                "",
                "[".repeat(2_000),
                "{\"attributes\":" + "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_001),
                "{\"amount\":" + "9".repeat(5_000) + "}",
                "{\"" + "n".repeat(100_000) + "\":1}",
                "{\"order_id\":" + "\"x".repeat(1),
                "{\"amount\":NaN}",
                "{\"amount\":1e99999999999}",
                "{" + REQUIRED + ",\"amount\":10E2147483647}",
                "{\"amount\":-Infinity}",
                "{\"a\uDFFF\":1}",
                "{\"a\":\uDFFF}",
                "{\"\\u0000\":1}",
                "{\"a\\ud800\":1,\"a\\ud800\":2}",
                "{\"a\":\0}",
                "{'a':1}",
                "{} x",
                "{}\uFEFF",
                "\uFEFF{}",
                "{" + REQUIRED + ",\"amount\":1,\"attributes\":{\" \":1}}",
                "{\"status\":\"" + "x".repeat(300_000) + "\"}")) {
            assertThat(refusal(json))
                    .doesNotContain("Exception", "Feature", "com.", "java", "`", "Jackson", "CTRL", "token")
                    .satisfies(text -> assertThat(text.codePoints())
                            .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE));
        }
    }
}
