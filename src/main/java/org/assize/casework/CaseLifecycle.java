package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assize.audit.AuditTrail;
import org.assize.audit.AuditTrail.CaseEvent;
import org.assize.flagging.SubjectFlagged;
import org.assize.flagging.SubjectsFlagged;
import org.assize.platform.Ids;
import org.assize.scoring.FraudChance;
import org.assize.security.Actor;
import org.assize.subject.SubjectRef;

/**
 * How cases open, take in flags, and close: the part of casework that other features act through, in their own
 * transaction.
 */
@ApplicationScoped
public class CaseLifecycle {

    /** By subject, so that two batches that overlap wait for each other instead of deadlocking. */
    private static final Comparator<SubjectRef> LOCK_ORDER =
            Comparator.comparing((SubjectRef subject) -> subject.kind().code()).thenComparing(SubjectRef::id);

    private final FraudCases cases;
    private final Notes notes;
    private final SubjectFacts facts;
    private final Notifications notifications;
    private final Routing routing;
    private final FraudChance chances;
    private final TellFlagged tellFlagged;
    private final AuditTrail trail;

    CaseLifecycle(
            FraudCases cases,
            Notes notes,
            SubjectFacts facts,
            Notifications notifications,
            Routing routing,
            FraudChance chances,
            TellFlagged tellFlagged,
            AuditTrail trail) {
        this.cases = cases;
        this.notes = notes;
        this.facts = facts;
        this.notifications = notifications;
        this.routing = routing;
        this.chances = chances;
        this.tellFlagged = tellFlagged;
        this.trail = trail;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void onSubjectsFlagged(@Observes SubjectsFlagged flags) {
        tellFlagged.tell(flags.flags(), openOrJoin(flags.flags()));
    }

    /**
     * Puts each flag into the open case of its subject, or opens one. Set-based, for one flag as for thousands; flags that
     * race for the same subject end in one case.
     *
     * @return the case of each flag, in the order of the flags
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<UUID> openOrJoin(List<SubjectFlagged> flags) {
        Routing.Routes routes = routing.current();
        Map<SubjectRef, SubjectFlagged> without = new TreeMap<>(LOCK_ORDER);
        flags.forEach(flag -> without.putIfAbsent(flag.subject(), flag));
        Map<SubjectRef, SubjectFacts.Facts> known = facts.of(without.keySet());
        Map<String, String> algorithms = facts.algorithms(without.values().stream()
                .map(SubjectFlagged::modelVersion)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        Map<SubjectRef, OpenCase> open = new HashMap<>();
        while (!without.isEmpty()) {
            List<NewCase> wanted = without.values().stream()
                    .map(flag -> newCase(flag, known, algorithms, routes))
                    .toList();
            cases.open(wanted).forEach(opened -> open.put(opened.subject(), opened));
            without.keySet().removeAll(open.keySet());
            // Who else has one keeps it open until we commit. Nobody may: closed between the two statements, so try
            // again.
            cases.lockOpen(without.keySet()).forEach(joined -> open.put(joined.subject(), joined));
            without.keySet().removeAll(open.keySet());
        }

        List<UUID> caseOfFlag = new ArrayList<>(flags.size());
        List<FraudCases.NewFlag> rows = new ArrayList<>(flags.size());
        List<FraudCases.Joined> joined = new ArrayList<>();
        List<CaseEvent> events = new ArrayList<>();
        Set<UUID> announced = new HashSet<>();
        for (SubjectFlagged flag : flags) {
            OpenCase its = required(open, flag.subject());
            UUID flagId = Ids.next();
            caseOfFlag.add(its.id());
            rows.add(new FraudCases.NewFlag(flagId, its.id(), flag));
            if (its.isNew() && announced.add(its.id())) {
                events.add(new CaseEvent(its.id(), "case.opened", flag.flaggedBy(), flag.at(), opening(flag, its)));
                events.add(new CaseEvent(its.id(), "flag.raised", flag.flaggedBy(), flag.at(), payload(flagId, flag)));
            } else {
                joined.add(new FraudCases.Joined(
                        its.id(), flag, routes.priority(flag.valueAtRisk(), chance(flag), its.dueAt())));
                events.add(new CaseEvent(
                        its.id(), "case.flag_joined", flag.flaggedBy(), flag.at(), payload(flagId, flag)));
            }
        }
        cases.insertFlags(rows);
        cases.join(joined);
        trail.ofCases(events);
        return caseOfFlag;
    }

    /**
     * Closes a case that the caller holds and has locked; the claim ends with it.
     *
     * @param kind of the event by which the trail is told why
     * @return the event's id
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public UUID close(UUID caseId, String kind, Actor closedBy, Instant now, Map<String, ?> payload) {
        UUID event = Ids.next();
        cases.close(caseId, closedBy.id(), now, event, kind, AuditTrail.canonical(payload));
        trail.appended(caseId);
        return event;
    }

    /** Leaves a case that the caller has decided and locked waiting for a second person; the claim ends with it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void awaitReview(UUID caseId, Actor decidedBy) {
        cases.awaitReview(caseId);
        cases.dropDraft(caseId, decidedBy.id());
    }

    /** Leaves a case that the caller has read and locked waiting for a second reader, who must be somebody else. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void awaitSecondReading(UUID caseId, Actor readBy) {
        cases.awaitSecondReading(caseId, readBy.id());
        cases.dropDraft(caseId, readBy.id());
    }

    /** Both have read the case, and from here on it is like any other. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void readTwice(UUID caseId) {
        cases.readTwice(caseId);
    }

    /** The case, locked until the caller's transaction ends; empty unless it awaits a second review. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<FraudCase> lockAwaitingReview(UUID caseId) {
        return cases.lock(caseId).filter(its -> its.state() == CaseState.SECOND_REVIEW);
    }

    /** Those that follow a case in a ring and await a second review as it does, locked; empty for a case that leads none. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<FraudCase> lockFollowersAwaitingReview(FraudCase lead) {
        return lead.leadsRing() ? cases.lockAwaitingReview(lead.id()) : List.of();
    }

    /**
     * Keeps what a person wrote to explain an act as a note of the case.
     *
     * @return what the act's own event says of it: the note's id and the commitment to its words
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<String, Object> keepReason(UUID caseId, String words, Actor writtenBy, Instant now) {
        return notes.write(caseId, words, writtenBy, now).payload();
    }

    /**
     * Tells the person to whom a case has been handed over.
     *
     * @param reason what {@link #keepReason} said
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void tellOfHandOver(UUID caseId, UUID to, Map<String, Object> reason, Actor handedOverBy, Instant now) {
        if (reason.get("note") instanceof UUID note) {
            notifications.send(List.of(to), Notification.Kind.HAND_OVER, caseId, note, handedOverBy, now);
        }
    }

    /**
     * Tells the person to whom many cases have been handed over at once: one word, however many they are.
     *
     * @param caseIds in the order in which they will be worked; the word leads to the first
     * @param reasons what {@link #keepReasons} said
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void tellOfHandOver(
            List<UUID> caseIds, UUID to, Map<UUID, Map<String, Object>> reasons, Actor handedOverBy, Instant now) {
        if (!caseIds.isEmpty()
                && !to.equals(handedOverBy.id())
                && reasons.getOrDefault(caseIds.getFirst(), Map.of()).get("note") instanceof UUID note) {
            notifications.send(
                    List.of(to),
                    Notification.Kind.HAND_OVER,
                    caseIds.getFirst(),
                    note,
                    caseIds.size(),
                    handedOverBy,
                    now);
        }
    }

    /** Nobody is told any more of what this actor handed over at that instant, unless they have read it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void takeBackHandOver(Actor handedOverBy, Instant at) {
        notifications.takeBack(Notification.Kind.HAND_OVER, handedOverBy, at);
    }

    /** The same as {@link #keepReason} for one act on many cases, by their ids. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<UUID, Map<String, Object>> keepReasons(List<UUID> caseIds, String words, Actor writtenBy, Instant now) {
        return notes.write(caseIds, words, writtenBy, now);
    }

    private NewCase newCase(
            SubjectFlagged flag,
            Map<SubjectRef, SubjectFacts.Facts> known,
            Map<String, String> algorithms,
            Routing.Routes routes) {
        SubjectFacts.Facts its = known.getOrDefault(flag.subject(), SubjectFacts.Facts.NONE);
        String queue = routes.queueFor(new Routing.Arrival(
                flag.subject().kind().code(),
                flag.origin().code(),
                flag.market(),
                its.category(),
                its.country(),
                flag.valueAtRisk(),
                flag.modelVersion() == null ? null : algorithms.get(flag.modelVersion()),
                flag.score(),
                flag.percentile()));
        Instant dueAt = routes.dueAt(queue, flag.at());
        return new NewCase(Ids.next(), flag, queue, dueAt, routes.priority(flag.valueAtRisk(), chance(flag), dueAt));
    }

    private double chance(SubjectFlagged flag) {
        return chances.of(flag.subject().kind(), flag.modelVersion(), flag.score(), flag.percentile());
    }

    private static OpenCase required(Map<SubjectRef, OpenCase> open, SubjectRef subject) {
        OpenCase found = open.get(subject);
        if (found == null) {
            throw new IllegalStateException(
                    "no open case came about for a " + subject.kind().code());
        }
        return found;
    }

    private static Map<String, Object> opening(SubjectFlagged flag, OpenCase its) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("subjectKind", flag.subject().kind().code());
        payload.put("subjectId", flag.subject().id());
        payload.put("queue", its.queue());
        payload.put("dueAt", its.dueAt());
        payload.put("valueAtRiskMinor", flag.valueAtRisk().minor());
        payload.put("currency", flag.valueAtRisk().currency());
        return payload;
    }

    /** Nulls are left out: the trail says what is known. */
    static Map<String, Object> payload(UUID flagId, SubjectFlagged flag) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("flag", flagId);
        payload.put("origin", flag.origin().code());
        payload.put("asOf", flag.asOf());
        payload.put("score", flag.score());
        payload.put("modelVersion", flag.modelVersion());
        payload.put("inclusionProbability", flag.inclusionProbability());
        payload.put("stratum", flag.stratum());
        payload.put("policyVersion", flag.policyVersion());
        payload.values().removeIf(Objects::isNull);
        return payload;
    }

    /** A case about to be opened. */
    record NewCase(UUID id, SubjectFlagged flag, String queue, Instant dueAt, double priority) {}

    /** The open case of a subject, locked by this transaction. */
    record OpenCase(UUID id, SubjectRef subject, String queue, Instant dueAt, boolean isNew) {}
}
