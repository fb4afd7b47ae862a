package org.assize.workbench.desk;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import org.assize.platform.ui.Texts;
import org.assize.verdict.PolicyText;
import org.jspecify.annotations.Nullable;

/** What policy says of the scheme that was chosen. Its room is kept while none is, so that nothing below it moves. */
final class PolicyBlock extends Div {

    PolicyBlock() {
        addClassName("policy-text");
        getElement().setAttribute("role", "region");
        getElement().setAttribute("aria-label", Texts.t("workbench.policy"));
        // long texts scroll, and keys must reach them
        getElement().setAttribute("tabindex", "0");
        show(null);
    }

    void show(@Nullable PolicyText text) {
        removeAll();
        if (text == null) {
            Paragraph hint = new Paragraph(Texts.t("workbench.policy.hint"));
            hint.addClassName("muted");
            add(hint);
            return;
        }
        Span section = new Span("§ " + text.section());
        section.addClassName("strong");
        Span version = new Span(Texts.t("policies.version", text.version()));
        version.addClassName("muted");
        Div head = new Div(section, version);
        head.addClassName("pair");
        add(head, new Paragraph(text.in(Texts.language())));
        getElement().executeJs("this.scrollTop = 0");
    }
}
