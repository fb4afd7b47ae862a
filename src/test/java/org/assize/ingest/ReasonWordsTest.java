package org.assize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.assize.platform.ui.Texts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonWordsTest {

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonHasWordsInBothLanguages(Reason reason) {
        for (Locale language : Texts.LANGUAGES) {
            assertThat(Texts.in(language, "ingest.reason." + reason.key(), "one", "two"))
                    .doesNotContain("⟦")
                    .isNotBlank();
        }
    }
}
