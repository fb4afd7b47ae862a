package org.assize.flagging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assize.scoring.Champion;
import org.assize.scoring.DayScored;
import org.assize.scoring.ScoredSubject;
import org.assize.scoring.SubjectsScored;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;

/**
 * Which scored subjects come to people. Of a day of history, as many of the highest scores as there is capacity for, in
 * however many pieces the day comes and whichever models score it; of a live stream, whatever scores in the share of the
 * volume that the capacity can take. And of everything, an audit sample.
 */
@ApplicationScoped
public class FlagScored {

    private final FlagPolicies policies;
    private final FlaggingConfig config;
    private final DailyVolume volume;
    private final AuditFrame frame;
    private final DrawAuditSample audit;
    private final RaiseFlags flags;
    private final Jdbi jdbi;

    FlagScored(
            FlagPolicies policies,
            FlaggingConfig config,
            DailyVolume volume,
            AuditFrame frame,
            DrawAuditSample audit,
            RaiseFlags flags,
            Jdbi jdbi) {
        this.policies = policies;
        this.config = config;
        this.volume = volume;
        this.frame = frame;
        this.audit = audit;
        this.flags = flags;
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
        flags.raise(policy, news.champion(), unflagged(high), FlagOrigin.MODEL, 1, null, null, news.at());
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void onDay(@Observes DayScored news) {
        if (!news.people()) {
            return;
        }
        Champion champion = news.champion();
        SubjectKind kind = champion.kind();
        FlagPolicy policy = policies.of(kind);
        frame.enter(
                kind,
                news.day(),
                news.subjects().stream().map(s -> s.subject().id()).toList());
        double ofTheDay = Math.ceil(frame.size(kind, news.day()) * config.mostShare());
        long most = (long) Math.min(policy.capacityPerDay(), ofTheDay) - flagged(kind, news.day());
        List<ScoredSubject> high = unflagged(news.subjects()).stream()
                .sorted(Comparator.comparingDouble(ScoredSubject::score)
                        .reversed()
                        .thenComparing(s -> s.subject().id()))
                .limit(Math.max(0, most))
                .toList();
        flags.raise(policy, champion, high, FlagOrigin.MODEL, 1, null, null, news.at());
        if (news.whole()) {
            audit.draw(policy, news.day(), news.at());
        }
    }

    /** How many of the day models have flagged, by whichever run, model or door. */
    private long flagged(SubjectKind kind, LocalDate day) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) from flag
                        where subject_kind = :kind and origin = 'model' and as_of >= :start and as_of <= :end
                          -- an order is scored as of its own instant, a seller as of an instant just past or as of the day's end
                          and as_of <> case :kind when 'order' then cast(:end as timestamptz) else :start end
                        """)
                .bind("kind", kind.code())
                .bind("start", start(day))
                .bind("end", start(day.plusDays(1)))
                .mapTo(Long.class)
                .one());
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Leaves out whom a model has flagged in the time before: the case is open, or people have just closed it. */
    private List<ScoredSubject> unflagged(List<ScoredSubject> subjects) {
        if (subjects.isEmpty()) {
            return subjects;
        }
        Set<String> known = jdbi.withHandle(handle -> new HashSet<>(handle.createQuery("""
                        select t.id from unnest(:ids, :since) as t (id, since)
                        where exists (
                          select from flag f
                          where f.subject_kind = :kind and f.subject_id = t.id and f.origin = 'model' and f.as_of >= t.since)
                        """)
                .bind("kind", subjects.getFirst().subject().kind().code())
                .bindArray(
                        "ids",
                        String.class,
                        subjects.stream().map(s -> s.subject().id()).toList())
                .bindArray(
                        "since",
                        Instant.class,
                        subjects.stream()
                                .map(s -> s.asOf().minus(config.againAfter()))
                                .toList())
                .mapTo(String.class)
                .list()));
        return subjects.stream().filter(s -> !known.contains(s.subject().id())).toList();
    }
}
