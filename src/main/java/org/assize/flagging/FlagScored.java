package org.assize.flagging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assize.scoring.Champion;
import org.assize.scoring.DayScored;
import org.assize.scoring.ScoredSubject;
import org.assize.scoring.SubjectsScored;
import org.assize.security.Actor;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Which scored subjects come to people. Of a day of history, as many of the highest scores as there is capacity for; of a
 * live stream, whatever scores in the share of the volume that the capacity can take. And of everything, an audit sample.
 */
@ApplicationScoped
public class FlagScored {

    private static final int REASONS = 8;

    private final FlagPolicies policies;
    private final FlaggingConfig config;
    private final DailyVolume volume;
    private final DrawAuditSample audit;
    private final Event<SubjectsFlagged> flagged;
    private final Jdbi jdbi;

    FlagScored(
            FlagPolicies policies,
            FlaggingConfig config,
            DailyVolume volume,
            DrawAuditSample audit,
            Event<SubjectsFlagged> flagged,
            Jdbi jdbi) {
        this.policies = policies;
        this.config = config;
        this.volume = volume;
        this.audit = audit;
        this.flagged = flagged;
        this.jdbi = jdbi;
    }

    /** The share of live subjects that the capacity can take, at most what the deployment allows. */
    public double share(FlagPolicy policy) {
        double perDay = volume.of(policy.kind());
        return perDay <= 0 ? config.mostShare() : Math.min(config.mostShare(), policy.capacityPerDay() / perDay);
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void onLive(@Observes SubjectsScored news) {
        FlagPolicy policy = policies.of(news.champion().kind());
        Double byHand = policy.threshold();
        double from = byHand == null ? 1 - share(policy) : 0;
        List<ScoredSubject> high = news.subjects().stream()
                .filter(s -> byHand == null ? s.percentile() >= from : s.score() >= byHand)
                .toList();
        flag(policy, news.champion(), unflagged(high), FlagOrigin.MODEL, 1, null, null, news.at());
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void onDay(@Observes DayScored news) {
        if (!news.people()) {
            return;
        }
        Champion champion = news.champion();
        FlagPolicy policy = policies.of(champion.kind());
        int most = (int)
                Math.min(policy.capacityPerDay(), Math.ceil(news.subjects().size() * config.mostShare()));
        List<ScoredSubject> high = unflagged(news.subjects()).stream()
                .sorted(Comparator.comparingDouble(ScoredSubject::score)
                        .reversed()
                        .thenComparing(s -> s.subject().id()))
                .limit(most)
                .toList();
        flag(policy, champion, high, FlagOrigin.MODEL, 1, null, null, news.at());
        String stratum = "%s scored in run %s".formatted(news.day(), news.scoringRun());
        audit.draw(policy, news.subjects(), s -> s.subject().id(), stratum, news.at())
                .ifPresent(draw -> flag(
                        policy,
                        champion,
                        draw.subjects(),
                        FlagOrigin.AUDIT_SAMPLE,
                        draw.inclusionProbability(),
                        stratum,
                        draw.seed(),
                        news.at()));
    }

    /** @param champion the model that scored; null when its file is refused by now, and nobody can say its reasons */
    void flag(
            FlagPolicy policy,
            @Nullable Champion champion,
            List<ScoredSubject> subjects,
            FlagOrigin origin,
            double inclusionProbability,
            @Nullable String stratum,
            @Nullable Long seed,
            Instant at) {
        if (subjects.isEmpty()) {
            return;
        }
        List<SubjectFlagged> flags = new ArrayList<>(subjects.size());
        for (ScoredSubject s : subjects) {
            flags.add(new SubjectFlagged(
                    s.subject(),
                    origin,
                    s.asOf(),
                    scoreId(s),
                    s.score(),
                    s.percentile(),
                    s.modelVersion(),
                    FlagReasons.json(
                            champion == null ? List.of() : champion.model().reasons(s.features(), REASONS)),
                    inclusionProbability,
                    stratum,
                    seed,
                    policy.version(),
                    null,
                    s.market(),
                    s.valueAtRisk(),
                    Actor.SYSTEM,
                    at));
        }
        flagged.fire(new SubjectsFlagged(flags));
    }

    private @Nullable Long scoreId(ScoredSubject s) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select id from score
                        where subject_kind = :kind and subject_id = :id and as_of = :asOf and model_version = :version
                        order by id desc limit 1
                        """)
                .bind("kind", s.subject().kind().code())
                .bind("id", s.subject().id())
                .bind("asOf", s.asOf())
                .bind("version", s.modelVersion())
                .mapTo(Long.class)
                .findOne()
                .orElse(null));
    }

    /** Leaves out whom a model has flagged in the last days: the case is open, or people have just closed it. */
    private List<ScoredSubject> unflagged(List<ScoredSubject> subjects) {
        if (subjects.isEmpty()) {
            return subjects;
        }
        SubjectKind kind = subjects.getFirst().subject().kind();
        Instant since = subjects.stream()
                .map(ScoredSubject::asOf)
                .min(Comparator.naturalOrder())
                .orElseThrow()
                .minus(config.againAfter());
        Set<String> known = jdbi.withHandle(handle -> new HashSet<>(handle.createQuery("""
                        select subject_id from flag
                        where subject_kind = :kind and origin = 'model' and as_of >= :since and subject_id = any (:ids)
                        """)
                .bind("kind", kind.code())
                .bind("since", since)
                .bindArray(
                        "ids",
                        String.class,
                        subjects.stream().map(s -> s.subject().id()).toList())
                .mapTo(String.class)
                .list()));
        return subjects.stream().filter(s -> !known.contains(s.subject().id())).toList();
    }
}
