package org.assize.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.platform.FieldError;
import org.assize.platform.Ids;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** Says when a person is away: everybody for themselves, a lead for anybody. */
@ApplicationScoped
public class EnterAbsence {

    private static final Duration LONGEST = Duration.ofDays(366);

    private final Jdbi jdbi;
    private final AuditTrail trail;
    private final AssizeClock clock;

    EnterAbsence(Jdbi jdbi, AuditTrail trail, AssizeClock clock) {
        this.jdbi = jdbi;
        this.trail = trail;
        this.clock = clock;
    }

    public sealed interface Result {}

    public record Entered(UUID id) implements Result {}

    public record Invalid(List<FieldError> errors) implements Result {}

    @Transactional
    public Result enter(Actor actor, UUID personId, Instant startsAt, Instant endsAt) {
        actor.require(personId.equals(actor.id()) ? Permission.WORK_CASES : Permission.CHANGE_POLICIES);
        Instant now = clock.now();
        List<FieldError> errors = new ArrayList<>();
        if (!endsAt.isAfter(startsAt)) {
            errors.add(new FieldError("endsAt", "order", "must lie after startsAt"));
        } else if (!endsAt.isAfter(now)) {
            errors.add(new FieldError("endsAt", "past", "must lie ahead"));
        } else if (Duration.between(startsAt, endsAt).compareTo(LONGEST) > 0) {
            errors.add(
                    new FieldError("endsAt", "range", "must be at most " + LONGEST.toDays() + " days after startsAt"));
        }
        return jdbi.withHandle(handle -> {
            boolean known = handle.createQuery("select exists (select from person where id = :id)")
                    .bind("id", personId)
                    .mapTo(Boolean.class)
                    .one();
            if (!known) {
                errors.add(new FieldError("person", "unknown", "must be a person"));
            } else if (Absences.of(handle, personId, now).size() >= Absences.MOST) {
                errors.add(
                        new FieldError("person", "range", "has " + Absences.MOST + " absences ahead, which is enough"));
            }
            if (!errors.isEmpty()) {
                return new Invalid(errors);
            }
            UUID id = Ids.next();
            handle.createUpdate("""
                            insert into absence (id, person_id, starts_at, ends_at, entered_by, entered_at)
                            values (:id, :person, :starts, :ends, :by, :at)""")
                    .bind("id", id)
                    .bind("person", personId)
                    .bind("starts", startsAt)
                    .bind("ends", endsAt)
                    .bind("by", actor.id())
                    .bind("at", now)
                    .execute();
            trail.ofArea(
                    Area.QUEUES,
                    "absence.entered",
                    actor,
                    now,
                    Map.of("absence", id, "person", personId, "startsAt", startsAt, "endsAt", endsAt));
            return new Entered(id);
        });
    }
}
