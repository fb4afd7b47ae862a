package org.assize.training;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.security.PersonBehind;

/** Somebody else than who asked, and than who trained, approves or refuses a promotion. */
@ApplicationScoped
public class DecidePromotion {

    /** What came of it. */
    public sealed interface Result {
        record Decided(boolean approved, String modelVersion) implements Result {}

        record NoSuchPromotion() implements Result {}

        record AlreadyDecided() implements Result {}

        /** Four eyes: who asked or trained can not approve, nor can a token of theirs. */
        record OwnRequest() implements Result {}
    }

    private final Promotions promotions;
    private final ModelRegistry registry;
    private final PersonBehind behind;
    private final AuditTrail trail;
    private final AssizeClock clock;
    private final Event<ModelPromoted> promoted;

    DecidePromotion(
            Promotions promotions,
            ModelRegistry registry,
            PersonBehind behind,
            AuditTrail trail,
            AssizeClock clock,
            Event<ModelPromoted> promoted) {
        this.promotions = promotions;
        this.registry = registry;
        this.behind = behind;
        this.trail = trail;
        this.clock = clock;
        this.promoted = promoted;
    }

    @Transactional
    public Result decide(Actor actor, UUID id, boolean approve) {
        actor.require(Permission.APPROVE_PROMOTIONS);
        Optional<Promotion> found = promotions.lock(id);
        if (found.isEmpty()) {
            return new Result.NoSuchPromotion();
        }
        Promotion promotion = found.get();
        if (!promotion.open()) {
            return new Result.AlreadyDecided();
        }
        String version = promotion.modelVersion();
        UUID self = behind.of(actor.id());
        if (behind.of(promotion.requestedById()).equals(self)
                || (approve
                        && registry.trainer(version)
                                .map(behind::of)
                                .filter(self::equals)
                                .isPresent())) {
            return new Result.OwnRequest();
        }
        Instant now = clock.now();
        promotions.decide(id, actor, approve, now);
        trail.ofArea(
                Area.TRAINING,
                approve ? "promotion.approved" : "promotion.refused",
                actor,
                now,
                Map.of("promotion", id, "model", version));
        if (approve) {
            ModelVersion model = registry.find(Actor.SYSTEM, version).orElseThrow();
            registry.crown(model.kind(), version, now);
            promoted.fire(new ModelPromoted(model.kind(), version, now));
        }
        return new Result.Decided(approve, version);
    }
}
