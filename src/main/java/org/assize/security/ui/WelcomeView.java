package org.assize.security.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import java.util.Optional;
import org.assize.platform.ui.Texts;
import org.assize.security.ChoosePassword;
import org.assize.security.WelcomePath;

/** Where a link leads: choose a password and, as the first administrator, a name. */
@Route(value = WelcomePath.ROUTE, autoLayout = false)
@AnonymousAllowed
class WelcomeView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private final ChoosePassword choose;
    private final Div box = new Div();

    WelcomeView(ChoosePassword choose) {
        this.choose = choose;
        addClassName("sign-in");
        box.addClassName("welcome-box");
        add(new Main(box));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String secret = event.getLocation()
                .getQueryParameters()
                .getSingleParameter(WelcomePath.PARAMETER)
                .orElse("");
        Optional<ChoosePassword.Invitation> invitation = choose.invitation(secret);
        box.removeAll();
        if (invitation.isPresent()) {
            ask(secret, invitation.get());
        } else {
            over();
        }
    }

    private void ask(String secret, ChoosePassword.Invitation invitation) {
        TextField username = new TextField(Texts.t("people.username"));
        username.setValue(invitation.username());
        username.setReadOnly(!invitation.first());
        username.getElement().setAttribute("autocomplete", "username");
        TextField displayName = new TextField(Texts.t("people.displayName"));
        displayName.setValue(invitation.displayName());
        displayName.setVisible(invitation.first());
        PasswordField password = new PasswordField(Texts.t("workbench.signIn.password"));
        password.setHelperText(Texts.t("account.passwordRule"));
        password.getElement().setAttribute("autocomplete", "new-password");
        PeopleView.Faults faults = new PeopleView.Faults();
        Button verb = new Button(Texts.t("welcome.do"), event -> {
            switch (choose.choose(secret, username.getValue(), displayName.getValue(), password.getValue())) {
                case ChoosePassword.Chosen _ ->
                    event.getSource().getUI().ifPresent(ui -> ui.getPage().setLocation("/login"));
                case ChoosePassword.LinkOver _ -> {
                    box.removeAll();
                    over();
                }
                case ChoosePassword.Refused refused -> faults.show(refused.faults());
            }
        });
        verb.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        verb.addClickShortcut(com.vaadin.flow.component.Key.ENTER);
        Div form = new Div(faults, username, displayName, password, verb);
        form.addClassName("form");
        Paragraph text = new Paragraph(
                Texts.t(invitation.first() ? "welcome.first" : "welcome.invited", invitation.displayName()));
        text.addClassName("muted");
        box.add(new H1(Texts.t(invitation.first() ? "welcome.title.first" : "welcome.title")), text, form);
        if (invitation.first()) {
            username.focus();
        } else {
            password.focus();
        }
    }

    private void over() {
        Paragraph text = new Paragraph(Texts.t("welcome.over.text"));
        text.addClassName("muted");
        box.add(new H1(Texts.t("welcome.over")), text, new Anchor("/login", Texts.t("workbench.signIn.title")));
    }

    @Override
    public String getPageTitle() {
        return Texts.t("welcome.title") + " · Assize";
    }
}
