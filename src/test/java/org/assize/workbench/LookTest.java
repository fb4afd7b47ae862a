package org.assize.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LookTest {

    @Test
    void whatWasChosenComesBackFromTheCookie() {
        Look look = Look.parse(Look.parse("theme:dark")
                .with("density", "compact")
                .with("language", "zh-CN")
                .cookie());
        assertThat(look.attributes())
                .containsEntry("data-theme", "dark")
                .containsEntry("data-density", "compact")
                .doesNotContainKey("data-language");
        assertThat(look.language()).contains(Locale.SIMPLIFIED_CHINESE);
    }

    @Test
    void whatSomebodyElseWroteIntoTheCookieIsIgnored() {
        Look look = Look.parse("theme:dark\"><script>.evil:yes.rail:folded.theme:" + "x".repeat(100));
        assertThat(look.attributes()).containsExactly(Map.entry("data-rail", "folded"));
        assertThat(look.get("theme", "system")).isEqualTo("system");
    }
}
