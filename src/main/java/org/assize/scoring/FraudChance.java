package org.assize.scoring;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.assize.subject.SubjectKind;
import org.jspecify.annotations.Nullable;

/**
 * The chance of fraud that a score stands for when work is put in order. That of a model that learnt from labels is a
 * probability. That of an isolation forest says how unusual a subject is and lies about 0.5 for nearly everybody, so its rank
 * stands in for it: the most unusual weigh as much as those whom nobody scored, the others less. Once a champion says
 * probabilities, they weigh no more than what it expects of a subject of whom it knows nothing: how unusual somebody was to
 * a model that is retired must not stand before what is known to be likely.
 */
@ApplicationScoped
public class FraudChance {

    /** For whoever was not scored: a person or a rule had a reason. */
    public static final double UNSCORED = 0.5;

    private final Champions models;
    private final Map<String, Boolean> givesProbabilities = new ConcurrentHashMap<>();

    FraudChance(Champions models) {
        this.models = models;
    }

    /** @param version the model that scored; null, as the score is, where none did */
    public double of(SubjectKind kind, @Nullable String version, @Nullable Double score, @Nullable Double percentile) {
        if (score == null) {
            return UNSCORED;
        }
        if (version == null || percentile == null) {
            return score;
        }
        return givesProbabilities.computeIfAbsent(version, its -> givesProbability(kind, its))
                ? score
                : percentile * Math.min(UNSCORED, expected(kind));
    }

    /** What the champion expects of a subject nothing is known about; of one that only ranks, nothing is known of that. */
    private double expected(SubjectKind kind) {
        return models.of(kind)
                .map(champion -> champion.model().scoring())
                .filter(scoring -> scoring.link().givesProbability())
                .map(scoring -> scoring.link().score(scoring.baseline()))
                .orElse(UNSCORED);
    }

    /** Whether a score of this version says how unusual a subject is, when by now there is one that says how likely. */
    public boolean isOutdated(SubjectKind kind, String version) {
        return ranksOnly(kind, version)
                && models.of(kind)
                        .filter(champion -> champion.model().scoring().link().givesProbability())
                        .isPresent();
    }

    /** Whether the scores of a version only rank. */
    public boolean ranksOnly(SubjectKind kind, String version) {
        return !givesProbabilities.computeIfAbsent(version, its -> givesProbability(kind, its));
    }

    private boolean givesProbability(SubjectKind kind, String version) {
        return models.version(kind, version)
                .map(its -> its.model().scoring().link().givesProbability())
                .orElse(true);
    }
}
