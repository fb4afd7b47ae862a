package org.assize.flagging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assize.platform.Ids;
import org.assize.scoring.Champions;
import org.assize.scoring.ScoredDay;
import org.assize.scoring.ScoredSubject;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;

/**
 * Draws the audit sample of a day that is over, from everybody who was scored for it and whom no draw has chosen from yet:
 * once as a rule; who comes later still, by a late file, has a draw of his own.
 */
@ApplicationScoped
class DrawAuditSample {

    private static final SecureRandom RANDOM = new SecureRandom();

    private record Before(int draws, int taken) {}

    private final AuditFrame frame;
    private final ScoredDay scored;
    private final Champions models;
    private final RaiseFlags flags;
    private final Jdbi jdbi;

    DrawAuditSample(AuditFrame frame, ScoredDay scored, Champions models, RaiseFlags flags, Jdbi jdbi) {
        this.frame = frame;
        this.scored = scored;
        this.models = models;
        this.flags = flags;
        this.jdbi = jdbi;
    }

    /** Whether a draw has been made after the day was over, so that nobody scored live on it is missing. */
    boolean drawnAfter(SubjectKind kind, LocalDate day, Instant over) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select exists (select from audit_draw where subject_kind = :kind and day = :day and drawn_at >= :over)
                        """)
                .bind("kind", kind.code())
                .bind("day", day)
                .bind("over", over)
                .mapTo(Boolean.class)
                .one());
    }

    /** Draws and flags. Nothing happens where everybody of the day has had his chance. */
    @Transactional(Transactional.TxType.MANDATORY)
    void draw(FlagPolicy policy, LocalDate day, Instant now) {
        SubjectKind kind = policy.kind();
        frame.enter(kind, day, scored.live(kind, day));
        oneAtATime(kind, day);
        UUID id = Ids.next();
        List<String> population = frame.population(kind, day, id);
        if (population.isEmpty()) {
            return;
        }
        Before before = before(kind, day);
        int size = policy.auditSampleSize(population.size(), before.taken());
        String stratum = before.draws() == 0 ? day.toString() : "%s, draw %d".formatted(day, before.draws() + 1);
        // not to be guessed by whoever could send orders with chosen ids; kept with the draw, so that it can be
        // repeated
        long seed = RANDOM.nextLong();
        store(id, policy, day, stratum, population.size(), size, seed, now);
        List<String> drawn = AuditSample.draw(population, subject -> subject, size, seed);
        Map<String, List<ScoredSubject>> byModel =
                scored.last(kind, day, drawn).stream().collect(Collectors.groupingBy(ScoredSubject::modelVersion));
        byModel.forEach((version, subjects) -> flags.raise(
                policy,
                models.version(kind, version).orElse(null),
                subjects,
                FlagOrigin.AUDIT_SAMPLE,
                (double) size / population.size(),
                stratum,
                seed,
                now));
    }

    /** The lock holds until the draw is committed; whoever comes later sees it. */
    private void oneAtATime(SubjectKind kind, LocalDate day) {
        jdbi.useHandle(handle -> handle.createQuery(
                        "select pg_advisory_xact_lock(hashtextextended('audit draw ' || :kind || ' ' || :day, 0))")
                .bind("kind", kind.code())
                .bind("day", day.toString())
                .mapTo(String.class)
                .findOne());
    }

    private Before before(SubjectKind kind, LocalDate day) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*), coalesce(sum(sample_size), 0) from audit_draw where subject_kind = :kind and day = :day
                        """)
                .bind("kind", kind.code())
                .bind("day", day)
                .map((row, context) -> new Before(row.getInt(1), row.getInt(2)))
                .one());
    }

    private void store(
            UUID id,
            FlagPolicy policy,
            LocalDate day,
            String stratum,
            int population,
            int size,
            long seed,
            Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into audit_draw (id, subject_kind, day, stratum, population, sample_size, seed, policy_version, drawn_at)
                        values (:id, :kind, :day, :stratum, :population, :size, :seed, :policy, :now)
                        """)
                .bind("id", id)
                .bind("kind", policy.kind().code())
                .bind("day", day)
                .bind("stratum", stratum)
                .bind("population", population)
                .bind("size", size)
                .bind("seed", seed)
                .bind("policy", policy.version())
                .bind("now", now)
                .execute());
    }
}
