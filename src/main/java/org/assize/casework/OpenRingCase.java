package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.assize.audit.AuditTrail;
import org.assize.flagging.FlagOrigin;
import org.assize.flagging.SubjectFlagged;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.platform.Money;
import org.assize.scoring.FraudChance;
import org.assize.scoring.Markets;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Puts sellers that hang together under one verdict: the case of one of them leads, the cases of the others follow it and
 * leave their queues. Who has no open case gets one, so that each keeps a trail, flags and a label of its own.
 */
@ApplicationScoped
public class OpenRingCase {

    /** Sellers that one verdict can be about. */
    public static final int MOST = 100;

    private final CaseLifecycle lifecycle;
    private final FraudCases cases;
    private final Notes notes;
    private final Routing routing;
    private final FraudChance chances;
    private final Markets markets;
    private final AuditTrail trail;
    private final Jdbi jdbi;
    private final TransactionSynchronizationRegistry transaction;
    private final AssizeClock clock;

    OpenRingCase(
            CaseLifecycle lifecycle,
            FraudCases cases,
            Notes notes,
            Routing routing,
            FraudChance chances,
            Markets markets,
            AuditTrail trail,
            Jdbi jdbi,
            TransactionSynchronizationRegistry transaction,
            AssizeClock clock) {
        this.lifecycle = lifecycle;
        this.cases = cases;
        this.notes = notes;
        this.routing = routing;
        this.chances = chances;
        this.markets = markets;
        this.trail = trail;
        this.jdbi = jdbi;
        this.transaction = transaction;
        this.clock = clock;
    }

    public sealed interface Result {}

    /** @param lead the case that leads, as it stands now */
    public record Opened(FraudCase lead, int members) implements Result {}

    /** Some of them are not free: somebody works on them, or they are judged with another ring. Nothing was changed. */
    public record NotFree(List<Taken> taken) implements Result {}

    /** @param heldBy who works on it; null when nobody does and its state says why it is not free */
    public record Taken(
            UUID caseId,
            long number,
            SubjectRef subject,
            CaseState state,
            @Nullable String heldBy) {}

    public record Invalid(List<FieldError> errors) implements Result {}

    /**
     * @param lead whose case leads: the seller the ring was found from
     * @param sellers all of the ring, the one that leads among them; some may be in the ring already
     */
    @Transactional
    public Result open(Actor actor, SubjectRef lead, Set<SubjectRef> sellers, String reason) {
        actor.require(Permission.STEER_CASES);
        List<FieldError> errors = errors(lead, sellers, reason);
        if (!errors.isEmpty()) {
            return new Invalid(errors);
        }
        Instant now = clock.now();
        List<UUID> ids = lifecycle.openOrJoin(flags(actor, sellers, now));
        List<FraudCase> all = cases.find(ids);
        FraudCase head = all.stream()
                .filter(its -> its.subject().equals(lead))
                .findFirst()
                .orElseThrow();
        List<Taken> taken = all.stream()
                .filter(its -> !free(its, head, actor, now))
                .map(its -> new Taken(its.id(), its.number(), its.subject(), its.state(), holder(its, now)))
                .toList();
        if (!taken.isEmpty()) {
            // the flags that were raised on the way are taken back, too
            transaction.setRollbackOnly();
            return new NotFree(taken);
        }
        List<FraudCase> joining = all.stream()
                .filter(its -> !its.id().equals(head.id()) && its.state() != CaseState.IN_RING)
                .toList();
        cases.follow(head.id(), joining.stream().map(FraudCase::id).toList());
        Instant dueAt = all.stream()
                .map(FraudCase::dueAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Money value = together(all, head);
        cases.lead(
                head.id(),
                holder(head, now) != null,
                dueAt,
                value,
                routing.current()
                        .priority(
                                value,
                                chances.of(head.subject().kind(), head.modelVersion(), head.score(), head.percentile()),
                                dueAt));
        tell(actor, head, joining, dueAt, value, reason, now);
        return new Opened(
                cases.find(head.id()).orElseThrow().asSeenBy(actor),
                cases.ring(head.id()).size());
    }

    private List<FieldError> errors(SubjectRef lead, Set<SubjectRef> sellers, String reason) {
        List<FieldError> errors = new ArrayList<>(Words.check("reason", reason, Words.LONGEST_REASON));
        if (sellers.size() < 2 || sellers.size() > MOST) {
            errors.add(new FieldError("members", "size", "must be 2 to " + MOST + " sellers"));
        } else if (!sellers.contains(lead)) {
            errors.add(new FieldError("members", "lead", "must hold the seller whose case leads"));
        } else if (sellers.stream().anyMatch(each -> each.kind() != SubjectKind.SELLER) || !known(sellers)) {
            errors.add(new FieldError("members", "unknown", "must be sellers that the marketplace has told of"));
        }
        return errors;
    }

    private boolean known(Set<SubjectRef> sellers) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from seller where seller_id = any (:ids)")
                        .bindArray(
                                "ids",
                                String.class,
                                sellers.stream().map(SubjectRef::id).toList())
                        .mapTo(Integer.class)
                        .one())
                == sellers.size();
    }

    /** A lead refers each of them; who has an open case takes the flag into it. */
    private List<SubjectFlagged> flags(Actor actor, Set<SubjectRef> sellers, Instant now) {
        Set<String> ids = new TreeSet<>(sellers.stream().map(SubjectRef::id).toList());
        Map<String, Money> values = markets.valueAtRisk(ids, now);
        Map<String, String> places = new LinkedHashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select seller_id, coalesce(market, country) as market from seller
                        where seller_id = any (:ids) and coalesce(market, country) is not null""")
                .bindArray("ids", String.class, ids)
                .map((row, context) -> places.put(row.getString(1), row.getString(2)))
                .list());
        List<SubjectFlagged> flags = new ArrayList<>(ids.size());
        for (String id : ids) {
            Money value = values.get(id);
            if (value == null) {
                throw new IllegalStateException("no value at risk was told for a seller that was asked about");
            }
            flags.add(SubjectFlagged.byPerson(
                    SubjectRef.seller(id), FlagOrigin.REFERRAL, places.get(id), value, actor, now));
        }
        return flags;
    }

    private boolean free(FraudCase its, FraudCase head, Actor actor, Instant now) {
        if (its.awaitsSecondReading()) {
            return false;
        }
        return switch (its.state()) {
            case WAITING, SNOOZED -> its.id().equals(head.id()) || !leadsOthers(its);
            case CLAIMED ->
                (holder(its, now) == null || actor.id().equals(its.claimedById()))
                        && (its.id().equals(head.id()) || !leadsOthers(its));
            case IN_RING -> !its.id().equals(head.id()) && head.id().equals(its.ringId());
            case SECOND_REVIEW, CLOSED -> false;
        };
    }

    /** A ring that was decided before leads nobody any more. */
    private boolean leadsOthers(FraudCase its) {
        return its.leadsRing() && cases.ring(its.id()).size() > 1;
    }

    private static @Nullable String holder(FraudCase its, Instant now) {
        Instant until = its.claimedUntil();
        return until != null && until.isAfter(now) ? its.claimedBy() : null;
    }

    /** Amounts of another currency than the lead's are not comparable to the cent and stay out. */
    private static Money together(List<FraudCase> all, FraudCase head) {
        String currency = head.valueAtRisk().currency();
        return new Money(
                all.stream()
                        .map(FraudCase::valueAtRisk)
                        .filter(value -> value.currency().equals(currency))
                        .mapToLong(Money::minor)
                        .sum(),
                currency);
    }

    private void tell(
            Actor actor,
            FraudCase head,
            List<FraudCase> joining,
            Instant dueAt,
            Money value,
            String reason,
            Instant now) {
        Map<String, Object> opening =
                new LinkedHashMap<>(notes.write(head.id(), reason, actor, now).payload());
        opening.put("members", joining.stream().map(FraudCase::id).toList());
        opening.put("dueAt", dueAt);
        opening.put("valueAtRiskMinor", value.minor());
        opening.put("currency", value.currency());
        List<AuditTrail.CaseEvent> events = new ArrayList<>();
        events.add(new AuditTrail.CaseEvent(head.id(), "ring.opened", actor, now, opening));
        joining.forEach(its ->
                events.add(new AuditTrail.CaseEvent(its.id(), "ring.joined", actor, now, Map.of("ring", head.id()))));
        trail.ofCases(events);
    }
}
