package org.assize.training;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.label.LabelCounts;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;

/**
 * Gives a marketplace its first model of a kind, so that there are flags on the first day: boosting where frauds are known
 * already, else an isolation forest. It flags at once; every later model is asked for by one and approved by another.
 */
@ApplicationScoped
public class EnsureFirstModel {

    /** Below this a model would learn single cases by heart. */
    private static final long FRAUDS_TO_LEARN_FROM = 20;

    /** Chosen once; a first model of the same orders is the same model. */
    private static final long SEED = 20260101;

    /** What came of it. */
    public sealed interface Result {
        record Crowned(String version) implements Result {}

        record AlreadyThere() implements Result {}

        record TooFewOrders() implements Result {}

        /** The training run says why. */
        record NoModel() implements Result {}
    }

    private final TrainModel trainModel;
    private final TrainingData data;
    private final TrainingConfig config;
    private final LabelCounts labels;
    private final ModelRegistry registry;
    private final Promotions promotions;
    private final AuditTrail trail;
    private final AssizeClock clock;
    private final Event<ModelPromoted> promoted;

    EnsureFirstModel(
            TrainModel trainModel,
            TrainingData data,
            TrainingConfig config,
            LabelCounts labels,
            ModelRegistry registry,
            Promotions promotions,
            AuditTrail trail,
            AssizeClock clock,
            Event<ModelPromoted> promoted) {
        this.trainModel = trainModel;
        this.data = data;
        this.config = config;
        this.labels = labels;
        this.registry = registry;
        this.promotions = promotions;
        this.trail = trail;
        this.clock = clock;
        this.promoted = promoted;
    }

    /**
     * Returns when there is a champion or none can be made; may take minutes where there are many orders. One caller at a time:
     * the next one finds the model that the first one made.
     */
    public synchronized Result ensure(Actor actor, SubjectKind kind) {
        actor.require(Permission.TRAIN_MODELS);
        if (registry.champion(kind).isPresent()) {
            return new Result.AlreadyThere();
        }
        if (data.orders() < config.firstModelFrom()) {
            return new Result.TooFewOrders();
        }
        return learnt(actor, kind)
                .or(() -> unlearnt(actor, kind))
                .map(version -> crown(actor, kind, version))
                .orElseGet(Result.NoModel::new);
    }

    private Optional<String> learnt(Actor actor, SubjectKind kind) {
        long frauds = labels.bySource(Actor.SYSTEM, clock.now()).stream()
                .filter(count -> count.subjectKind().equals(kind.code()))
                .mapToLong(LabelCounts.Count::frauds)
                .sum();
        return frauds < FRAUDS_TO_LEARN_FROM
                ? Optional.empty()
                : trainModel.train(actor, TrainModel.Request.usual(kind, SEED));
    }

    private Optional<String> unlearnt(Actor actor, SubjectKind kind) {
        return trainModel.train(
                actor, new TrainModel.Request(kind, TreeOptions.Isolation.NAME, Map.of(), SEED, null, null, null));
    }

    private Result crown(Actor actor, SubjectKind kind, String version) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Instant now = clock.now();
            if (!registry.crownFirst(kind, version, now)) {
                return new Result.AlreadyThere();
            }
            UUID promotion = promotions.addFirst(version, "first", now);
            trail.ofArea(
                    Area.TRAINING,
                    "model.first",
                    actor,
                    now,
                    Map.of("promotion", promotion, "model", version, "subjectKind", kind.code()));
            promoted.fire(new ModelPromoted(kind, version, now));
            return new Result.Crowned(version);
        });
    }
}
