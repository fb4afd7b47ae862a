package org.assize.flagging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assize.scoring.Champion;
import org.assize.scoring.ScoredSubject;
import org.assize.security.Actor;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Makes flags of scored subjects that were chosen, with the reasons that the score had, and tells of them. */
@ApplicationScoped
class RaiseFlags {

    private static final int REASONS = 8;

    private final Event<SubjectsFlagged> flagged;
    private final Jdbi jdbi;

    RaiseFlags(Event<SubjectsFlagged> flagged, Jdbi jdbi) {
        this.flagged = flagged;
        this.jdbi = jdbi;
    }

    /** @param model that scored; null when its file is refused by now, and nobody can say its reasons */
    @Transactional(Transactional.TxType.MANDATORY)
    void raise(
            FlagPolicy policy,
            @Nullable Champion model,
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
                    FlagReasons.json(model == null ? List.of() : model.model().reasons(s.features(), REASONS)),
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
}
