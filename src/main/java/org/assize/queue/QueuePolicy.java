package org.assize.queue;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.assize.platform.Money;
import org.jspecify.annotations.Nullable;

/**
 * How one queue is worked, as of one version.
 *
 * @param subjectKind the only one that the queue takes, or null for any
 * @param terms what a lead has decided
 * @param drawSeed what decides, case by case, about the shares of the terms; no answer tells it, or whoever is to judge could
 *     know before what is drawn: it stands in the trail, for those who prove the draw
 */
public record QueuePolicy(
        String queueKey,
        String queueName,
        @Nullable String subjectKind,
        int version,
        Terms terms,
        @JsonIgnore long drawSeed,
        UUID changedById,
        String changedBy,
        Instant changedAt) {

    /**
     * What a lead decides about a queue.
     *
     * @param calendar key of the calendar that the SLA is counted by
     * @param slaMinutes of working time, from the opening of a case to its due time
     * @param leaseMinutes of a claim
     * @param capacityPerPerson cases of the queue that one person may hold; null for as many as they like
     * @param actions codes that a verdict on a case of this queue may ask for
     * @param assignAhead cases that are laid ready for each person, held ones counted; null where people take what is next
     * @param languages of which a person must read one to be given work of this queue; none for no matter
     * @param typologies of which a person must know one to be given work of this queue; none for no matter
     * @param scoreHiddenShare of the cases whose score nobody sees before their verdict, 0 to 1
     * @param blindShare of the cases that two people read who do not know of each other what they found, 0 to 1
     */
    public record Terms(
            String calendar,
            int slaMinutes,
            int leaseMinutes,
            @Nullable Integer capacityPerPerson,
            List<String> actions,
            @Nullable Integer assignAhead,
            List<String> languages,
            List<String> typologies,
            double scoreHiddenShare,
            double blindShare,
            SecondReview secondReview) {

        /** What a program leaves out is nothing. */
        public Terms {
            calendar = Objects.requireNonNullElse(calendar, "");
            actions = given(actions);
            languages = given(languages);
            typologies = given(typologies);
            secondReview = Objects.requireNonNullElse(secondReview, SecondReview.NONE);
        }
    }

    /**
     * Which verdicts a second person must confirm: any one of these is enough.
     *
     * @param share of all verdicts, drawn at random, 0 to 1
     * @param fromEuro value at risk from which on, as {@link Worth} sees it; null for none
     * @param typologies of a fraud
     */
    public record SecondReview(double share, @Nullable Integer fromEuro, List<String> typologies) {

        public static final SecondReview NONE = new SecondReview(0, null, List.of());

        public SecondReview {
            typologies = given(typologies);
        }
    }

    private static List<String> given(@Nullable List<String> codes) {
        return codes == null
                ? List.of()
                : codes.stream().filter(Objects::nonNull).distinct().toList();
    }

    /**
     * Whether a second person must read this verdict, and why. The share is drawn from the case's id and the seed, so that the
     * draw can be repeated.
     *
     * @param typology of a fraud; null for any other decision
     */
    public Optional<ReviewRule> reviewOf(UUID caseId, Money valueAtRisk, @Nullable String typology) {
        SecondReview rule = terms.secondReview();
        if (rule.fromEuro() != null && Worth.inEuro(valueAtRisk) >= rule.fromEuro()) {
            return Optional.of(ReviewRule.VALUE);
        }
        if (typology != null && rule.typologies().contains(typology)) {
            return Optional.of(ReviewRule.TYPOLOGY);
        }
        return draw(caseId).nextDouble() < rule.share() ? Optional.of(ReviewRule.SHARE) : Optional.empty();
    }

    /** Whether the case is read by two people: the second draw of its seed, so that neither share tells of the other. */
    public boolean isReadTwice(UUID caseId) {
        SplittableRandom draw = draw(caseId);
        draw.nextDouble();
        return draw.nextDouble() < terms.blindShare();
    }

    private SplittableRandom draw(UUID caseId) {
        return new SplittableRandom(
                drawSeed ^ caseId.getMostSignificantBits() ^ Long.rotateLeft(caseId.getLeastSignificantBits(), 32));
    }

    public Duration lease() {
        return Duration.ofMinutes(terms.leaseMinutes());
    }

    /** Of working time. */
    public Duration sla() {
        return Duration.ofMinutes(terms.slaMinutes());
    }

    public int leaseMinutes() {
        return terms.leaseMinutes();
    }

    public @Nullable Integer capacityPerPerson() {
        return terms.capacityPerPerson();
    }

    public List<String> actions() {
        return terms.actions();
    }
}
