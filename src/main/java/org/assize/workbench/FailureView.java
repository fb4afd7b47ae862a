package org.assize.workbench;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import jakarta.servlet.http.HttpServletResponse;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.ShortId;
import org.assize.platform.ui.Texts;

/** A page that could not be made: what happened, what was kept, what to do next, and the incident's id. */
@ParentLayout(MainLayout.class)
@AnonymousAllowed
class FailureView extends Div implements HasErrorParameter<Exception>, HasDynamicTitle {

    FailureView() {
        addClassName("page");
    }

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
        String incident = Incident.record(parameter.getException());
        Div id = new Div(new ShortId(incident));
        Div state = state(
                Glyph.WARNING,
                Texts.t("workbench.error.title"),
                Texts.t("workbench.error.text"),
                new Paragraph(Texts.t("workbench.error.incident")),
                id);
        state.addClassName("failure");
        add(state);
        return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }

    static Div state(Glyph glyph, String title, String text, Component... more) {
        Div state = new Div(glyph.icon(), new H1(title), new Paragraph(text));
        state.addClassName("error-state");
        state.getElement().setAttribute("role", "alert");
        state.add(more);
        state.add(new RouterLink(Texts.t("workbench.toHome"), HomeView.class));
        return state;
    }

    @Override
    public String getPageTitle() {
        return Texts.t("workbench.error.title") + " · Assize";
    }
}
