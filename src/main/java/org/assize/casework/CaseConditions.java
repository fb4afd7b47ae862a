package org.assize.casework;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assize.security.Actor;
import org.jdbi.v3.core.statement.SqlStatement;

/** A {@link CaseQuery} as conditions on {@code fraud_case c}, with the values they are bound to. */
public final class CaseConditions {

    private static final Object[] WITHOUT_MINOR_UNIT = currencies(0);
    private static final Object[] WITH_THREE_DECIMALS = currencies(3);

    /** The first of the conditions. */
    private static final int OF_QUEUE_AND_STATE = 2;

    /** States that have an index of their own, which people's work keeps short. */
    static final Set<CaseState> FEW = Set.of(CaseState.CLAIMED, CaseState.SNOOZED, CaseState.SECOND_REVIEW);

    private final List<String> where = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final boolean isLed;
    private boolean money;

    /** @param actor whoever asks, for {@link CaseQuery.Me}; a score that is hidden from them answers nothing about itself */
    public CaseConditions(CaseQuery query, Actor actor, Instant now) {
        UUID me = actor.id();
        isLed = query.subjectId() != null
                || query.who() instanceof CaseQuery.Me
                || query.who() instanceof CaseQuery.Person
                || FEW.contains(query.state());
        when("c.queue_key = :queue", "queue", query.queue());
        // A literal, because the partial indexes are chosen by it.
        where.add("c.state = '" + query.state().name() + "'");
        if (query.kind() != null) {
            when("c.subject_kind = :kind", "kind", query.kind().code());
        }
        if (query.market() != null) {
            when("c.market = :market", "market", query.market());
        }
        if (query.valueFrom() != null) {
            money = true;
            when(
                    "c.value_at_risk_minor >= :valueFrom * case when c.currency = any (:noMinor) then 1"
                            + " when c.currency = any (:threeDecimals) then 1000 else 100 end",
                    "valueFrom",
                    query.valueFrom());
        }
        if (query.topShare() != null) {
            when("c.percentile >= :percentile", "percentile", 1 - query.topShare());
            if (FraudCase.mayComeTo(actor)) {
                where.add(TELLS_SCORE);
            }
        }
        if (query.dueWithin() != null) {
            when("c.due_at < :dueBefore", "dueBefore", now.plus(query.dueWithin()));
        }
        if (query.olderThan() != null) {
            when("c.opened_at < :openedBefore", "openedBefore", now.minus(query.olderThan()));
        }
        switch (query.who()) {
            case null -> {}
            case CaseQuery.Me() -> when("(c.claimed_by = :who or c.assigned_to = :who)", "who", me);
            case CaseQuery.Person(UUID id) -> when("(c.claimed_by = :who or c.assigned_to = :who)", "who", id);
            case CaseQuery.Nobody() -> where.add("c.claimed_by is null and c.assigned_to is null");
        }
        if (query.origin() != null) {
            // a literal for the same reason
            where.add("exists (select from flag f where f.case_id = c.id and f.origin = '"
                    + query.origin().code() + "')");
        }
        if (query.decision() != null) {
            when(LAST_VERDICT.formatted("decision", ":decision"), "decision", query.decision());
        }
        if (query.typology() != null) {
            when(LAST_VERDICT.formatted("typology", ":typology"), "typology", query.typology());
        }
        if (query.subjectId() != null) {
            when(
                    "c.subject_id like :beginning",
                    "beginning",
                    query.subjectId().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
        }
    }

    /**
     * The opposite of {@link FraudCase#hidesScore()} within one queue: its share is read once, not for every case, and of a
     * verdict is asked only where nothing else tells the score.
     */
    private static final String TELLS_SCORE = """
            (c.score_hidden is false
             or c.score_hidden is null and not coalesce(
               (select p.score_hidden_share > 0 from queue_policy p where p.queue_key = :queue order by p.version desc limit 1),
               false)
             or exists (select from verdict v where v.case_id = c.id))""";

    private static final String LAST_VERDICT =
            "(select v.%s from verdict v where v.case_id = c.id order by v.reached_at desc limit 1) = %s";

    /** Joined by {@code and}. */
    public String sql() {
        return String.join(" and ", where);
    }

    /** The same for a list in this order: what is not waiting has no index of a queue's own, but where few cases are in a state. */
    public Stretch.Wanted of(Stretch order) {
        int walked = where.size();
        if (!isLed) {
            walked = order == Stretch.CLAIMED_NEXT ? OF_QUEUE_AND_STATE : 0;
        }
        return new Stretch.Wanted(
                FraudCase.selectInQueue(),
                walked == 0 ? "true" : String.join(" and ", where.subList(0, walked)),
                walked == where.size() ? null : String.join(" and ", where.subList(walked, where.size())),
                this::bind);
    }

    public <S extends SqlStatement<S>> S bind(S statement) {
        if (money) {
            statement
                    .bindArray("noMinor", String.class, WITHOUT_MINOR_UNIT)
                    .bindArray("threeDecimals", String.class, WITH_THREE_DECIMALS);
        }
        return statement.bindMap(values);
    }

    private void when(String condition, String name, Object value) {
        where.add(condition);
        values.put(name, value);
    }

    private static Object[] currencies(int decimals) {
        return Currency.getAvailableCurrencies().stream()
                .filter(each -> each.getDefaultFractionDigits() == decimals)
                .map(Currency::getCurrencyCode)
                .toArray();
    }
}
