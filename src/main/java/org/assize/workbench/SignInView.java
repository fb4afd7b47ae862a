package org.assize.workbench;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Texts;
import org.assize.security.SignInForm;

/** Name and password, posted to the server's own form authentication; nothing of it passes through the screen's state. */
@Route(value = "login", autoLayout = false)
@AnonymousAllowed
class SignInView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private final Div refusal = new Div();
    private final Element place = new Element("input");

    SignInView() {
        addClassName("sign-in");
        Div brand = new Div(Brand.mark(), new Span("Assize"));
        brand.addClassName("sign-in-brand");
        refusal.addClassNames("notice", "notice-danger");
        refusal.getElement().setAttribute("role", "alert");
        refusal.setVisible(false);
        Div box = new Div(new H1(Texts.t("workbench.signIn.title")), refusal);
        box.addClassName("sign-in-box");
        box.getElement().appendChild(form());
        Element main = new Element("main");
        main.appendChild(brand.getElement(), box.getElement());
        getElement().appendChild(main);
    }

    private Element form() {
        Element form = new Element("form");
        form.setAttribute("method", "post");
        form.setAttribute("action", "j_security_check");
        form.appendChild(
                field(Texts.t("workbench.signIn.name"), "username", "text", "username"),
                field(Texts.t("workbench.signIn.password"), "password", "password", "current-password"));
        Element button = new Element("button");
        button.setAttribute("type", "submit");
        button.setText(Texts.t("workbench.signIn.do"));
        place.setAttribute("type", "hidden");
        place.setAttribute("name", SignInForm.PLACE);
        return form.appendChild(place, button);
    }

    private static Element field(String label, String name, String type, String autocomplete) {
        Element field = new Element("label");
        Element text = new Element("span");
        text.setText(label);
        Element input = new Element("input");
        input.setAttribute("name", name);
        input.setAttribute("type", type);
        input.setAttribute("autocomplete", autocomplete);
        input.setAttribute("required", "");
        input.setAttribute("spellcheck", "false");
        input.setAttribute("autocapitalize", "none");
        if (name.equals("username")) {
            input.setAttribute("autofocus", "");
        }
        return field.appendChild(text, input);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        place.setAttribute("value", AskedFor.path());
        if (event.getLocation().getQueryParameters().getParameters().containsKey("error")) {
            refusal.removeAll();
            refusal.add(Glyph.WARNING.icon(), new Span(Texts.t("workbench.signIn.refused")));
            refusal.setVisible(true);
        }
    }

    @Override
    public String getPageTitle() {
        return Texts.t("workbench.signIn.title") + " · Assize";
    }
}
