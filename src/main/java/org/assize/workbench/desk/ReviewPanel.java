package org.assize.workbench.desk;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import java.util.List;
import org.assize.casework.CaseFile;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;

/** A verdict that waits for a second person: what it says, and for whoever may, to uphold or overturn it. */
final class ReviewPanel extends Div {

    /** Who looks at it. */
    enum Reader {
        REVIEWER,
        /** They reached it themselves. */
        AUTHOR,
        OTHER
    }

    ReviewPanel(CaseFile.Contents contents, Reader reader, Runnable uphold, Runnable overturn) {
        addClassNames("verdict", "stand");
        H2 title = new H2(Texts.t("workbench.review"));
        title.addClassName("section-title");
        Div head = new Div(title);
        head.addClassName("panel-head");
        Paragraph what = new Paragraph(Texts.t(
                switch (reader) {
                    case REVIEWER -> "workbench.review.text";
                    case AUTHOR -> "workbench.review.own";
                    case OTHER -> "workbench.review.other";
                }));
        what.addClassName("muted");
        Div body = new Div(
                what,
                EarlierPanel.verdicts(
                        contents.verdicts().isEmpty()
                                ? List.of()
                                : contents.verdicts().subList(0, 1)));
        body.addClassName("stand-body");
        add(head, body);
        if (reader == Reader.REVIEWER) {
            Button stands = new Button(Texts.t("workbench.review.uphold.do"), event -> uphold.run());
            stands.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            Button falls = new Button(Texts.t("workbench.review.overturn"), event -> overturn.run());
            Div acts = new Div(ViewKeys.click(stands, "w"), ViewKeys.click(falls, "v"));
            acts.addClassName("toolbar");
            body.add(acts);
        }
    }
}
