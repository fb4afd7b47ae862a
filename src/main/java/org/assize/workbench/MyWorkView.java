package org.assize.workbench;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.function.Function;
import org.assize.audit.AuditTrail;
import org.assize.casework.FraudCase;
import org.assize.platform.AssizeClock;
import org.assize.platform.Bulletin;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Live;
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
import org.jspecify.annotations.Nullable;

/**
 * What I hold, what waits for me alone, what I have put aside or handed over, what I have begun to write, and what I decided today.
 */
@Route(value = "my-work", layout = MainLayout.class)
@RolesAllowed("cases:work")
@NavEntry(section = NavEntry.Section.WORK, order = 20, glyph = Glyph.GAVEL, key = "w")
class MyWorkView extends Page {

    private final CurrentActor actor;
    private final MyWork myWork;
    private final AssizeClock clock;
    private final Div content = new Div();
    private MyWork.@Nullable Sheet shown;

    MyWorkView(
            CurrentActor actor,
            MyWork myWork,
            Absences absences,
            EnterAbsence enterAbsence,
            CancelAbsence cancelAbsence,
            AssizeClock clock,
            Bulletin bulletin) {
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
        Live.follow(this, bulletin, AuditTrail::tellsOfCases, news -> getUI().ifPresent(this::look));
    }

    @Override
    protected void onAttach(AttachEvent event) {
        shown = null;
        look(event.getUI());
    }

    /** Draws anew only what has changed, so that nothing that is being read or clicked goes away under it. */
    private void look(UI ui) {
        MyWork.Sheet sheet =
                myWork.read(actor.get(), PersonDay.of(ui, clock.now()).start());
        if (sheet.equals(shown)) {
            return;
        }
        shown = sheet;
        content.removeAll();
        if (sheet.isEmpty()) {
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
                "workbench.mine.snoozed",
                sheet.snoozed(),
                its -> its,
                its -> HomeView.labelled("workbench.mine.back", new RelativeTime(its.snoozedUntil())));
        rows(
                "workbench.mine.givenAway",
                sheet.givenAway(),
                its -> its,
                its -> new Span(Texts.t("workbench.waitsFor", its.assignedTo() == null ? "" : its.assignedTo())));
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
