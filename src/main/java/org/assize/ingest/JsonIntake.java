package org.assize.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.subject.AttributeDeclarations;
import org.assize.subject.AttributeType;
import org.assize.subject.Attributes;
import org.assize.subject.Disposition;
import org.assize.subject.RecordSubjects;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectTable;

/** Reads and keeps JSON records in the caller's transaction. */
@ApplicationScoped
class JsonIntake {

    private static final int ATTEMPTS = 3;
    private static final String ATTRIBUTES = "attributes";

    private final RecordSubjects subjects;
    private final AttributeDeclarations declarations;
    private final AuditTrail trail;
    private final FeedVersions versions;
    private final AssizeClock clock;

    JsonIntake(
            RecordSubjects subjects,
            AttributeDeclarations declarations,
            AuditTrail trail,
            FeedVersions versions,
            AssizeClock clock) {
        this.subjects = subjects;
        this.declarations = declarations;
        this.trail = trail;
        this.versions = versions;
        this.clock = clock;
    }

    <T> List<Taken<T>> take(
            Feed feed,
            SubjectKind kind,
            RecordForm<T> form,
            SubjectTable<T> table,
            Function<T, Attributes> attributesOf,
            List<JsonLine> objects) {
        Instant now = clock.now();
        List<Row<T>> rows = read(feed, kind, form, attributesOf, objects, now);
        Set<Long> outdated = outdated(feed, table, objects, rows, now);
        List<T> values = rows.stream()
                .filter(row -> row instanceof Row.Read<T>(long line, T _) && !outdated.contains(line))
                .map(row -> ((Row.Read<T>) row).value())
                .toList();
        var dispositions = subjects.record(table, values, now).iterator();
        List<Taken<T>> taken = new ArrayList<>(rows.size());
        for (Row<T> row : rows) {
            switch (row) {
                case Row.Read<T>(long line, T value) -> {
                    Disposition disposition = outdated.contains(line) ? Disposition.DUPLICATE : dispositions.next();
                    taken.add(new Taken.Kept<>(line, value, disposition));
                }
                case Row.Refused<T>(Reject reject) -> taken.add(new Taken.Refused<>(reject));
                case Row.NotSelected<T> _ -> {}
            }
        }
        return taken;
    }

    /** Tells the trail who sent how many. */
    <T> void tell(Actor sender, Feed feed, List<Taken<T>> taken) {
        trail.ofArea(
                Area.FEEDS,
                "feed.received",
                sender,
                clock.now(),
                Reception.of(taken).payload(feed));
    }

    /** The lines of what was overtaken on its way by a newer version of the same record. */
    private <T> Set<Long> outdated(
            Feed feed, SubjectTable<T> table, List<JsonLine> objects, List<Row<T>> rows, Instant now) {
        Map<Long, Long> versionOf = new HashMap<>();
        for (JsonLine object : objects) {
            Long version = object.version();
            if (version != null) {
                versionOf.put(object.line(), version);
            }
        }
        List<FeedVersions.Numbered> numbered = new ArrayList<>(versionOf.size());
        for (Row<T> row : rows) {
            if (row instanceof Row.Read<T>(long line, T value) && versionOf.get(line) instanceof Long version) {
                numbered.add(new FeedVersions.Numbered(line, table.identity(value), version));
            }
        }
        return versions.outdated(feed, numbered, now);
    }

    /** The first use of an attribute declares it; if somebody else was first with another type, the rows are read again. */
    private <T> List<Row<T>> read(
            Feed feed,
            SubjectKind kind,
            RecordForm<T> form,
            Function<T, Attributes> attributesOf,
            List<JsonLine> objects,
            Instant now) {
        for (int attempt = 1; ; attempt++) {
            // most live orders have none; where an attribute comes all the same, its name spelt in escapes, declaring
            // it tells
            boolean declares = feed.takesAttributes()
                    && (attempt > 1
                            || objects.stream().anyMatch(object -> object.text().contains(ATTRIBUTES)));
            Map<String, AttributeType> declared = declares ? new HashMap<>(declarations.of(kind)) : new HashMap<>();
            Map<String, AttributeType> fresh = new HashMap<>();
            List<Row<T>> rows = new ArrayList<>(objects.size());
            for (JsonLine object : objects) {
                Row<T> row = JsonFields.read(feed, form, object.line(), object.text(), declared);
                if (row instanceof Row.Read<T>(long _, T value)) {
                    Attributes attributes = attributesOf.apply(value);
                    attributes
                            .numeric()
                            .keySet()
                            .forEach(name -> declare(declared, fresh, name, AttributeType.NUMERIC));
                    attributes
                            .categorical()
                            .keySet()
                            .forEach(name -> declare(declared, fresh, name, AttributeType.CATEGORICAL));
                }
                rows.add(row);
            }
            if (declarations.declare(kind, fresh, now).isEmpty() || attempt == ATTEMPTS) {
                return rows;
            }
        }
    }

    private static void declare(
            Map<String, AttributeType> declared, Map<String, AttributeType> fresh, String name, AttributeType type) {
        if (declared.putIfAbsent(name, type) == null) {
            fresh.put(name, type);
        }
    }
}
