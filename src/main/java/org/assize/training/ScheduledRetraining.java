package org.assize.training;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import org.assize.platform.AssizeClock;
import org.assize.platform.OneNode;
import org.assize.security.Actor;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;

/** Trains a challenger for each kind that has a champion, when the settings say so. Promoting it stays with people. */
@ApplicationScoped
class ScheduledRetraining {

    private static final String OFF = "off";

    /** Nodes fire within moments of each other; one training is enough. */
    private static final Duration SAME_MOMENT = Duration.ofSeconds(30);

    private final TrainingConfig config;
    private final Scheduler scheduler;
    private final TrainModel trainModel;
    private final ModelRegistry registry;
    private final AssizeClock clock;
    private final Jdbi jdbi;

    ScheduledRetraining(
            TrainingConfig config,
            Scheduler scheduler,
            TrainModel trainModel,
            ModelRegistry registry,
            AssizeClock clock,
            Jdbi jdbi) {
        this.config = config;
        this.scheduler = scheduler;
        this.trainModel = trainModel;
        this.registry = registry;
        this.clock = clock;
        this.jdbi = jdbi;
    }

    void onStart(@Observes StartupEvent start) {
        if (!config.schedule().equals(OFF)) {
            scheduler
                    .newJob("retrain")
                    .setCron(config.schedule())
                    .setTimeZone("UTC")
                    .setConcurrentExecution(Scheduled.ConcurrentExecution.SKIP)
                    .setTask(execution -> retrain())
                    .schedule();
        }
    }

    private void retrain() {
        QuarkusTransaction.requiringNew().run(() -> {
            Instant now = clock.now();
            if (mine(now)) {
                for (SubjectKind kind : SubjectKind.values()) {
                    if (registry.champion(kind).isPresent()) {
                        trainModel.request(Actor.SYSTEM, TrainModel.Request.usual(kind, now.toEpochMilli()));
                    }
                }
            }
        });
    }

    /** The lock holds until the requests are written; whoever comes later sees them. */
    private boolean mine(Instant now) {
        return jdbi.withHandle(handle -> OneNode.takes(handle, "assize.training.scheduled")
                && handle.createQuery("""
                        select not exists (
                          select from training_run where requested_by = :system and created_at > :since)
                        """)
                        .bind("system", Actor.SYSTEM_ID)
                        .bind("since", now.minus(SAME_MOMENT))
                        .mapTo(Boolean.class)
                        .one());
    }
}
