package org.assize.label;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.assize.platform.SpreadsheetCell;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/** Reads back the CSV of a snapshot, so that training takes what was frozen and nothing that was told since. */
final class SnapshotContent {

    private SnapshotContent() {}

    /** Closes {@code csv}. */
    static List<Label> read(InputStream csv) {
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
            return rows.stream().map(SnapshotContent::label).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Label label(NamedCsvRecord row) {
        String lineage = row.getField("lineage");
        return new Label(
                new SubjectRef(
                        SubjectKind.ofCode(row.getField("subject_kind")),
                        SpreadsheetCell.asItWas(row.getField("subject_id"))),
                row.getField("label").equals("fraud"),
                text(row, "typology"),
                text(row, "confidence"),
                SpreadsheetCell.asItWas(row.getField("source")),
                lineage.isEmpty()
                        ? List.of()
                        : Arrays.stream(lineage.split(" "))
                                .map(UUID::fromString)
                                .toList(),
                instant(row, "occurred_at"),
                Instant.parse(row.getField("known_at")),
                text(row, "selection"),
                number(row, "inclusion_probability"),
                Boolean.parseBoolean(row.getField("propagated")),
                Boolean.parseBoolean(row.getField("mature")),
                text(row, "model_version_at_flag"),
                number(row, "score_at_flag"));
    }

    private static @Nullable String text(NamedCsvRecord row, String column) {
        String cell = row.getField(column);
        return cell.isEmpty() ? null : SpreadsheetCell.asItWas(cell);
    }

    private static @Nullable Instant instant(NamedCsvRecord row, String column) {
        String cell = row.getField(column);
        return cell.isEmpty() ? null : Instant.parse(cell);
    }

    private static @Nullable Double number(NamedCsvRecord row, String column) {
        String cell = row.getField(column);
        return cell.isEmpty() ? null : Double.valueOf(cell);
    }
}
