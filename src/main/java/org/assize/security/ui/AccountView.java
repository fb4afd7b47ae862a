package org.assize.security.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import java.util.stream.Collectors;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.security.ChangeOwnPassword;
import org.assize.security.CurrentActor;
import org.assize.security.PeopleList;
import org.assize.security.Person;

/** What Assize knows about the person who looks, and their password. */
@Route("account")
@PermitAll
class AccountView extends Page {

    private final CurrentActor actor;
    private final ChangeOwnPassword change;

    AccountView(CurrentActor actor, PeopleList people, ChangeOwnPassword change) {
        super("nav.account");
        this.actor = actor;
        this.change = change;
        addClassName("page-narrow");
        people.self(actor.get()).ifPresent(person -> add(facts(person)));
        add(password());
    }

    private static DescriptionList facts(Person person) {
        DescriptionList facts = new DescriptionList();
        facts.addClassName("kv");
        facts.add(
                new DescriptionList.Term(Texts.t("people.displayName")),
                new DescriptionList.Description(person.displayName()),
                new DescriptionList.Term(Texts.t("people.username")),
                new DescriptionList.Description(person.username()),
                new DescriptionList.Term(Texts.t("people.roles")),
                new DescriptionList.Description(
                        person.roles().stream().sorted().map(RoleBoxes::name).collect(Collectors.joining(", "))),
                new DescriptionList.Term(Texts.t("people.lastSignIn")),
                new DescriptionList.Description(RelativeTime.exact(person.lastSignInAt())));
        return facts;
    }

    private Div password() {
        H2 title = new H2(Texts.t("account.password"));
        title.addClassName("section-title");
        PeopleView.Faults faults = new PeopleView.Faults();
        PasswordField current = new PasswordField(Texts.t("account.current"));
        current.getElement().setAttribute("autocomplete", "current-password");
        PasswordField wanted = new PasswordField(Texts.t("account.wanted"));
        wanted.getElement().setAttribute("autocomplete", "new-password");
        wanted.setHelperText(Texts.t("account.passwordRule"));
        Button verb = new Button(Texts.t("account.change"), event -> {
            switch (change.change(actor.get(), current.getValue(), wanted.getValue())) {
                case ChangeOwnPassword.Changed _ ->
                    getUI().ifPresent(ui -> ui.getPage().setLocation("/login"));
                case ChangeOwnPassword.Refused refused -> faults.show(refused.faults());
            }
        });
        verb.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        Div actions = new Div(verb);
        actions.addClassName("form-actions");
        Div form = new Div(faults, current, wanted, actions);
        form.addClassName("form");
        Div panel = new Div(title, form);
        panel.addClassName("panel");
        return panel;
    }
}
