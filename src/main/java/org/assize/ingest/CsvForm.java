package org.assize.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.assize.subject.AttributeType;
import org.assize.subject.Attributes;
import org.jspecify.annotations.Nullable;

/** A mapping bound to the header of one file: knows for each field which cell of a row it is in. */
final class CsvForm extends Fields {

    private static final int ABSENT = -1;

    private final List<String> header;
    private final int[] cellOf = new int[Target.values().length];
    private final @Nullable String[] constantOf = new @Nullable String[Target.values().length];
    private final @Nullable Map<String, String>[] translationOf;
    private final @Nullable Duration[] offsetOf = new @Nullable Duration[Target.values().length];
    private final List<AttributeCell> attributeCells = new ArrayList<>();
    private final List<Selection> selections = new ArrayList<>();
    private @Nullable String[] cells = new @Nullable String[0];

    private record AttributeCell(int cell, String name, AttributeType type) {}

    private record Selection(int cell, String text) {}

    /** Whether the mapping fits the header. */
    sealed interface Binding {}

    record Bound(CsvForm form) implements Binding {}

    record Unfit(List<Complaint> complaints) implements Binding {}

    static Binding bind(FeedMapping mapping, List<String> header) {
        var complaints = complaints(mapping, header);
        return complaints.isEmpty() ? new Bound(new CsvForm(mapping, header)) : new Unfit(complaints);
    }

    /** For a look at rows before the mapping is whole; every column that the mapping names has to be there. */
    static CsvForm unchecked(FeedMapping mapping, List<String> header) {
        return new CsvForm(mapping, header);
    }

    /** Everything about the mapping that does not fit the header. */
    static List<Complaint> complaints(FeedMapping mapping, List<String> header) {
        var complaints = new ArrayList<Complaint>();
        var present = new LinkedHashSet<String>();
        var repeated = new LinkedHashSet<String>();
        for (int i = 0; i < header.size(); i++) {
            String column = header.get(i);
            if (!isText(column)) {
                return List.of(Complaint.of(Reason.HEADER_NOT_TEXT));
            }
            if (column.isBlank()) {
                complaints.add(Complaint.of(Reason.HEADER_BLANK, i + 1));
            } else if (!present.add(column)) {
                repeated.add(column);
            }
        }
        var columns = columns(mapping, present);
        var used = new LinkedHashSet<>(columns.values());
        used.addAll(mapping.attributes().keySet());
        used.addAll(mapping.where().keySet());
        name(complaints, Reason.HEADER_REPEATS, List.copyOf(repeated));
        name(
                complaints,
                Reason.COLUMNS_ABSENT,
                used.stream().filter(column -> !present.contains(column)).toList());
        name(
                complaints,
                Reason.COLUMNS_UNMAPPED,
                present.stream()
                        .filter(column ->
                                !used.contains(column) && !mapping.ignore().contains(column))
                        .toList());
        name(
                complaints,
                Reason.TARGETS_MISSING,
                mapping.feed().required().stream()
                        .filter(target -> !columns.containsKey(target)
                                && !mapping.constants().containsKey(target))
                        .map(Target::column)
                        .toList());
        return complaints;
    }

    private static boolean isText(String column) {
        try {
            clean(column, column, LONGEST_ID, false);
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    /** A mapping that maps no column takes those that have the names of the contract. */
    static Map<Target, String> columns(FeedMapping mapping, Collection<String> header) {
        if (!mapping.columns().isEmpty()) {
            return mapping.columns();
        }
        var columns = new EnumMap<Target, String>(Target.class);
        for (String column : header) {
            Target target = Target.ofColumn(column);
            boolean elsewhere = mapping.ignore().contains(column)
                    || mapping.attributes().containsKey(column)
                    || mapping.where().containsKey(column);
            if (target != null
                    && mapping.feed().has(target)
                    && !elsewhere
                    && !mapping.constants().containsKey(target)) {
                columns.put(target, column);
            }
        }
        return columns;
    }

    private static void name(List<Complaint> complaints, Reason reason, List<String> names) {
        if (!names.isEmpty()) {
            complaints.add(Complaint.of(reason, String.join(", ", names)));
        }
    }

    @SuppressWarnings("unchecked")
    private CsvForm(FeedMapping mapping, List<String> header) {
        super(InstantForm.of(mapping.dateTimeFormat(), mapping.zone()));
        this.header = header;
        this.translationOf = new Map[Target.values().length];
        Arrays.fill(cellOf, ABSENT);
        columns(mapping, header).forEach((target, column) -> cellOf[target.ordinal()] = header.indexOf(column));
        mapping.constants().forEach((target, text) -> constantOf[target.ordinal()] = text);
        mapping.values().forEach((target, values) -> translationOf[target.ordinal()] = values);
        mapping.offsets().forEach((target, offset) -> offsetOf[target.ordinal()] = offset);
        mapping.attributes()
                .forEach((column, type) -> attributeCells.add(new AttributeCell(header.indexOf(column), column, type)));
        mapping.where().forEach((column, text) -> selections.add(new Selection(header.indexOf(column), text)));
    }

    /** Whether a column or a constant stands behind the field. */
    boolean fills(Target target) {
        return cellOf[target.ordinal()] != ABSENT || constantOf[target.ordinal()] != null;
    }

    /** Which cells have to be read at all. */
    boolean[] wanted() {
        var wanted = new boolean[header.size()];
        for (int cell : cellOf) {
            if (cell != ABSENT) {
                wanted[cell] = true;
            }
        }
        attributeCells.forEach(attribute -> wanted[attribute.cell] = true);
        selections.forEach(selection -> wanted[selection.cell] = true);
        return wanted;
    }

    <T> Row<T> read(RecordForm<T> form, CsvLine row) {
        if (row.columns() != header.size()) {
            return new Row.Refused<>(new Reject(
                    row.line(), null, null, Complaint.of(Reason.COLUMN_COUNT, row.columns(), header.size())));
        }
        cells = row.cells();
        for (Selection selection : selections) {
            if (!selection.text.equals(cells[selection.cell])) {
                return new Row.NotSelected<>();
            }
        }
        try {
            return new Row.Read<>(row.line(), form.of(this));
        } catch (Refusal refusal) {
            return new Row.Refused<>(refusal.at(row.line()));
        }
    }

    @Override
    @Nullable
    String raw(Target target) {
        int cell = cellOf[target.ordinal()];
        String text = cell == ABSENT ? constantOf[target.ordinal()] : cells[cell];
        if (text == null || text.isEmpty()) {
            return null;
        }
        Map<String, String> translation = translationOf[target.ordinal()];
        return translation == null ? text : translation.getOrDefault(text, text);
    }

    @Override
    String columnOf(Target target) {
        int cell = cellOf[target.ordinal()];
        return cell == ABSENT ? target.column() : header.get(cell);
    }

    @Override
    Duration offset(Target target) {
        Duration offset = offsetOf[target.ordinal()];
        return offset == null ? Duration.ZERO : offset;
    }

    @Override
    Attributes attributes() {
        if (attributeCells.isEmpty()) {
            return Attributes.NONE;
        }
        var gatherer = new AttributeGatherer();
        for (AttributeCell attribute : attributeCells) {
            String text = cells[attribute.cell];
            if (text != null && !text.isEmpty()) {
                gatherer.add(attribute.name, attribute.type, text, instants());
            }
        }
        return gatherer.gathered();
    }
}
