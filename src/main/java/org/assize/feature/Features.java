package org.assize.feature;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.assize.subject.AttributeType;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;

/** The features of this marketplace: the fixed ones, and one for each attribute that a feed has declared. */
@ApplicationScoped
public class Features {

    private final Jdbi jdbi;
    private final FeatureOptions options;
    private final Cache<FeatureCatalog, PointInTime> made =
            Caffeine.newBuilder().weakKeys().build();

    Features(Jdbi jdbi, FeatureConfig config) {
        this.jdbi = jdbi;
        this.options = FeatureOptions.DEFAULT.withMostOrders(config.mostOrders());
    }

    public FeatureOptions options() {
        return options;
    }

    /** The vectors of orders with these features; made once for as long as somebody has this very catalogue. */
    public PointInTime ofOrders(FeatureCatalog orders) {
        return made.get(
                orders, its -> new PointInTime(its, FeatureCatalog.sellers().only(List.of()), options));
    }

    /** The same of sellers. */
    public PointInTime ofSellers(FeatureCatalog sellers) {
        return made.get(sellers, its -> new PointInTime(FeatureCatalog.orders().only(List.of()), its, options));
    }

    /** As of now: a mapping with a new attribute makes the next catalogue longer, without code. */
    public FeatureCatalog catalog(SubjectKind kind) {
        return FeatureCatalog.of(kind).withAttributes(declared(kind));
    }

    private Map<String, AttributeType> declared(SubjectKind kind) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select name, type from attribute_declaration where subject_kind = :kind order by name")
                .bind("kind", kind.code())
                .map((row, context) -> Map.entry(
                        row.getString(1), AttributeType.valueOf(row.getString(2).toUpperCase(Locale.ROOT))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
