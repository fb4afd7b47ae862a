package org.assize.workbench;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import org.assize.platform.AssizeClock;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.queue.MyWork;
import org.assize.security.CurrentActor;

/** What I hold, what waits for me alone, what I have begun to write, and what I decided today. */
@Route(value = "my-work", layout = MainLayout.class)
@RolesAllowed("cases:work")
@NavEntry(section = NavEntry.Section.WORK, order = 20, glyph = Glyph.GAVEL, key = "w")
class MyWorkView extends Page {

    private final CurrentActor actor;
    private final MyWork myWork;
    private final AssizeClock clock;
    private final Div content = new Div();

    MyWorkView(CurrentActor actor, MyWork myWork, AssizeClock clock) {
        super("nav.my-work");
        this.actor = actor;
        this.myWork = myWork;
        this.clock = clock;
        content.addClassName("stack");
        add(content);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        MyWork.Sheet sheet = myWork.read(
                actor.get(), PersonDay.of(event.getUI(), clock.now()).start());
        content.removeAll();
        if (sheet.held().isEmpty()
                && sheet.handedOver().isEmpty()
                && sheet.drafts().isEmpty()
                && sheet.decidedToday().isEmpty()) {
            content.add(
                    new EmptyState(Glyph.GAVEL, Texts.t("workbench.mine.empty"), Texts.t("workbench.mine.emptyNext")));
            return;
        }
        content.add(
                new CaseRows<>("workbench.mine.held", sheet.held(), its -> its, HomeView::until),
                new CaseRows<>(
                        "workbench.mine.handedOver",
                        sheet.handedOver(),
                        its -> its,
                        its -> HomeView.labelled("workbench.due", new RelativeTime(its.dueAt()))),
                new CaseRows<>(
                        "workbench.mine.drafts",
                        sheet.drafts(),
                        MyWork.Draft::fraudCase,
                        draft -> HomeView.labelled("workbench.written", new RelativeTime(draft.savedAt()))),
                new CaseRows<>("workbench.mine.decided", sheet.decidedToday(), MyWork.Decided::fraudCase, decided -> {
                    Div last = new Div(CaseWords.decision(decided.reached()), new RelativeTime(decided.reachedAt()));
                    last.addClassName("pair");
                    return last;
                }));
    }
}
