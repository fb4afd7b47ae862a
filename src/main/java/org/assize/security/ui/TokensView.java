package org.assize.security.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.checkbox.CheckboxGroupVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.assize.platform.AssizeClock;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.Confirm;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.KeysetGrid;
import org.assize.platform.ui.NavEntry;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.ApiTokens.ApiToken;
import org.assize.security.CreateToken;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.assize.security.RevokeToken;
import org.assize.security.TokenList;

/** The tokens by which programs come in. */
@Route("tokens")
@RolesAllowed("tokens:write")
@NavEntry(section = NavEntry.Section.SETUP, order = 40, glyph = Glyph.PLUG, key = "k")
class TokensView extends Page {

    private enum Expiry {
        DAYS_30(30),
        DAYS_90(90),
        DAYS_365(365),
        NEVER(0);

        private final int days;

        Expiry(int days) {
            this.days = days;
        }
    }

    private final CurrentActor actor;
    private final TokenList tokens;
    private final CreateToken create;
    private final RevokeToken revoke;
    private final AssizeClock clock;
    private final Grid<ApiToken> grid = new KeysetGrid<>();

    TokensView(CurrentActor actor, TokenList tokens, CreateToken create, RevokeToken revoke, AssizeClock clock) {
        super("nav.tokens");
        this.actor = actor;
        this.tokens = tokens;
        this.create = create;
        this.revoke = revoke;
        this.clock = clock;
        note(Texts.t("tokens.note"));
        Button make = new Button(Texts.t("tokens.create"), Glyph.PLUS.icon(), event -> create());
        make.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        actions(ViewKeys.click(make, "c"));
        grid.addColumn(ApiToken::name).setHeader(Texts.t("tokens.name")).setFlexGrow(1);
        grid.addComponentColumn(TokensView::scopes)
                .setHeader(Texts.t("tokens.scopes"))
                .setFlexGrow(3);
        grid.addComponentColumn(this::state)
                .setHeader(Texts.t("people.state"))
                .setWidth("7rem")
                .setFlexGrow(0);
        grid.addColumn(RelativeTime.renderer(ApiToken::lastUsedAt))
                .setHeader(Texts.t("tokens.lastUsed"))
                .setWidth("9rem")
                .setFlexGrow(0);
        grid.addColumn(RelativeTime.renderer(ApiToken::expiresAt))
                .setHeader(Texts.t("tokens.expires"))
                .setWidth("9rem")
                .setFlexGrow(0);
        grid.addColumn(ApiToken::createdBy)
                .setHeader(Texts.t("tokens.createdBy"))
                .setWidth("9rem")
                .setFlexGrow(0);
        grid.addComponentColumn(this::revokeButton)
                .setHeader(Texts.t("people.act"))
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.setEmptyStateComponent(new EmptyState(Glyph.PLUG, Texts.t("tokens.empty"), Texts.t("tokens.emptyNext")));
        add(grid);
        show();
    }

    private void show() {
        grid.setItems(tokens.all(actor.get()));
    }

    private static Span scopes(ApiToken token) {
        String list = token.scopes().size() == Permission.values().length
                ? Texts.t("tokens.everything")
                : token.scopes().stream().map(Permission::scope).sorted().collect(Collectors.joining(", "));
        Span scopes = new Span(list);
        scopes.addClassNames("muted", "small");
        scopes.setTitle(list);
        return scopes;
    }

    private Badge state(ApiToken token) {
        if (token.revokedAt() != null) {
            return new Badge(Texts.t("tokens.state.revoked"));
        }
        return token.works(clock.now())
                ? new Badge(Texts.t("tokens.state.works"), Badge.Tone.OK)
                : new Badge(Texts.t("tokens.state.expired"), Badge.Tone.WARNING);
    }

    private Span revokeButton(ApiToken token) {
        Span cell = new Span();
        if (token.works(clock.now())) {
            Button button = new Button(
                    Texts.t("tokens.revoke"),
                    event -> Confirm.danger(
                            Texts.t("tokens.revoke.title", token.name()),
                            Texts.t("tokens.revoke.text"),
                            Texts.t("tokens.revoke"),
                            () -> {
                                revoke.revoke(actor.get(), token.id());
                                show();
                            }));
            button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_ERROR);
            button.setAriaLabel(Texts.t("tokens.revoke.title", token.name()));
            cell.add(button);
        }
        return cell;
    }

    private void create() {
        Dialog dialog = new Dialog(Texts.t("tokens.create"));
        TextField name = new TextField(Texts.t("tokens.name"));
        name.setHelperText(Texts.t("tokens.nameHint"));
        CheckboxGroup<Permission> scopes = new CheckboxGroup<>(Texts.t("tokens.scopes"));
        scopes.addClassName("two-columns");
        scopes.addThemeVariants(CheckboxGroupVariant.LUMO_VERTICAL);
        scopes.setItems(Permission.values());
        scopes.setItemLabelGenerator(Permission::scope);
        Select<Expiry> expiry = new Select<>();
        expiry.setLabel(Texts.t("tokens.expires"));
        expiry.setItems(Expiry.values());
        expiry.setItemLabelGenerator(
                each -> each == Expiry.NEVER ? Texts.t("tokens.never") : Texts.t("tokens.days", each.days));
        expiry.setValue(Expiry.DAYS_90);
        PeopleView.Faults faults = new PeopleView.Faults();
        Button verb = new Button(Texts.t("tokens.create.do"), event -> {
            Expiry chosen = expiry.getValue();
            Instant until = chosen == Expiry.NEVER ? null : clock.now().plus(Duration.ofDays(chosen.days));
            switch (create.create(actor.get(), name.getValue(), scopes.getValue(), until)) {
                case CreateToken.Created created -> {
                    dialog.close();
                    show();
                    SecretOnce.show(Texts.t("tokens.secret.title"), Texts.t("tokens.secret.text"), created.secret());
                }
                case CreateToken.Refused refused -> faults.show(refused.faults());
            }
        });
        verb.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        Div form = new Div(faults, name, scopes, expiry);
        form.addClassName("form");
        dialog.add(form);
        dialog.getFooter().add(new Button(Texts.t("platform.cancel"), event -> dialog.close()), verb);
        dialog.open();
        name.focus();
    }
}
