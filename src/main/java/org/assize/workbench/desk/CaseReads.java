package org.assize.workbench.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assize.casework.CaseEvidence;
import org.assize.casework.CaseFile;
import org.assize.casework.CaseQuestions;
import org.assize.casework.CaseTimeline;
import org.assize.casework.DraftOf;
import org.assize.casework.Evidence;
import org.assize.casework.FraudCase;
import org.assize.casework.PassedOn;
import org.assize.casework.Question;
import org.assize.feature.CategoriesUsual;
import org.assize.feature.ConductOfSeller;
import org.assize.insight.BehindSeller;
import org.assize.insight.OrdersAround;
import org.assize.insight.OrdersBy;
import org.assize.insight.SubjectProfile;
import org.assize.platform.AssizeClock;
import org.assize.platform.Page;
import org.assize.queue.QueuePolicies;
import org.assize.queue.QueuePolicy;
import org.assize.queue.SlaClock;
import org.assize.queue.SlaLeft;
import org.assize.security.CurrentActor;
import org.assize.subject.Seller;
import org.assize.subject.SubjectRef;
import org.assize.verdict.BlindReading;
import org.assize.verdict.PolicyText;
import org.assize.verdict.PolicyTexts;
import org.assize.verdict.ReadingsOfCase;
import org.assize.verdict.Typology;
import org.jspecify.annotations.Nullable;

/** What the desk shows, as the person who sits at it may see it. */
@ApplicationScoped
class CaseReads {

    private final CurrentActor actor;
    private final CaseFile file;
    private final CaseTimeline timeline;
    private final DraftOf draft;
    private final CaseQuestions questions;
    private final CaseEvidence evidence;
    private final OrdersAround orders;
    private final BehindSeller behind;
    private final SubjectProfile profile;
    private final ConductOfSeller conduct;
    private final CategoriesUsual usual;
    private final PolicyTexts policyTexts;
    private final PassedOn passedOn;
    private final QueuePolicies policies;
    private final SlaClock slaClock;
    private final ReadingsOfCase readings;
    private final AssizeClock clock;

    CaseReads(
            CurrentActor actor,
            CaseFile file,
            CaseTimeline timeline,
            DraftOf draft,
            CaseQuestions questions,
            CaseEvidence evidence,
            OrdersAround orders,
            BehindSeller behind,
            SubjectProfile profile,
            ConductOfSeller conduct,
            CategoriesUsual usual,
            PolicyTexts policyTexts,
            PassedOn passedOn,
            QueuePolicies policies,
            SlaClock slaClock,
            ReadingsOfCase readings,
            AssizeClock clock) {
        this.actor = actor;
        this.file = file;
        this.timeline = timeline;
        this.draft = draft;
        this.questions = questions;
        this.evidence = evidence;
        this.orders = orders;
        this.behind = behind;
        this.profile = profile;
        this.conduct = conduct;
        this.usual = usual;
        this.policyTexts = policyTexts;
        this.passedOn = passedOn;
        this.policies = policies;
        this.slaClock = slaClock;
        this.readings = readings;
        this.clock = clock;
    }

    /** @param named the id, or the number that people call it by */
    Optional<CaseFile.Contents> file(String named) {
        if (named.matches("\\d{1,18}")) {
            return file.ofNumber(actor.get(), Long.parseLong(named)).flatMap(this::file);
        }
        try {
            return file(UUID.fromString(named));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Optional<CaseFile.Contents> file(UUID caseId) {
        return file.read(actor.get(), caseId);
    }

    Page<CaseTimeline.Entry> timeline(UUID caseId, @Nullable String after, int limit) {
        return timeline.page(actor.get(), caseId, after, limit).orElseGet(() -> new Page<>(List.of(), null));
    }

    Optional<DraftOf.Draft> draft(UUID caseId) {
        return draft.read(actor.get(), caseId);
    }

    List<Question> questions(UUID caseId) {
        return questions.of(actor.get(), caseId);
    }

    List<Evidence> evidence(UUID caseId) {
        return evidence.of(actor.get(), caseId);
    }

    Optional<CaseEvidence.File> look(UUID evidenceId) {
        return evidence.open(actor.get(), evidenceId);
    }

    Page<OrdersAround.Line> orders(
            OrdersBy by,
            String value,
            OrdersAround.Filter filter,
            boolean withoutScores,
            @Nullable String after,
            int limit) {
        return orders.page(actor.get(), by, value, filter, withoutScores, after, limit);
    }

    List<String> statuses(OrdersBy by, String value) {
        return orders.statuses(actor.get(), by, value);
    }

    List<BehindSeller.Party> behind(String sellerId) {
        return behind.read(actor.get(), sellerId);
    }

    Instant now() {
        return clock.now();
    }

    Optional<SubjectProfile.Profile> profile(SubjectRef subject, Instant asOf) {
        return profile.read(actor.get(), subject, asOf);
    }

    /** How the seller of the subject has been trading, against its category. */
    Standing standing(Seller seller, Instant asOf) {
        return new Standing(
                conduct.read(actor.get(), seller.sellerId(), asOf),
                usual.of(actor.get(), seller.category()).orElse(null),
                asOf);
    }

    SlaLeft sla(FraudCase its, Instant now) {
        return slaClock.left(its, now);
    }

    QueuePolicy policy(String queue) {
        return policies.current(queue).orElseThrow();
    }

    List<BlindReading> readingsToDecideBetween(UUID caseId) {
        return readings.toDecideBetween(actor.get(), caseId);
    }

    Optional<PolicyText> policyText(Typology typology) {
        return policyTexts.current(actor.get(), typology);
    }

    Optional<PassedOn.Words> passedOn(UUID caseId) {
        return passedOn.to(actor.get(), caseId);
    }

    /** How many orders the list has, counted up to {@link OrdersAround#COUNTED}. */
    int countOrders(OrdersBy by, String value) {
        return orders.count(actor.get(), by, value);
    }

    List<QueuePolicy> policies() {
        return policies.current();
    }
}
