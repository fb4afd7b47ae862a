package org.assize.training.ui;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyModifier;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeDetails;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.NumberField;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assize.label.Snapshots;
import org.assize.label.TakeSnapshot.Snapshot;
import org.assize.platform.AssizeClock;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.CurrentActor;
import org.assize.subject.SubjectKind;
import org.assize.training.TrainModel;
import org.assize.training.TreeOptions;

/** What to train: a kind, an algorithm with its options, and as of when truth is taken. */
final class TrainDialog extends Dialog {

    private static final List<String> ALGORITHMS =
            List.of(TreeOptions.Boosting.NAME, TreeOptions.Forest.NAME, TreeOptions.Isolation.NAME);

    private final Select<SubjectKind> kind = new Select<>();
    private final Select<String> algorithm = new Select<>();
    private final Select<Snapshot> snapshot = new Select<>();
    private final NumberField seed = new NumberField(Texts.t("training.seed"));
    private final Div options = new Div();
    private final Map<String, NumberField> fields = new LinkedHashMap<>();
    private final Div refusal = new Div();

    TrainDialog(CurrentActor actor, TrainModel train, Snapshots snapshots, AssizeClock clock, Runnable started) {
        setHeaderTitle(Texts.t("training.train"));
        setWidth("26rem");
        kind.setLabel(Texts.t("training.kind"));
        kind.setItems(SubjectKind.values());
        kind.setItemLabelGenerator(each -> Texts.t("training.kind." + each.code()));
        kind.setValue(SubjectKind.ORDER);
        algorithm.setLabel(Texts.t("training.algorithm"));
        algorithm.setItems(ALGORITHMS);
        algorithm.setItemLabelGenerator(each -> Texts.t("training.algorithm." + each));
        algorithm.addValueChangeListener(change -> showOptions(change.getValue()));
        snapshot.setLabel(Texts.t("training.truth"));
        snapshot.setEmptySelectionAllowed(true);
        snapshot.setEmptySelectionCaption(Texts.t("training.truth.now"));
        snapshot.setItems(snapshots.page(actor.get(), null, 50).items());
        snapshot.setItemLabelGenerator(each -> each == null
                ? Texts.t("training.truth.now")
                : Texts.t("training.truth.snapshot", each.asOf().toString()));
        seed.setValue((double) (clock.now().toEpochMilli() % 1_000_000));
        seed.setStep(1);
        options.addClassNames("form", "two-up");
        refusal.setVisible(false);
        refusal.addClassNames("notice", "notice-danger");
        refusal.getElement().setAttribute("role", "alert");
        NativeDetails more = new NativeDetails(Texts.t("training.options"), options);
        Div form = new Div(refusal, kind, algorithm, snapshot, seed, more);
        form.addClassName("form");
        add(form);
        algorithm.setValue(TreeOptions.Boosting.NAME);
        Button start = new Button(Texts.t("training.start"), click -> start(actor, train, started));
        start.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        // what was typed last reaches the server before the click
        start.addClickShortcut(Key.ENTER, KeyModifier.CONTROL).resetFocusOnActiveElement();
        start.setSuffixComponent(ViewKeys.kbd("Ctrl+Enter"));
        getFooter().add(new Button(Texts.t("platform.cancel"), click -> close()), start);
    }

    private void showOptions(String chosen) {
        options.removeAll();
        fields.clear();
        TreeOptions.of(chosen, Map.of()).values().forEach((name, value) -> {
            NumberField field = new NumberField(Texts.t("training.option." + name));
            field.setValue(value);
            fields.put(name, field);
            options.add(field);
        });
    }

    private void start(CurrentActor actor, TrainModel train, Runnable started) {
        Map<String, Double> given = new HashMap<>();
        fields.forEach((name, field) -> {
            if (field.getValue() != null) {
                given.put(name, field.getValue());
            }
        });
        Snapshot frozen = snapshot.getValue();
        long chosenSeed = seed.getValue() == null ? 0 : seed.getValue().longValue();
        switch (train.request(
                actor.get(),
                new TrainModel.Request(
                        kind.getValue(),
                        algorithm.getValue(),
                        given,
                        chosenSeed,
                        null,
                        frozen == null ? null : frozen.id(),
                        null))) {
            case TrainModel.Result.Started _ -> {
                close();
                started.run();
            }
            case TrainModel.Result.Refused(String _, String detail) -> {
                refusal.removeAll();
                refusal.add(new Span(Texts.t("training.refusedOptions", detail)));
                refusal.setVisible(true);
            }
        }
    }
}
