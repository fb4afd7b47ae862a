package org.assize.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.assize.subject.AttributeType;
import org.junit.jupiter.api.Test;

class FeatureTextsTest {

    private static final Map<String, AttributeType> ATTRIBUTES = Map.of(
            "channel", AttributeType.CATEGORICAL, "weight", AttributeType.NUMERIC, "since", AttributeType.INSTANT);

    private final FeatureTexts english = new FeatureTexts(Locale.UK, FeatureOptions.DEFAULT);
    private final FeatureTexts chinese = new FeatureTexts(Locale.SIMPLIFIED_CHINESE, FeatureOptions.DEFAULT);

    @Test
    void everyFeatureHasItsWordsInBothLanguages() {
        for (FeatureTexts texts : List.of(english, chinese)) {
            Stream.of(FeatureCatalog.orders(), FeatureCatalog.sellers())
                    .flatMap(c -> c.withAttributes(ATTRIBUTES).features().stream())
                    .forEach(f -> {
                        assertThat(texts.name(f)).as(f.name()).isNotBlank().doesNotContain("{", "''");
                        assertThat(texts.definition(f))
                                .as(f.name())
                                .isNotBlank()
                                .doesNotContain("{", "''");
                        assertThat(texts.reason(f, 3)).as(f.name()).isNotBlank().doesNotContain("{", "''");
                        assertThat(texts.family(f.family())).isNotBlank();
                    });
        }
    }

    @Test
    void aReasonSaysTheValueAsAPersonWould() {
        assertThat(english.reason(order("device_buyers_1d"), 7))
                .isEqualTo("The device was seen with 7 different buyers in the day before");
        assertThat(english.reason(order("seller_fraud_rate_7d"), 0.125))
                .isEqualTo("12.5% of the seller's orders in the 7 days before last week turned out to be fraud");
        assertThat(english.reason(order("amount"), 1234.5)).isEqualTo("The amount is 1,234.5 EUR");
        assertThat(english.reason(order("seller_age"), 0.02)).isEqualTo("The seller registered 29 min ago");
        assertThat(english.value(order("seller_age"), -1)).isEqualTo("unknown");
        assertThat(chinese.reason(order("device_buyers_1d"), 7)).contains("7 个不同的买家");
    }

    @Test
    void theCataloguesAreAsWideAsPromisedAndTheirNamesUnique() {
        assertThat(FeatureCatalog.orders().size()).isGreaterThan(60);
        assertThat(FeatureCatalog.sellers().size()).isGreaterThan(40);
        assertThat(FeatureCatalog.orders().names()).doesNotHaveDuplicates();
        FeatureCatalog two = FeatureCatalog.orders().only(List.of("night", "amount"));
        assertThat(two.position("amount")).isEqualTo(1);
        assertThat(two.sha256()).isNotEqualTo(FeatureCatalog.orders().sha256()).hasSize(64);
    }

    private static FeatureDefinition order(String name) {
        return FeatureCatalog.orders().feature(name);
    }
}
