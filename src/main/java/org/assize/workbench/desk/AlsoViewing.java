package org.assize.workbench.desk;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.List;
import org.assize.casework.CaseViewers;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Texts;

/** Who else has the case open; takes no room while nobody does. */
final class AlsoViewing extends Div {

    private static final int NAMED = 3;

    private List<CaseViewers.Viewer> shown = List.of();

    AlsoViewing() {
        addClassNames("also-viewing", "pair");
        getElement().setAttribute("role", "status");
    }

    void show(List<CaseViewers.Viewer> viewers) {
        if (viewers.equals(shown)) {
            return;
        }
        shown = viewers;
        removeAll();
        if (viewers.isEmpty()) {
            return;
        }
        Span label = new Span(Texts.t("workbench.desk.alsoViewing"));
        label.addClassName("muted");
        String names = String.join(
                ", ",
                viewers.stream().limit(NAMED).map(CaseViewers.Viewer::name).toList());
        Span who = new Span(
                viewers.size() > NAMED
                        ? Texts.t("workbench.desk.alsoViewing.more", names, viewers.size() - NAMED)
                        : names);
        who.addClassName("strong");
        add(Glyph.EYE.icon(), label, who);
    }
}
