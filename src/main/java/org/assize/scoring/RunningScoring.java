package org.assize.scoring;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.assize.platform.ui.Running;
import org.assize.security.Permission;

/** Scoring of history in the top bar. */
@ApplicationScoped
class RunningScoring implements Running.Source {

    private final ScoringRuns runs;

    RunningScoring(ScoringRuns runs) {
        this.runs = runs;
    }

    @Override
    public List<Running> running() {
        return runs.underWay().stream()
                .map(run -> new Running(
                        run.id().toString(),
                        "scoring.bar." + run.subjectKind(),
                        List.of(),
                        run.progress(),
                        "models",
                        Set.of(Permission.READ_MODELS.scope())))
                .toList();
    }
}
