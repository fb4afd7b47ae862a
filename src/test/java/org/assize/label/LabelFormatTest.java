package org.assize.label;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assize.subject.SubjectRef;
import org.junit.jupiter.api.Test;

class LabelFormatTest {

    private static final UUID EVENT = UUID.fromString("00000000-0000-7000-8000-00000000000a");
    private static final Instant KNOWN = Instant.parse("2026-01-20T00:00:00Z");
    private static final String HEADER =
            "subject_kind,subject_id,label,typology,confidence,source,lineage,occurred_at,known_at,selection,"
                    + "inclusion_probability,propagated,mature,model_version_at_flag,score_at_flag";

    private static Label label(String id) {
        return new Label(
                SubjectRef.order(id),
                true,
                null,
                "CERTAIN",
                "outcome:chargeback",
                List.of(EVENT),
                null,
                KNOWN,
                "model",
                0.25,
                false,
                true,
                "order-1",
                0.875);
    }

    private static String written(LabelFormat format, List<String> features, Label label, double... values) {
        var out = new StringWriter();
        format.open(out, features).write(label, values.length == 0 ? null : values);
        return out.toString();
    }

    @Test
    void csvHasTheColumnsOfTheContractThenTheFeatures() {
        assertThat(written(LabelFormat.CSV, List.of("amount", "hour"), label("o-1"), 12.5, Double.NaN))
                .isEqualToNormalizingNewlines(HEADER + ",amount,hour\n"
                        + "order,o-1,fraud,,CERTAIN,outcome:chargeback," + EVENT
                        + ",,2026-01-20T00:00:00Z,model,0.25,false,true,order-1,0.875,12.5,\n");
        assertThat(written(LabelFormat.CSV, List.of("amount"), label("o-1"))).endsWith(",0.875,\r\n");
    }

    @Test
    void anIdThatASpreadsheetWouldRunIsNeutralisedInCsvAndUntouchedInJson() throws Exception {
        for (String id : List.of("=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\tx")) {
            assertThat(written(LabelFormat.CSV, List.of(), label(id))).contains("'" + id.replace("\"", "\"\""));
            JsonNode line = new ObjectMapper().readTree(written(LabelFormat.NDJSON, List.of(), label(id)));
            assertThat(line.get("subject_id").asText()).isEqualTo(id);
        }
    }

    @Test
    void aLineOfJsonHasEveryColumnAndNullForWhatIsNotKnown() throws Exception {
        JsonNode line = new ObjectMapper()
                .readTree(written(LabelFormat.NDJSON, List.of("amount", "hour"), label("o-1"), 12.5, Double.NaN));
        assertThat(line.size()).isEqualTo(LabelFormat.COLUMNS.size() + 2);
        assertThat(line.get("typology").isNull()).isTrue();
        assertThat(line.get("mature").booleanValue()).isTrue();
        assertThat(line.get("inclusion_probability").doubleValue()).isEqualTo(0.25);
        assertThat(line.get("amount").doubleValue()).isEqualTo(12.5);
        assertThat(line.get("hour").isNull()).isTrue();
    }
}
