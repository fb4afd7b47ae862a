package org.assize.workbench;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.AccessDeniedException;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.router.RouteAccessDeniedError;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import jakarta.servlet.http.HttpServletResponse;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Texts;

/** A page that this person's role may not enter; says who can change that. */
@ParentLayout(MainLayout.class)
@AnonymousAllowed
class DeniedView extends RouteAccessDeniedError implements HasDynamicTitle {

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<AccessDeniedException> parameter) {
        Div page = new Div(
                FailureView.state(Glyph.LOCK, Texts.t("workbench.denied.title"), Texts.t("workbench.denied.text")));
        page.addClassName("page");
        getElement().appendChild(page.getElement());
        return HttpServletResponse.SC_FORBIDDEN;
    }

    @Override
    public String getPageTitle() {
        return Texts.t("workbench.denied.title") + " · Assize";
    }
}
