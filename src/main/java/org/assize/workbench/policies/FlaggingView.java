package org.assize.workbench.policies;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.NumberField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.assize.flagging.ChangeFlagPolicy;
import org.assize.flagging.FlagPolicies;
import org.assize.flagging.FlagPolicy;
import org.assize.flagging.FlagScored;
import org.assize.platform.ui.Figure;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.scoring.Champion;
import org.assize.scoring.Champions;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.assize.subject.SubjectKind;

/** How much people can look at in a day, and what follows: who is flagged, and how many are drawn at random. */
@Route("policies/flagging")
@RolesAllowed({"policies:write", "models:read"})
class FlaggingView extends Page {

    private final CurrentActor actor;
    private final FlagPolicies policies;
    private final FlagScored flags;
    private final ChangeFlagPolicy change;
    private final Champions champions;

    FlaggingView(
            CurrentActor actor, FlagPolicies policies, FlagScored flags, ChangeFlagPolicy change, Champions champions) {
        super("nav.policies");
        this.actor = actor;
        this.policies = policies;
        this.flags = flags;
        this.change = change;
        this.champions = champions;
        add(
                new PolicyTabs(PolicyTabs.FLAGGING, actor.get().may(Permission.CHANGE_POLICIES)),
                new Paragraph(Texts.t("flagging.note")));
        Div both = new Div();
        both.addClassName("split");
        for (SubjectKind kind : SubjectKind.values()) {
            both.add(new PolicyForm(kind));
        }
        add(both);
    }

    private final class PolicyForm extends Div {

        private final SubjectKind kind;
        private final IntegerField capacity = new IntegerField(Texts.t("flagging.capacity"));
        private final NumberField share = new NumberField(Texts.t("flagging.auditShare"));
        private final IntegerField minimum = new IntegerField(Texts.t("flagging.auditMinimum"));
        private final Figure flagged = new Figure(Texts.t("flagging.means.share"), "");
        private final Figure threshold = new Figure(Texts.t("flagging.means.threshold"), "");
        private final Figure audited = new Figure(Texts.t("flagging.means.audit"), "");
        private final Paragraph byHand = new Paragraph();
        private final Div answer = new Div();

        PolicyForm(SubjectKind kind) {
            this.kind = kind;
            addClassName("panel");
            boolean first = kind == SubjectKind.ORDER;
            H2 title = new H2(Texts.t("flagging.kind." + kind.code()));
            title.addClassName("section-title");
            capacity.setHelperText(Texts.t("flagging.capacity.hint"));
            capacity.setMin(1);
            capacity.setMax(1_000_000);
            share.setHelperText(Texts.t("flagging.auditShare.hint"));
            share.setMin(0);
            share.setMax(100);
            share.setSuffixComponent(new Span("%"));
            minimum.setHelperText(Texts.t("flagging.auditMinimum.hint"));
            minimum.setMin(0);
            for (var field : List.of(capacity, minimum)) {
                field.setValueChangeMode(ValueChangeMode.LAZY);
                field.addValueChangeListener(typed -> preview());
            }
            share.setValueChangeMode(ValueChangeMode.LAZY);
            share.addValueChangeListener(typed -> preview());
            answer.getElement().setAttribute("role", "status");
            answer.setVisible(false);
            byHand.addClassNames("muted", "small");
            Div fields = new Div(capacity, share, minimum);
            fields.addClassName("form");
            Div means = Figure.row(flagged, threshold, audited);
            add(title, fields, means, byHand, answer);
            boolean may = actor.get().may(Permission.CHANGE_POLICIES);
            if (may) {
                Button save = new Button(Texts.t("flagging.save"), click -> save());
                save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
                Div actions = new Div(ViewKeys.click(save, first ? "Ctrl+Enter" : "Ctrl+Shift+Enter"));
                actions.addClassName("form-actions");
                add(actions);
            }
            capacity.setReadOnly(!may);
            share.setReadOnly(!may);
            minimum.setReadOnly(!may);
            fill(policies.of(kind));
        }

        private void fill(FlagPolicy policy) {
            capacity.setValue(policy.capacityPerDay());
            share.setValue(policy.auditShare() * 100);
            minimum.setValue(policy.auditMinimumPerDay());
            Double given = policy.threshold();
            byHand.setText(
                    given == null
                            ? Texts.t("flagging.version", policy.version())
                            : Texts.t("flagging.byHand", policy.version(), Texts.number(given, 3)));
            preview();
        }

        /** What the fields would mean, before anything is saved. */
        private void preview() {
            if (capacity.getValue() == null || share.getValue() == null || minimum.getValue() == null) {
                return;
            }
            FlagPolicy asked = new FlagPolicy(
                    kind, 0, Math.max(1, capacity.getValue()), share.getValue() / 100, minimum.getValue(), null);
            double part = flags.share(asked);
            flagged.value(Texts.percent(part, part < 0.1 ? 2 : 1));
            threshold.value(champions
                    .of(kind)
                    .map(champion -> score(champion.model().scoreAt(1 - part)))
                    .orElse("–"));
            threshold.note(champions.of(kind).map(Champion::version).orElse(Texts.t("flagging.noModel")));
            audited.value(Texts.number(asked.auditSampleSize()));
        }

        private static String score(double score) {
            return Texts.number(score, score < 0.01 ? 5 : 3);
        }

        private void save() {
            if (capacity.getValue() == null || share.getValue() == null || minimum.getValue() == null) {
                told(Texts.t("flagging.incomplete"), false);
                return;
            }
            switch (change.change(actor.get(), kind, capacity.getValue(), share.getValue() / 100, minimum.getValue())) {
                case ChangeFlagPolicy.Result.Changed(FlagPolicy policy) -> {
                    fill(policy);
                    told(Texts.t("flagging.saved", policy.version()), true);
                }
                case ChangeFlagPolicy.Result.Refused(List<String> fields) -> {
                    capacity.setInvalid(fields.contains("capacityPerDay"));
                    share.setInvalid(fields.contains("auditShare"));
                    minimum.setInvalid(fields.contains("auditMinimumPerDay"));
                    told(Texts.t("flagging.refused"), false);
                }
            }
        }

        private void told(String text, boolean done) {
            answer.setText(text);
            answer.setClassName("notice " + (done ? "notice-ok" : "notice-warning"));
            answer.setVisible(true);
        }
    }
}
