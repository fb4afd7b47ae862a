package org.assize.platform.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyChoicesTest {

    @Test
    void whichLetterIsPressedForWhich() {
        KeyChoices mine = KeyChoices.USUAL.with("n", "q");
        assertThat(mine.of("n")).isEqualTo("q");
        // nothing is lost: what was on that letter takes the free one
        assertThat(mine.of("q")).isEqualTo("n");
        assertThat(mine.of("f")).isEqualTo("f");
        assertThat(mine.of("Ctrl+Enter")).isEqualTo("Ctrl+Enter");
        assertThat(KeyChoices.parse(mine.toString())).isEqualTo(mine);
        assertThat(mine.with("n", "n")).isEqualTo(KeyChoices.USUAL);
        assertThat(mine.with("f", "q").pressed()).isEqualTo(Map.of("f", "q", "n", "f", "q", "n"));
    }

    @Test
    void aTextThatIsNoChoiceIsNone() {
        assertThat(KeyChoices.parse("")).isEqualTo(KeyChoices.USUAL);
        assertThat(KeyChoices.parse("n:f")).isEqualTo(KeyChoices.USUAL);
        assertThat(KeyChoices.parse("n:,:,x,n:1,N:Q,<script>:a")).isEqualTo(KeyChoices.USUAL);
        assertThatThrownBy(() -> KeyChoices.USUAL.with("n", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new KeyChoices(Map.of("n", "f"))).isInstanceOf(IllegalArgumentException.class);
    }
}
