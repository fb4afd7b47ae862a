package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What the marketplace says of subjects that are about to become cases, and of the models that flagged them, as far as their
 * way depends on it.
 */
@ApplicationScoped
class SubjectFacts {

    /** Of an order {@code o} and a seller {@code s}, either of which may be missing. */
    static final String COLUMNS = """
            coalesce(o.category, s.category) as category,
            case when o.order_id is null then s.country else o.ship_to_country end as country""";

    private final Jdbi jdbi;

    SubjectFacts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    record Facts(@Nullable String category, @Nullable String country) {
        static final Facts NONE = new Facts(null, null);
    }

    /** Of those that the marketplace has told of. */
    Map<SubjectRef, Facts> of(Collection<SubjectRef> subjects) {
        Map<SubjectRef, Facts> facts = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("select 'order' as kind, o.order_id as subject, " + COLUMNS + """
                         from orders o left join seller s on s.seller_id = o.seller_id where o.order_id = any (:orders)
                        union all
                        select 'seller', s.seller_id, s.category, s.country from seller s where s.seller_id = any (:sellers)""")
                .bindArray("orders", String.class, ids(subjects, SubjectKind.ORDER))
                .bindArray("sellers", String.class, ids(subjects, SubjectKind.SELLER))
                .map((row, context) -> facts.put(
                        new SubjectRef(SubjectKind.ofCode(row.getString("kind")), row.getString("subject")),
                        new Facts(row.getString("category"), row.getString("country"))))
                .list());
        return facts;
    }

    /** How each of these models learnt, by its version. */
    Map<String, String> algorithms(Collection<String> versions) {
        Map<String, String> algorithms = new HashMap<>();
        if (!versions.isEmpty()) {
            jdbi.useHandle(handle -> handle.createQuery(
                            "select version, algorithm from model_version where version = any (:versions)")
                    .bindArray("versions", String.class, List.copyOf(versions))
                    .map((row, context) -> algorithms.put(row.getString("version"), row.getString("algorithm")))
                    .list());
        }
        return algorithms;
    }

    private static List<String> ids(Collection<SubjectRef> subjects, SubjectKind kind) {
        return subjects.stream()
                .filter(subject -> subject.kind() == kind)
                .map(SubjectRef::id)
                .toList();
    }
}
