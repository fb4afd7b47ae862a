package org.assize.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributesJsonTest {

    @Test
    void whatIsWrittenIsReadWithItsTypes() {
        var attributes = new Attributes(
                Map.of("channel", "app", "1", "2"),
                Map.of("lines", 3.0, "tiny", Double.MIN_VALUE, "third", 1 / 3.0),
                Map.of("since", Instant.parse("2026-01-01T00:00:00.123456Z")),
                Map.of("note", "=1+1 \"quoted\" \u202e 长", "channel", "as text"));
        assertThat(AttributesJson.read(AttributesJson.write(attributes))).isEqualTo(attributes);
    }

    @Test
    void nothingIsAnEmptyObject() {
        assertThat(AttributesJson.write(Attributes.NONE)).isEqualTo("{}");
        assertThat(AttributesJson.read("{}")).isEqualTo(Attributes.NONE);
    }

    @Test
    void aColumnThatHoldsSomethingElseIsSaid() {
        assertThatThrownBy(() -> AttributesJson.read("{")).isInstanceOf(IllegalStateException.class);
    }
}
