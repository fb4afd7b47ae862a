package org.assize.training;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.scoring.Loading;
import org.assize.scoring.Model;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jdbi.v3.core.Jdbi;

/** Somebody asks that a model flag from now on, or that an earlier one flag again. Nothing changes until another approves. */
@ApplicationScoped
public class RequestPromotion {

    /** What came of asking. */
    public sealed interface Result {
        record Requested(UUID promotion) implements Result {}

        record NoSuchModel() implements Result {}

        record AlreadyChampion() implements Result {}

        record AlreadyRequested() implements Result {}

        record ReasonMissing() implements Result {}

        /** @param detail why its file can not be used */
        record Unusable(String detail) implements Result {}
    }

    private final ModelRegistry registry;
    private final Promotions promotions;
    private final AuditTrail trail;
    private final AssizeClock clock;
    private final Jdbi jdbi;

    RequestPromotion(ModelRegistry registry, Promotions promotions, AuditTrail trail, AssizeClock clock, Jdbi jdbi) {
        this.registry = registry;
        this.promotions = promotions;
        this.trail = trail;
        this.clock = clock;
        this.jdbi = jdbi;
    }

    @Transactional
    public Result request(Actor actor, String version, boolean rollback, String reason) {
        actor.require(Permission.REQUEST_PROMOTIONS);
        if (reason.isBlank() || reason.length() > 2_000) {
            return new Result.ReasonMissing();
        }
        Optional<ModelVersion> model = registry.find(Actor.SYSTEM, version);
        if (model.isEmpty()) {
            return new Result.NoSuchModel();
        }
        if (model.get().champion()) {
            return new Result.AlreadyChampion();
        }
        Loading loading = Model.read(file(version), model.get().sha256());
        if (loading instanceof Loading.ModelRefused(Loading.Cause cause, String detail)) {
            return new Result.Unusable(cause + ": " + detail);
        }
        Instant now = clock.now();
        String kind = rollback ? "rollback" : "promotion";
        Optional<UUID> added = promotions.add(actor, version, kind, reason.strip(), now);
        if (added.isEmpty()) {
            return new Result.AlreadyRequested();
        }
        trail.ofArea(
                Area.TRAINING,
                "promotion.requested",
                actor,
                now,
                Map.of("promotion", added.get(), "model", version, "kind", kind));
        return new Result.Requested(added.get());
    }

    private byte[] file(String version) {
        return jdbi.withHandle(handle -> handle.createQuery("select forest from model_version where version = :version")
                .bind("version", version)
                .mapTo(byte[].class)
                .one());
    }
}
