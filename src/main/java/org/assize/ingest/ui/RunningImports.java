package org.assize.ingest.ui;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assize.ingest.ImportHistory;
import org.assize.ingest.ImportState;
import org.assize.platform.ui.Running;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.assize.security.Role;

/** Imports under way, for the top bar. */
@ApplicationScoped
class RunningImports implements Running.Source {

    private static final int SHOWN = 3;
    private static final Set<String> READERS = Arrays.stream(Role.values())
            .filter(role -> role.grants(Permission.READ_FEEDS))
            .map(Role::code)
            .collect(Collectors.toUnmodifiableSet());

    private final ImportHistory history;

    RunningImports(ImportHistory history) {
        this.history = history;
    }

    @Override
    public List<Running> running() {
        return history.underWay(Actor.SYSTEM, SHOWN).stream()
                .map(each -> new Running(
                        each.id().toString(),
                        "ingest.running",
                        List.of(each.fileName()),
                        each.state() == ImportState.RUNNING ? each.share() : Double.NaN,
                        FeedsNavigation.ofImport(each.id()),
                        READERS))
                .toList();
    }
}
