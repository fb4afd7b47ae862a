package org.assize.workbench;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.server.VaadinSession;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.assize.platform.ui.Texts;
import org.assize.queue.AtCapacity;
import org.assize.queue.ClaimCase;
import org.assize.queue.ClaimNextCase;
import org.assize.queue.Claimed;
import org.assize.queue.QueueBacklog;
import org.assize.security.Actor;
import org.assize.security.CurrentActor;

/** The way from a screen to the next case: claims it and opens its desk, or says why there is none. */
@ApplicationScoped
public class NextCase {

    private static final String LAST_QUEUE = "assize.lastQueue";
    private static final int MILLIS = 5_000;

    private final CurrentActor actor;
    private final ClaimNextCase claimNext;
    private final ClaimCase claim;

    NextCase(CurrentActor actor, ClaimNextCase claimNext, ClaimCase claim) {
        this.actor = actor;
        this.claimNext = claimNext;
        this.claim = claim;
    }

    /** The most urgent of one queue. */
    public void of(UI ui, String queue) {
        say(ui, queue, claimNext.claim(actor.get(), queue));
    }

    /** Of the queue worked last, or else of the first that has something. */
    public void ofAny(UI ui, Iterable<QueueBacklog.Line> backlog) {
        Actor me = actor.get();
        Set<String> queues = new LinkedHashSet<>();
        if (VaadinSession.getCurrent().getAttribute(LAST_QUEUE) instanceof String last) {
            queues.add(last);
        }
        backlog.forEach(line -> queues.add(line.key()));
        for (String queue : queues) {
            if (claimNext.claim(me, queue) instanceof Claimed claimed) {
                open(ui, claimed);
                return;
            }
        }
        tell(Texts.t("workbench.next.nothing"));
    }

    /** A case by its id, claimed if it can be; its desk says so if not. */
    public void named(UI ui, UUID caseId) {
        claim.claim(actor.get(), caseId);
        ui.navigate(desk(caseId));
    }

    /** What came of asking for the next, after the desk has closed one. */
    public void say(UI ui, String queue, ClaimNextCase.Result result) {
        switch (result) {
            case Claimed claimed -> open(ui, claimed);
            case ClaimNextCase.QueueEmpty _ -> leave(ui, Texts.t("workbench.next.empty", CaseWords.queue(queue)));
            case AtCapacity(int capacity) -> leave(ui, Texts.t("workbench.next.capacity", capacity));
            case ClaimNextCase.NoSuchQueue _ -> leave(ui, Texts.t("workbench.queue.unknown"));
        }
    }

    private static void open(UI ui, Claimed claimed) {
        VaadinSession.getCurrent().setAttribute(LAST_QUEUE, claimed.fraudCase().queue());
        ui.navigate(desk(claimed.claim().caseId()));
    }

    private static void leave(UI ui, String why) {
        tell(why);
        if (ui.getInternals().getActiveViewLocation().getPath().startsWith("case/")) {
            ui.navigate("");
        }
    }

    public static String desk(UUID caseId) {
        return "case/" + caseId;
    }

    public static void tell(String text) {
        Notification.show(text, MILLIS, Notification.Position.BOTTOM_START);
    }
}
