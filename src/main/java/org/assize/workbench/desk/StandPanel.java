package org.assize.workbench.desk;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.time.Instant;
import org.assize.casework.CaseFile;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.workbench.NextCase;
import org.jspecify.annotations.Nullable;

/** Where the verdict would be, for somebody who does not hold the case: how it stands, and how to take it. */
final class StandPanel extends Div {

    /**
     * @param claim null for whoever may not work cases
     * @param reopen null for whoever may not steer them
     */
    StandPanel(CaseFile.Contents contents, Instant now, @Nullable Runnable claim, @Nullable Runnable reopen) {
        addClassNames("verdict", "stand");
        FraudCase its = contents.fraudCase();
        H2 title = new H2(Texts.t("workbench.verdict"));
        title.addClassName("section-title");
        Div head = new Div(title);
        head.addClassName("panel-head");
        Div body = new Div();
        body.addClassName("stand-body");
        add(head, body);
        Instant until = its.claimedUntil();
        String holder = its.claimedBy();
        boolean held = its.state() == CaseState.CLAIMED && until != null && until.isAfter(now);
        if (its.state() == CaseState.CLOSED) {
            body.add(EarlierPanel.verdicts(contents.verdicts()));
            if (reopen != null) {
                body.add(ViewKeys.click(new Button(Texts.t("workbench.reopen.do"), event -> reopen.run()), "Shift+r"));
            }
        } else if (held) {
            body.add(line(Texts.t("workbench.stand.held", holder == null ? "" : holder), its.claimedAt()));
        } else if (its.state() == CaseState.IN_RING && its.ringId() != null) {
            body.add(
                    new Paragraph(Texts.t("workbench.stand.inRing")),
                    new Anchor(NextCase.desk(its.ringId()), Texts.t("workbench.stand.toRing")));
        } else if (its.state() == CaseState.SNOOZED) {
            body.add(line(Texts.t("workbench.stand.snoozed"), its.snoozedUntil()));
        } else if (claim == null && its.awaitsSecondReading()) {
            body.add(new Paragraph(Texts.t("workbench.stand.readByYou")));
        } else {
            String assignee = its.assignedTo();
            body.add(new Paragraph(
                    assignee == null ? Texts.t("workbench.stand.free") : Texts.t("workbench.waitsFor", assignee)));
        }
        if (claim != null && !held && its.state() != CaseState.CLOSED && its.state() != CaseState.IN_RING) {
            Button take = new Button(Texts.t("workbench.stand.claim"), event -> claim.run());
            take.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            body.add(ViewKeys.click(take, "w"));
        }
    }

    private static Div line(String text, @Nullable Instant at) {
        Div line = new Div(new Span(text), new RelativeTime(at));
        line.addClassName("pair");
        return line;
    }
}
