package org.assize.platform.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assize.platform.Bulletin;
import org.assize.platform.Change;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is on a screen true while others act. All parts of one page are told together, at most once a second, and
 * only while they are attached; a page that is gone is not told any more.
 *
 * <p>Who is told changes figures and words in place. Nothing takes the focus, and no row moves under a hand.
 */
public final class Live {

    private static final Duration PACE = Duration.ofSeconds(1);

    private final UI ui;
    private final Bulletin bulletin;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private Bulletin.@Nullable Registration registration;

    private record Follower(Predicate<Change> wanted, Consumer<Set<Change>> told) {}

    private Live(UI ui, Bulletin bulletin) {
        this.ui = ui;
        this.bulletin = bulletin;
    }

    /** From now on, and whenever it comes back to a page. {@code told} has the page's lock. */
    public static void follow(
            Component component, Bulletin bulletin, Predicate<Change> wanted, Consumer<Set<Change>> told) {
        Follower follower = new Follower(wanted, told);
        component.addAttachListener(event -> of(event.getUI(), bulletin).add(follower));
        component.addDetachListener(event -> of(event.getUI(), bulletin).remove(follower));
        component.getUI().ifPresent(ui -> of(ui, bulletin).add(follower));
    }

    private static Live of(UI ui, Bulletin bulletin) {
        Live live = ComponentUtil.getData(ui, Live.class);
        if (live == null) {
            live = new Live(ui, bulletin);
            ComponentUtil.setData(ui, Live.class, live);
        }
        return live;
    }

    private void add(Follower follower) {
        followers.add(follower);
        if (registration == null) {
            registration = bulletin.subscribe(
                    change -> followers.stream().anyMatch(each -> each.wanted().test(change)),
                    PACE,
                    ui.accessLater(this::tell, () -> {})::accept);
        }
    }

    private void remove(Follower follower) {
        followers.remove(follower);
        if (followers.isEmpty() && registration != null) {
            registration.close();
            registration = null;
        }
    }

    private void tell(Set<Change> changes) {
        for (Follower follower : followers) {
            Set<Change> its = changes.stream().filter(follower.wanted()).collect(Collectors.toUnmodifiableSet());
            if (!its.isEmpty()) {
                follower.told().accept(its);
            }
        }
    }
}
