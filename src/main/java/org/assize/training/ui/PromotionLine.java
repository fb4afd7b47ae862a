package org.assize.training.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.RouterLink;
import java.util.function.BiConsumer;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.Confirm;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.assize.training.DecidePromotion;
import org.assize.training.Promotion;

/** A promotion that waits: who asks for what and why, and the two answers of somebody else. */
final class PromotionLine {

    private PromotionLine() {}

    /** @param keys whether the keys approve and refuse this one; told: what came of it, and whether it was done */
    static Div of(
            CurrentActor actor,
            Promotion promotion,
            DecidePromotion decide,
            boolean keys,
            BiConsumer<String, Boolean> told) {
        RouterLink model = new RouterLink(
                promotion.modelVersion(), ModelView.class, ModelsView.parameters(promotion.modelVersion()));
        model.addClassName("strong");
        Span why = new Span("“" + promotion.reason() + "”");
        why.addClassNames("clip", "grows");
        why.setTitle(promotion.reason());
        Div line = new Div(
                model,
                new Badge(Texts.t("training.promotion." + promotion.kind()), Badge.Tone.WARNING),
                new Span(promotion.requestedBy()),
                new RelativeTime(promotion.requestedAt()),
                why);
        line.addClassName("promotion-line");
        if (promotion.requestedById().equals(actor.get().id())) {
            Span wait = new Span(Texts.t("training.waitsForAnother"));
            wait.addClassNames("muted", "small");
            line.add(wait);
        } else if (actor.get().may(Permission.APPROVE_PROMOTIONS)) {
            Button approve = new Button(
                    Texts.t("training.approve"),
                    click -> Confirm.ask(
                            Texts.t("training.approve.title", promotion.modelVersion()),
                            Texts.t("training.approve.text"),
                            Texts.t("training.approve"),
                            () -> decide(actor, promotion, decide, true, told)));
            approve.addThemeVariants(ButtonVariant.LUMO_PRIMARY, ButtonVariant.LUMO_SMALL);
            Button refuse =
                    new Button(Texts.t("training.refuse"), click -> decide(actor, promotion, decide, false, told));
            refuse.addThemeVariants(ButtonVariant.LUMO_SMALL);
            if (keys) {
                ViewKeys.click(approve, "a");
                ViewKeys.click(refuse, "Shift+r");
            }
            line.add(approve, refuse);
        }
        return line;
    }

    private static void decide(
            CurrentActor actor,
            Promotion promotion,
            DecidePromotion decide,
            boolean approve,
            BiConsumer<String, Boolean> told) {
        switch (decide.decide(actor.get(), promotion.id(), approve)) {
            case DecidePromotion.Result.Decided(boolean approved, String version) ->
                told.accept(Texts.t(approved ? "training.approved" : "training.refused", version), true);
            case DecidePromotion.Result.NoSuchPromotion _, DecidePromotion.Result.AlreadyDecided _ ->
                told.accept(Texts.t("training.alreadyDecided"), false);
            case DecidePromotion.Result.OwnRequest _ -> told.accept(Texts.t("training.ownRequest"), false);
        }
    }
}
