package org.assize.workbench;

import com.vaadin.flow.shared.Registration;
import io.quarkus.arc.All;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.assize.platform.ui.Running;

/** Looks at what is running once for all open pages, and only while there is one; tells them when it has changed. */
@ApplicationScoped
class RunningBoard {

    private final Set<Consumer<List<Running>>> pages = ConcurrentHashMap.newKeySet();
    private volatile List<Running> last = List.of();

    @Inject
    @All
    List<Running.Source> sources;

    /** Tells the page now and after every change, from a thread of the board's own. */
    Registration watch(Consumer<List<Running>> page) {
        pages.add(page);
        page.accept(last);
        return () -> pages.remove(page);
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        if (pages.isEmpty()) {
            return;
        }
        List<Running> now =
                sources.stream().flatMap(source -> source.running().stream()).toList();
        if (!now.equals(last)) {
            last = now;
            pages.forEach(page -> page.accept(now));
        }
    }
}
