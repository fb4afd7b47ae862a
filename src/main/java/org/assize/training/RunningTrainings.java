package org.assize.training;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.assize.platform.ui.Running;
import org.assize.security.Actor;
import org.assize.security.Permission;

/** Trainings in the top bar. */
@ApplicationScoped
class RunningTrainings implements Running.Source {

    private final TrainingRuns runs;

    RunningTrainings(TrainingRuns runs) {
        this.runs = runs;
    }

    @Override
    public List<Running> running() {
        return runs.underWay(Actor.SYSTEM).stream()
                .map(run -> new Running(
                        run.id().toString(),
                        "training.bar." + run.subjectKind(),
                        List.of(),
                        run.progress(),
                        "models",
                        Set.of(Permission.READ_MODELS.scope())))
                .toList();
    }
}
