package org.assize.subject;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Which attributes there are and of which type each is, once and for all: a feature must not change its meaning. */
@ApplicationScoped
public class AttributeDeclarations {

    private final Jdbi jdbi;

    AttributeDeclarations(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public Map<String, AttributeType> of(SubjectKind kind) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select name, type from attribute_declaration where subject_kind = :kind")
                .bind("kind", kind.code())
                .map((row, context) -> Map.entry(
                        row.getString(1), AttributeType.valueOf(row.getString(2).toUpperCase(Locale.ROOT))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Declares what is not declared yet; gives the names that were declared with another type. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<String> declare(SubjectKind kind, Map<String, AttributeType> attributes, Instant now) {
        if (attributes.isEmpty()) {
            return List.of();
        }
        // in one order, so that two who declare the same names at once wait and do not lock up
        var inOrder = new TreeMap<>(attributes);
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into attribute_declaration (subject_kind, name, type, declared_at)
                        select :kind, d.name, d.type, :now from unnest(:names, :types) as d (name, type)
                        on conflict do nothing
                        """)
                .bind("kind", kind.code())
                .bindArray("names", String.class, List.copyOf(inOrder.keySet()))
                .bindArray(
                        "types",
                        String.class,
                        inOrder.values().stream()
                                .map(type -> type.name().toLowerCase(Locale.ROOT))
                                .toList())
                .bind("now", now)
                .execute());
        var declared = of(kind);
        return inOrder.entrySet().stream()
                .filter(given -> declared.get(given.getKey()) != given.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }
}
