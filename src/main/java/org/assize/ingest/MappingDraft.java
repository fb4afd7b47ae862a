package org.assize.ingest;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assize.ingest.ColumnUse.Becomes;
import org.assize.ingest.ColumnUse.Feeds;
import org.assize.ingest.ColumnUse.Ignored;
import org.assize.subject.AttributeType;
import org.jspecify.annotations.Nullable;

/**
 * A mapping as it is being made for one file: what each column is used for, column by column, where {@link FeedMapping}
 * says it field by field. A column that is not decided yet has no use.
 *
 * @param header columns of the file
 * @param uses by column, also by columns a loaded mapping names and the file does not have
 */
public record MappingDraft(
        Feed feed,
        List<String> header,
        Map<String, Set<ColumnUse>> uses,
        Map<Target, String> constants,
        ZoneId zone,
        @Nullable String dateTimeFormat,
        Map<String, String> where,
        Map<Target, Duration> offsets,
        Map<Target, Map<String, String>> values) {

    public MappingDraft {
        header = List.copyOf(header);
        uses = Collections.unmodifiableMap(new LinkedHashMap<>(uses));
    }

    public static MappingDraft empty(Feed feed, List<String> header) {
        return new MappingDraft(feed, header, Map.of(), Map.of(), ZoneOffset.UTC, null, Map.of(), Map.of(), Map.of());
    }

    /** A mapping that exists, laid over the columns of a file. */
    public static MappingDraft of(FeedMapping mapping, List<String> header) {
        var uses = new LinkedHashMap<String, Set<ColumnUse>>();
        CsvForm.columns(mapping, header).forEach((target, column) -> add(uses, column, new Feeds(target)));
        mapping.attributes().forEach((column, type) -> add(uses, column, new Becomes(type)));
        mapping.ignore().stream().filter(header::contains).forEach(column -> add(uses, column, new Ignored()));
        return new MappingDraft(
                mapping.feed(),
                header,
                uses,
                mapping.constants(),
                mapping.zone(),
                mapping.dateTimeFormat(),
                mapping.where(),
                mapping.offsets(),
                mapping.values());
    }

    private static void add(Map<String, Set<ColumnUse>> uses, String column, ColumnUse use) {
        uses.computeIfAbsent(column, _ -> new LinkedHashSet<>()).add(use);
    }

    /** The columns of the file, and behind them those that a mapping names and the file does not have. */
    public List<String> columns() {
        var all = new LinkedHashSet<>(header);
        all.addAll(uses.keySet());
        return List.copyOf(all);
    }

    public Set<ColumnUse> usesOf(String column) {
        return uses.getOrDefault(column, Set.of());
    }

    /**
     * Changes what a column is used for. What was added wins: ignoring ends every other use and the other way round, of
     * two types of attribute the new one stays, and a field is taken away from the column or constant it had before.
     */
    public MappingDraft using(String column, Set<ColumnUse> wish) {
        Set<ColumnUse> before = usesOf(column);
        var added = new ArrayList<>(wish);
        added.removeAll(before);
        var kept = new LinkedHashSet<ColumnUse>();
        boolean ignoredNow = added.contains(new Ignored());
        boolean typedNow = added.stream().anyMatch(Becomes.class::isInstance);
        for (ColumnUse use : wish) {
            boolean stays = switch (use) {
                case Ignored _ -> ignoredNow || wish.size() == 1;
                case Becomes _ -> !ignoredNow && (!typedNow || added.contains(use));
                case Feeds _ -> !ignoredNow;
            };
            if (stays) {
                kept.add(use);
            }
        }
        var all = new LinkedHashMap<String, Set<ColumnUse>>();
        uses.forEach((other, its) -> {
            var left = new LinkedHashSet<>(its);
            left.removeIf(use -> use instanceof Feeds && kept.contains(use));
            if (!other.equals(column) && !left.isEmpty()) {
                all.put(other, left);
            }
        });
        if (!kept.isEmpty()) {
            all.put(column, kept);
        }
        var constant = new EnumMap<Target, String>(Target.class);
        constant.putAll(constants);
        constant.keySet().removeIf(target -> kept.contains(new Feeds(target)));
        return new MappingDraft(feed, header, all, constant, zone, dateTimeFormat, where, offsets, values);
    }

    /** Columns of the file that have no use yet and select no rows. */
    public List<String> undecided() {
        return header.stream()
                .filter(column -> usesOf(column).isEmpty() && !where.containsKey(column))
                .toList();
    }

    /** Required fields that neither a column nor a constant fills. */
    public List<Target> missing() {
        return feed.required().stream()
                .filter(target -> !constants.containsKey(target)
                        && uses.values().stream().noneMatch(its -> its.contains(new Feeds(target))))
                .toList();
    }

    public MappingDraft withConstants(Map<Target, String> constants) {
        return new MappingDraft(feed, header, uses, constants, zone, dateTimeFormat, where, offsets, values);
    }

    public MappingDraft withTimes(ZoneId zone, @Nullable String dateTimeFormat) {
        return new MappingDraft(feed, header, uses, constants, zone, dateTimeFormat, where, offsets, values);
    }

    public MappingDraft withWhere(Map<String, String> where) {
        return new MappingDraft(feed, header, uses, constants, zone, dateTimeFormat, where, offsets, values);
    }

    public MappingDraft withOffsets(Map<Target, Duration> offsets) {
        return new MappingDraft(feed, header, uses, constants, zone, dateTimeFormat, where, offsets, values);
    }

    public MappingDraft withValues(Map<Target, Map<String, String>> values) {
        return new MappingDraft(feed, header, uses, constants, zone, dateTimeFormat, where, offsets, values);
    }

    /** What the draft says so far; whether it is whole is said by {@link FileSample#preview}. */
    public FeedMapping mapping() {
        var columns = new EnumMap<Target, String>(Target.class);
        var attributes = new LinkedHashMap<String, AttributeType>();
        var ignore = new LinkedHashSet<String>();
        uses.forEach((column, its) -> its.forEach(use -> {
            switch (use) {
                case Feeds(Target target) -> columns.put(target, column);
                case Becomes(AttributeType type) -> attributes.put(column, type);
                case Ignored _ -> ignore.add(column);
            }
        }));
        return new FeedMapping(
                feed, columns, constants, zone, dateTimeFormat, attributes, ignore, where, offsets, values);
    }
}
