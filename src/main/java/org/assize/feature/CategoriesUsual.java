package org.assize.feature;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.assize.feature.CategoryUsual.Range;
import org.assize.feature.CategoryUsual.Usual;
import org.assize.feature.Conduct.Measure;
import org.assize.feature.Conduct.Share;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What was usual in each category when it was last measured: a few rows by their key, whatever the size of the marketplace. */
@ApplicationScoped
public class CategoriesUsual {

    /** The category of all sellers, as stored. */
    static final String ALL = "";

    /** Whether the marketplace tells of deliveries at all, in SQL: where it does not, what has not come is not late. */
    public static final String DELIVERIES_TOLD =
            "exists (select from category_usual where category = '" + ALL + "' and measure = 'late')";

    private final Jdbi jdbi;

    CategoriesUsual(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Row(String category, Measure measure, Usual usual, Instant asOf) {}

    /** Of the category, or of all sellers where it was not measured by itself; empty before anything was. */
    public Optional<CategoryUsual> of(Actor actor, @Nullable String category) {
        actor.require(Permission.READ_CASES);
        List<Row> rows = jdbi.withHandle(handle -> handle.createQuery("""
                        select category, measure, sellers, happened, counted, low, high, as_of
                        from category_usual where category in (:category, :all)""")
                .bind("category", category == null ? ALL : category)
                .bind("all", ALL)
                .map((row, context) -> {
                    Long counted = row.getObject("counted", Long.class);
                    Double low = row.getObject("low", Double.class);
                    return new Row(
                            row.getString("category"),
                            Measure.valueOf(row.getString("measure").toUpperCase(Locale.ROOT)),
                            new Usual(
                                    row.getInt("sellers"),
                                    counted == null ? null : new Share(row.getLong("happened"), counted),
                                    low == null ? null : new Range(low, row.getDouble("high"))),
                            row.getObject("as_of", OffsetDateTime.class).toInstant());
                })
                .list());
        boolean own = rows.stream().anyMatch(row -> !row.category().equals(ALL));
        Map<Measure, Usual> of = new EnumMap<>(Measure.class);
        rows.stream()
                .filter(row -> row.category().equals(ALL) != own)
                .forEach(row -> of.put(row.measure(), row.usual()));
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new CategoryUsual(
                        own ? category : null, of, rows.getFirst().asOf()));
    }
}
