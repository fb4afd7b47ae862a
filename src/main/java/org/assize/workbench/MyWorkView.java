package org.assize.workbench;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.function.Function;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.Absences;
import org.assize.queue.CancelAbsence;
import org.assize.queue.EnterAbsence;
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

    MyWorkView(
            CurrentActor actor,
            MyWork myWork,
            Absences absences,
            EnterAbsence enterAbsence,
            CancelAbsence cancelAbsence,
            AssizeClock clock) {
        super("nav.my-work");
        this.actor = actor;
        this.myWork = myWork;
        this.clock = clock;
        content.addClassName("stack");
        add(content);
        Button away = new Button(
                Texts.t("workbench.absence.mine"),
                click -> new AbsenceDialog(
                                Texts.t("workbench.absence.mine"),
                                actor.get().id(),
                                actor,
                                absences,
                                enterAbsence,
                                cancelAbsence,
                                clock,
                                () -> {})
                        .open());
        actions(ViewKeys.click(away, "b"));
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
        rows("workbench.mine.held", sheet.held(), its -> its, HomeView::until);
        rows(
                "workbench.mine.handedOver",
                sheet.handedOver(),
                its -> its,
                its -> HomeView.labelled("workbench.due", new RelativeTime(its.dueAt())));
        rows(
                "workbench.mine.drafts",
                sheet.drafts(),
                MyWork.Draft::fraudCase,
                draft -> HomeView.labelled("workbench.written", new RelativeTime(draft.savedAt())));
        rows("workbench.mine.decided", sheet.decidedToday(), MyWork.Decided::fraudCase, decided -> {
            Div last = new Div(CaseWords.decision(decided.reached()), new RelativeTime(decided.reachedAt()));
            last.addClassName("pair");
            return last;
        });
    }

    private <T> void rows(
            String titleKey, List<T> rows, Function<T, FraudCase> caseOf, Function<T, Component> further) {
        if (!rows.isEmpty()) {
            content.add(new CaseRows<>(titleKey, rows, caseOf, further));
        }
    }
}
