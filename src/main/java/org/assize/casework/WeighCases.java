package org.assize.casework;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.platform.Money;
import org.assize.scoring.FraudChance;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Gives open cases their place in the order anew that a score opened or joined which only ranks, when another model flags
 * than before: what such a score is worth beside probabilities is known only once there are some, see {@link FraudChance}.
 * What nothing but such a score speaks for waits longer, too, than its due time says: a backlog that is days late would else
 * stand before everything that is known to be likely, however little is to be said for it. Says nothing to the trail,
 * because nobody did anything to the case.
 */
@ApplicationScoped
public class WeighCases {

    /** Each transaction is short, so that a claim skips few of its cases and nobody waits. */
    private static final int AT_ONCE = 500;

    /** After it, even such a case comes before what has just arrived: nothing waits for ever. */
    private static final Duration LONGER = Duration.ofDays(30);

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Jdbi jdbi;
    private final Routing routing;
    private final FraudChance chances;

    WeighCases(Jdbi jdbi, Routing routing, FraudChance chances) {
        this.jdbi = jdbi;
        this.routing = routing;
        this.chances = chances;
    }

    /** @param outdated nothing speaks for it but scores of models that only ranked */
    private record Weight(UUID id, Money valueAtRisk, Instant dueAt, double chance, boolean outdated) {
        Weight or(Weight other) {
            return new Weight(id, valueAtRisk, dueAt, Math.max(chance, other.chance), outdated && other.outdated);
        }

        double priority(Routing.Routes routes) {
            return routes.priority(valueAtRisk, chance, outdated ? dueAt.plus(LONGER) : dueAt);
        }
    }

    /** @return how many were looked at */
    public int weigh(SubjectKind kind) {
        List<String> ranking = ranking(kind);
        int seen = 0;
        UUID after = BEFORE_ALL;
        while (!ranking.isEmpty() && after != null) {
            UUID from = after;
            Step step = QuarkusTransaction.requiringNew().call(() -> step(kind, ranking, from));
            seen += step.cases();
            after = step.last();
        }
        return seen;
    }

    /** @param last null when there are no more */
    private record Step(int cases, @Nullable UUID last) {}

    private Step step(SubjectKind kind, List<String> ranking, UUID after) {
        List<UUID> page = page(kind, ranking, after);
        List<Weight> weights = weights(kind, lock(page));
        Routing.Routes routes = routing.current();
        jdbi.useHandle(handle -> {
            var batch = handle.prepareBatch(
                    "update fraud_case set priority = :priority where id = :id and priority is distinct from :priority");
            weights.forEach(its -> batch.bind("id", its.id())
                    .bind("priority", its.priority(routes))
                    .add());
            if (!weights.isEmpty()) {
                batch.execute();
            }
        });
        return new Step(weights.size(), page.size() < AT_ONCE ? null : page.getLast());
    }

    private List<String> ranking(SubjectKind kind) {
        return jdbi
                .withHandle(handle -> handle.createQuery("select version from model_version where subject_kind = :kind")
                        .bind("kind", kind.code())
                        .mapTo(String.class)
                        .list())
                .stream()
                .filter(version -> chances.ranksOnly(kind, version))
                .toList();
    }

    private List<UUID> page(SubjectKind kind, List<String> ranking, UUID after) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select c.id from fraud_case c
                        where c.state <> 'CLOSED' and c.subject_kind = :kind and c.id > :after
                          and exists (select from flag f where f.case_id = c.id and f.model_version = any (:ranking))
                        order by c.id limit :limit""")
                .bind("kind", kind.code())
                .bindArray("ranking", String.class, ranking)
                .bind("after", after)
                .bind("limit", AT_ONCE)
                .mapTo(UUID.class)
                .list());
    }

    /** By subject as {@link FraudCases#lockOpen} does, whatever the order of the page, so that the two do not deadlock. */
    private List<UUID> lock(List<UUID> page) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select c.id from fraud_case c where c.id = any (:page) and c.state <> 'CLOSED'
                        order by c.subject_kind collate "C", c.subject_id collate "C"
                        for no key update""")
                .bindArray("page", UUID.class, page)
                .mapTo(UUID.class)
                .list());
    }

    /**
     * Of each case the greatest chance that any of its flags speaks for, as when they came one by one. Read only once the cases
     * are locked: the flags that another transaction put in while this one waited count, too.
     */
    private List<Weight> weights(SubjectKind kind, List<UUID> locked) {
        Map<UUID, Weight> weights = new LinkedHashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select c.id, c.value_at_risk_minor, c.currency, c.due_at, f.score, f.percentile, f.model_version
                        from fraud_case c join flag f on f.case_id = c.id
                        where c.id = any (:locked)""")
                .bindArray("locked", UUID.class, locked)
                .map((row, context) -> {
                    String version = row.getString("model_version");
                    return weights.merge(
                            row.getObject("id", UUID.class),
                            new Weight(
                                    row.getObject("id", UUID.class),
                                    new Money(row.getLong("value_at_risk_minor"), row.getString("currency")),
                                    row.getObject("due_at", OffsetDateTime.class)
                                            .toInstant(),
                                    chances.of(
                                            kind,
                                            version,
                                            row.getObject("score", Double.class),
                                            row.getObject("percentile", Double.class)),
                                    version != null && chances.isOutdated(kind, version)),
                            Weight::or);
                })
                .list());
        return new ArrayList<>(weights.values());
    }
}
