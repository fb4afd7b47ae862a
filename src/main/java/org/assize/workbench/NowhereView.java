package org.assize.workbench;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.router.RouteNotFoundError;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import jakarta.servlet.http.HttpServletResponse;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Texts;

/** An address that leads nowhere. */
@ParentLayout(MainLayout.class)
@AnonymousAllowed
class NowhereView extends RouteNotFoundError implements HasDynamicTitle {

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
        Div page = new Div(
                FailureView.state(Glyph.SEARCH, Texts.t("workbench.nowhere.title"), Texts.t("workbench.nowhere.text")));
        page.addClassName("page");
        getElement().appendChild(page.getElement());
        return HttpServletResponse.SC_NOT_FOUND;
    }

    @Override
    public String getPageTitle() {
        return Texts.t("workbench.nowhere.title") + " · Assize";
    }
}
