package org.assize.label;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assize.platform.SpreadsheetCell;
import org.jspecify.annotations.Nullable;

/** How labels leave the house. Columns and their order are part of the contract. */
public enum LabelFormat {
    CSV("text/csv") {
        @Override
        Sink open(Writer out, List<String> features) {
            // without a buffer of its own, whose end nobody would flush
            CsvWriter csv = CsvWriter.builder().bufferSize(0).build(out);
            List<String> header = new ArrayList<>(COLUMNS);
            header.addAll(features);
            csv.writeRecord(header);
            return (label, values) -> {
                List<@Nullable String> cells = new ArrayList<>(header.size());
                for (Object value : cells(label)) {
                    cells.add(value == null ? null : SpreadsheetCell.harmless(value.toString()));
                }
                for (int i = 0; i < features.size(); i++) {
                    cells.add(values == null || Double.isNaN(values[i]) ? null : Double.toString(values[i]));
                }
                csv.writeRecord(cells);
            };
        }
    },
    NDJSON("application/x-ndjson") {
        @Override
        Sink open(Writer out, List<String> features) {
            return (label, values) -> {
                ObjectNode line = JSON.createObjectNode();
                List<@Nullable Object> cells = cells(label);
                for (int i = 0; i < COLUMNS.size(); i++) {
                    line.putPOJO(COLUMNS.get(i), cells.get(i));
                }
                for (int i = 0; values != null && i < features.size(); i++) {
                    // JSON has no NaN
                    if (Double.isNaN(values[i])) {
                        line.putNull(features.get(i));
                    } else {
                        line.put(features.get(i), values[i]);
                    }
                }
                try {
                    out.write(JSON.writeValueAsString(line));
                    out.write('\n');
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
        }
    };

    static final List<String> COLUMNS = List.of(
            "subject_kind",
            "subject_id",
            "label",
            "typology",
            "confidence",
            "source",
            "lineage",
            "occurred_at",
            "known_at",
            "selection",
            "inclusion_probability",
            "propagated",
            "mature",
            "model_version_at_flag",
            "score_at_flag");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String mediaType;

    LabelFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    abstract Sink open(Writer out, List<String> features);

    /** Takes one label and, where features were asked for and are known, its vector in the order of the feature names. */
    interface Sink {
        void write(Label label, double @Nullable [] values);
    }

    private static List<@Nullable Object> cells(Label label) {
        List<@Nullable Object> cells = new ArrayList<>(COLUMNS.size());
        cells.add(label.subject().kind().code());
        cells.add(label.subject().id());
        cells.add(label.fraud() ? "fraud" : "legitimate");
        cells.add(label.typology());
        cells.add(label.confidence());
        cells.add(label.source());
        cells.add(label.lineage().stream().map(UUID::toString).collect(Collectors.joining(" ")));
        cells.add(label.occurredAt() == null ? null : label.occurredAt().toString());
        cells.add(label.knownAt().toString());
        cells.add(label.selection());
        cells.add(label.inclusionProbability());
        cells.add(label.propagated());
        cells.add(label.mature());
        cells.add(label.modelVersionAtFlag());
        cells.add(label.scoreAtFlag());
        return cells;
    }
}
