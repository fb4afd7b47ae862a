package org.assize.security.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Set;
import org.assize.platform.AssizeClock;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.Confirm;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.KeysetGrid;
import org.assize.platform.ui.KeysetSource;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.ChangePerson;
import org.assize.security.CurrentActor;
import org.assize.security.Fault;
import org.assize.security.InvitePerson;
import org.assize.security.PeopleList;
import org.assize.security.Person;
import org.assize.security.ResetPassword;
import org.assize.security.Role;
import org.assize.security.WelcomePath;
import org.jspecify.annotations.Nullable;

/** Who works here, as what, and whether they still do. */
@Route("people")
@RolesAllowed("people:write")
@NavEntry(section = NavEntry.Section.SETUP, order = 30, glyph = Glyph.USERS, key = "p")
class PeopleView extends Page {

    private final CurrentActor actor;
    private final PeopleList people;
    private final InvitePerson invite;
    private final ChangePerson change;
    private final ResetPassword reset;
    private final AssizeClock clock;
    private final KeysetGrid<Person> grid = new KeysetGrid<>();

    PeopleView(
            CurrentActor actor,
            PeopleList people,
            InvitePerson invite,
            ChangePerson change,
            ResetPassword reset,
            AssizeClock clock) {
        super("nav.people");
        this.actor = actor;
        this.people = people;
        this.invite = invite;
        this.change = change;
        this.reset = reset;
        this.clock = clock;
        note(Texts.t("people.note"));
        Button bring = new Button(Texts.t("people.invite"), Glyph.USER_PLUS.icon(), event -> invite());
        bring.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        actions(ViewKeys.click(bring, "i"));
        grid.addComponentColumn(PeopleView::name)
                .setHeader(Texts.t("people.person"))
                .setWidth("11rem")
                .setFlexGrow(2);
        grid.addComponentColumn(PeopleView::roles)
                .setHeader(Texts.t("people.roles"))
                .setFlexGrow(2);
        grid.addComponentColumn(this::state)
                .setHeader(Texts.t("people.state"))
                .setWidth("7rem")
                .setFlexGrow(0);
        grid.addColumn(RelativeTime.renderer(Person::lastSignInAt))
                .setHeader(Texts.t("people.lastSignIn"))
                .setWidth("8rem")
                .setFlexGrow(0);
        grid.addComponentColumn(this::open)
                .setHeader(Texts.t("people.act"))
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.whenEmpty(new EmptyState(Glyph.USERS, Texts.t("people.empty"), Texts.t("people.emptyNext")));
        add(grid);
        show();
    }

    private void show() {
        grid.show(new KeysetSource<Person, String>() {
            @Override
            public List<Person> page(@Nullable String after, int limit) {
                return people.page(actor.get(), after, limit);
            }

            @Override
            public String positionOf(Person person) {
                return person.username();
            }
        });
    }

    private static Span name(Person person) {
        Span username = new Span(person.username());
        username.addClassNames("muted", "small");
        return new Span(new Span(person.displayName() + " "), username);
    }

    private static Span roles(Person person) {
        Span roles = new Span();
        roles.addClassName("badges");
        person.roles().stream().sorted().forEach(role -> roles.add(new Badge(RoleBoxes.name(role))));
        return roles;
    }

    private Badge state(Person person) {
        if (!person.active()) {
            return new Badge(Texts.t("people.state.deactivated"));
        }
        if (person.invited()) {
            return new Badge(Texts.t("people.state.invited"), Badge.Tone.ACCENT);
        }
        boolean locked = person.lockedUntil() != null && clock.now().isBefore(person.lockedUntil());
        return locked
                ? new Badge(Texts.t("people.state.locked"), Badge.Tone.WARNING)
                : new Badge(Texts.t("people.state.active"), Badge.Tone.OK);
    }

    private Button open(Person person) {
        Button button = new Button(Texts.t("people.change"), event -> change(person));
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        button.setAriaLabel(Texts.t("people.changeWhom", person.displayName()));
        return button;
    }

    private void invite() {
        Dialog dialog = new Dialog(Texts.t("people.invite"));
        TextField username = new TextField(Texts.t("people.username"));
        TextField displayName = new TextField(Texts.t("people.displayName"));
        RoleBoxes roles = new RoleBoxes();
        roles.setValue(Set.of(Role.INVESTIGATOR));
        Faults faults = new Faults();
        Button verb = new Button(Texts.t("people.invite.do"), event -> {
            var result =
                    invite.invite(actor.get(), username.getValue(), displayName.getValue(), roles.getValue(), null);
            switch (result) {
                case InvitePerson.Invited invited -> {
                    dialog.close();
                    show();
                    if (invited.secret() != null) {
                        SecretOnce.showLink(
                                this,
                                Texts.t("people.link.title"),
                                Texts.t("people.link.text", displayName.getValue()),
                                WelcomePath.of(invited.secret()));
                    }
                }
                case InvitePerson.Refused refused -> faults.show(refused.faults());
            }
        });
        verb.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        Div form = new Div(faults, username, displayName, roles);
        form.addClassName("form");
        dialog.add(form);
        dialog.getFooter().add(new Button(Texts.t("platform.cancel"), event -> dialog.close()), verb);
        dialog.open();
        username.focus();
    }

    private void change(Person person) {
        Dialog dialog = new Dialog(person.displayName());
        TextField displayName = new TextField(Texts.t("people.displayName"));
        displayName.setValue(person.displayName());
        RoleBoxes roles = new RoleBoxes();
        roles.setValue(person.roles());
        Faults faults = new Faults();
        Button save = new Button(Texts.t("people.save"), event -> {
            var wish = new ChangePerson.Wish(displayName.getValue(), roles.getValue(), null);
            settle(dialog, faults, change.change(actor.get(), person.id(), person.version(), wish));
        });
        save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        Div form = new Div(faults, displayName, roles);
        form.addClassName("form");
        dialog.add(form);
        dialog.getFooter().add(activity(dialog, faults, person));
        if (person.active()) {
            dialog.getFooter().add(newLink(dialog, faults, person));
        }
        dialog.getFooter().add(new Button(Texts.t("platform.cancel"), event -> dialog.close()), save);
        dialog.open();
    }

    private Button activity(Dialog dialog, Faults faults, Person person) {
        Runnable act = () -> settle(
                dialog,
                faults,
                change.change(
                        actor.get(),
                        person.id(),
                        person.version(),
                        new ChangePerson.Wish(null, null, !person.active())));
        if (!person.active()) {
            return new Button(Texts.t("people.reactivate"), event -> act.run());
        }
        Button deactivate = new Button(
                Texts.t("people.deactivate"),
                event -> Confirm.danger(
                        Texts.t("people.deactivate.title", person.displayName()),
                        Texts.t("people.deactivate.text"),
                        Texts.t("people.deactivate"),
                        act));
        deactivate.addThemeVariants(ButtonVariant.LUMO_ERROR);
        return deactivate;
    }

    private Button newLink(Dialog dialog, Faults faults, Person person) {
        Runnable act = () -> {
            switch (reset.reset(actor.get(), person.id())) {
                case ResetPassword.Reset done -> {
                    dialog.close();
                    show();
                    SecretOnce.showLink(
                            this,
                            Texts.t("people.link.title"),
                            Texts.t("people.link.text", person.displayName()),
                            WelcomePath.of(done.secret()));
                }
                case ResetPassword.Unknown _ -> faults.say("people.gone");
                case ResetPassword.LastAdministrator _ -> faults.say("people.lastAdministrator");
            }
        };
        return new Button(Texts.t("people.reset"), event -> {
            if (person.invited()) {
                act.run();
            } else {
                Confirm.danger(
                        Texts.t("people.reset.title", person.displayName()),
                        Texts.t("people.reset.text"),
                        Texts.t("people.reset"),
                        act);
            }
        });
    }

    private void settle(Dialog dialog, Faults faults, ChangePerson.Result result) {
        switch (result) {
            case ChangePerson.Changed changed -> {
                dialog.close();
                show();
                Notification.show(Texts.t("people.changed", changed.person().displayName()));
            }
            case ChangePerson.Unknown _ -> faults.say("people.gone");
            case ChangePerson.Stale _ -> faults.say("people.stale");
            case ChangePerson.LastAdministrator _ -> faults.say("people.lastAdministrator");
            case ChangePerson.Refused refused -> faults.show(refused.faults());
        }
    }

    /** What is wrong, above the fields, told to a screen reader too. */
    static final class Faults extends Div {

        Faults() {
            addClassNames("notice", "notice-danger");
            getElement().setAttribute("role", "alert");
            setVisible(false);
        }

        void show(List<Fault> faults) {
            say(faults.stream().map(Fault::key).toArray(String[]::new));
        }

        void say(String... keys) {
            removeAll();
            Div lines = new Div();
            for (String key : keys) {
                lines.add(new Div(Texts.t(key)));
            }
            add(Glyph.WARNING.icon(), lines);
            setVisible(true);
        }
    }
}
