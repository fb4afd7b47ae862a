package org.assize.flagging;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.assize.platform.Ids;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;

/** Draws the audit sample of one stratum, once: the database keeps the draw, and a second node finds it there. */
@ApplicationScoped
class DrawAuditSample {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Those who were drawn, and the probability with which each of the stratum could have been. */
    record Draw<T>(List<T> subjects, double inclusionProbability, long seed) {}

    private final Jdbi jdbi;

    DrawAuditSample(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    boolean drawn(SubjectKind kind, String stratum) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select exists (select from audit_draw where subject_kind = :kind and stratum = :stratum)")
                .bind("kind", kind.code())
                .bind("stratum", stratum)
                .mapTo(Boolean.class)
                .one());
    }

    /** Empty when there is nothing to draw from, or when this stratum has been drawn before. */
    <T> Optional<Draw<T>> draw(
            FlagPolicy policy, List<T> population, Function<T, String> id, String stratum, Instant now) {
        int size = policy.auditSampleSize(population.size());
        if (size == 0) {
            return Optional.empty();
        }
        // not to be guessed by whoever could send orders with chosen ids; kept with the draw, so that it can be
        // repeated
        long seed = RANDOM.nextLong();
        int stored = jdbi.withHandle(handle -> handle.createUpdate("""
                        insert into audit_draw (id, subject_kind, stratum, population, sample_size, seed, policy_version, drawn_at)
                        values (:id, :kind, :stratum, :population, :size, :seed, :policy, :now)
                        on conflict (subject_kind, stratum) do nothing
                        """)
                .bind("id", Ids.next())
                .bind("kind", policy.kind().code())
                .bind("stratum", stratum)
                .bind("population", population.size())
                .bind("size", size)
                .bind("seed", seed)
                .bind("policy", policy.version())
                .bind("now", now)
                .execute());
        return stored == 0
                ? Optional.empty()
                : Optional.of(new Draw<>(
                        AuditSample.draw(population, id, size, seed), (double) size / population.size(), seed));
    }
}
