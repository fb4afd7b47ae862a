package org.assize.workbench.policies;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeDetails;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.CurrentActor;
import org.assize.security.Permission;
import org.assize.verdict.ChangePolicyText;
import org.assize.verdict.PolicyText;
import org.assize.verdict.PolicyTexts;
import org.assize.verdict.Typology;
import org.assize.workbench.CaseWords;

/** What policy says of each scheme: what an investigator reads beside the verdict. */
@Route("policies/texts")
@RolesAllowed({"policies:write", "models:read"})
class PolicyTextsView extends Page implements BeforeEnterObserver {

    /** Versions shown; who looks for older ones finds them in the trail. */
    private static final int VERSIONS = 20;

    private final CurrentActor actor;
    private final PolicyTexts texts;
    private final ChangePolicyText change;
    private final FieldErrors errors = new FieldErrors();
    private final Nav list = new Nav();
    private final H2 title = new H2();
    private final Div about = new Div();
    private final TextField section = errors.watch("section", new TextField(Texts.t("policies.text.section")));
    private final TextArea english = errors.watch("english", new TextArea(Texts.t("policies.text.english")));
    private final TextArea chinese = errors.watch("chinese", new TextArea(Texts.t("policies.text.chinese")));
    private final Div history = new Div();
    private Typology shown = Typology.FAKE_SHOP;
    private int version;

    PolicyTextsView(CurrentActor actor, PolicyTexts texts, ChangePolicyText change) {
        super("nav.policies");
        this.actor = actor;
        this.texts = texts;
        this.change = change;
        boolean may = actor.get().may(Permission.CHANGE_POLICIES);
        add(new PolicyTabs(PolicyTabs.TEXTS, may), new Paragraph(Texts.t("policies.text.note")));
        list.addClassName("side-list");
        list.getElement().setAttribute("aria-label", Texts.t("workbench.typology"));
        title.addClassName("section-title");
        about.addClassNames("muted", "small", "pair");
        Div head = new Div(title, about);
        head.addClassName("panel-head");
        section.setMaxLength(ChangePolicyText.LONGEST_SECTION);
        section.setHelperText(Texts.t("policies.text.section.hint"));
        for (TextArea body : List.of(english, chinese)) {
            body.setMaxLength(ChangePolicyText.LONGEST_BODY);
            body.addClassName("policy-body");
        }
        section.setReadOnly(!may);
        english.setReadOnly(!may);
        chinese.setReadOnly(!may);
        history.addClassNames("panel", "versions");
        Div form = new Div(errors, head, section, english, chinese, history);
        form.addClassName("policy-form");
        Div split = new Div(list, form);
        split.addClassName("side-and-form");
        add(split);
        if (may) {
            Button save = new Button(Texts.t("policies.text.save"), click -> save());
            save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            actions(ViewKeys.click(save, "Ctrl+Enter"));
        }
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String asked = event.getLocation()
                .getQueryParameters()
                .getSingleParameter("typology")
                .orElse("");
        errors.clear();
        show(Arrays.stream(Typology.values())
                .filter(each -> each.code().equals(asked))
                .findFirst()
                .orElse(Typology.FAKE_SHOP));
    }

    private void show(Typology typology) {
        shown = typology;
        Map<Typology, PolicyText> all = texts.current(actor.get()).stream()
                .collect(Collectors.toMap(PolicyText::typology, Function.identity()));
        list.removeAll();
        for (Typology each : Typology.values()) {
            PolicyText its = all.get(each);
            Span place = new Span(its == null ? "–" : "§ " + its.section());
            place.addClassNames("muted", "small");
            Anchor link = new Anchor(
                    "policies/texts?typology=" + each.code(), new Span(CaseWords.typology(each.code())), place);
            if (each == typology) {
                link.getElement().setAttribute("aria-current", "page");
            }
            list.add(link);
        }
        title.setText(CaseWords.typology(typology.code()));
        about.removeAll();
        PolicyText its = all.get(typology);
        version = its == null ? 0 : its.version();
        section.setValue(its == null ? "" : its.section());
        english.setValue(its == null ? "" : its.english());
        chinese.setValue(its == null ? "" : its.chinese());
        if (its != null) {
            about.add(
                    new Span(Texts.t("policies.version", its.version())),
                    new Span(its.changedBy()),
                    new RelativeTime(its.changedAt()));
        }
        history();
    }

    /** What it said before: whoever asks under what a verdict was reached finds it here. */
    private void history() {
        history.removeAll();
        List<PolicyText> former =
                texts.versions(actor.get(), shown, VERSIONS).stream().skip(1).toList();
        history.setVisible(!former.isEmpty());
        H2 before = new H2(Texts.t("policies.text.former"));
        before.addClassName("section-title");
        history.add(before);
        for (PolicyText text : former) {
            Span who = new Span(text.changedBy());
            who.addClassName("muted");
            RelativeTime when = new RelativeTime(text.changedAt());
            Span at = new Span();
            at.addClassName("muted");
            at.getElement().appendChild(when.getElement());
            Div head = new Div(
                    new Span(Texts.t("policies.version", text.version())), new Span("§ " + text.section()), who, at);
            head.addClassName("pair");
            Paragraph body = new Paragraph(text.in(Texts.language()));
            body.addClassName("prose");
            NativeDetails details = new NativeDetails();
            details.setSummary(head);
            details.setContent(body);
            history.add(details);
        }
    }

    private void save() {
        var form = new ChangePolicyText.Form(section.getValue(), english.getValue(), chinese.getValue());
        switch (change.change(actor.get(), shown, version, form)) {
            case ChangePolicyText.Changed(PolicyText its) -> {
                show(shown);
                errors.said(Texts.t("policies.text.saved", its.version()));
            }
            case ChangePolicyText.Unchanged(PolicyText _) -> errors.said(Texts.t("policies.text.unchanged"));
            case ChangePolicyText.Outdated(PolicyText theirs) -> {
                version = theirs.version();
                errors.warn(new Span(Texts.t("policies.outdated", theirs.changedBy(), theirs.version())));
            }
            case ChangePolicyText.Invalid(var refused) -> errors.show(refused);
        }
    }
}
