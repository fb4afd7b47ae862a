package org.assize.workbench.desk;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import org.assize.casework.PassedOn;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;

/** What somebody said when they gave the case to the reader: the first thing to read. */
final class PassedOnBand extends Div {

    PassedOnBand(PassedOn.Words said) {
        addClassNames("desk-passed");
        Span who = new Span(Texts.t("workbench.passed." + said.kind(), said.passedBy()));
        who.addClassName("strong");
        Div head = new Div(Glyph.USER.icon(), who, new RelativeTime(said.at()));
        head.addClassNames("pair", "nowrap");
        Paragraph words = new Paragraph(said.words());
        words.addClassName("prose");
        add(head, words);
    }
}
