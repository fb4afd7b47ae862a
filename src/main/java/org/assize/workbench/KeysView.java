package org.assize.workbench;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assize.platform.ui.KeyChoices;
import org.assize.platform.ui.Page;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.security.CurrentActor;
import org.assize.security.Preferences;

/** The letters that act as keys: turned off as a whole, or each changed, for the person at whichever browser (WCAG 2.1.4). */
@Route(value = "keys", layout = MainLayout.class)
@PermitAll
class KeysView extends Page {

    static final String MAP = "keys.map";

    private static final String LETTERS = "nfliucrasehxkmogtyjbzvwpd";

    private final CurrentActor actor;
    private final Preferences preferences;
    private final Map<String, TextField> fields = new LinkedHashMap<>();
    private KeyChoices chosen;

    KeysView(CurrentActor actor, Preferences preferences) {
        super("nav.keys");
        this.actor = actor;
        this.preferences = preferences;
        addClassName("page-narrow");
        note(Texts.t("workbench.keys.note"));
        Map<String, String> mine = preferences.of(actor.get());
        chosen = KeyChoices.parse(mine.getOrDefault(MAP, ""));
        Checkbox letters = new Checkbox(
                Texts.t("workbench.keys.letters"),
                !mine.getOrDefault("look.keys", "on").equals("off"));
        letters.addValueChangeListener(change -> {
            fields.values().forEach(field -> field.setEnabled(change.getValue()));
            getElement().executeJs("window.assizePreference('keys', $0)", change.getValue() ? "on" : "off");
        });
        add(letters, table());
        fields.values().forEach(field -> field.setEnabled(letters.getValue()));
        actions(ViewKeys.click(
                new Button(Texts.t("workbench.keys.usual"), click -> choose(KeyChoices.USUAL)), "Shift+u"));
    }

    private Div table() {
        NativeTable table = new NativeTable();
        table.addClassName("keys-table");
        table.getElement().setAttribute("aria-label", Texts.t("workbench.keys"));
        NativeTableRow head = table.getHead().addRow();
        for (String column : List.of("act", "usually", "mine")) {
            NativeTableHeaderCell cell = new NativeTableHeaderCell(Texts.t("workbench.keys.column." + column));
            cell.getElement().setAttribute("scope", "col");
            head.add(cell);
        }
        List<String> usual = new ArrayList<>();
        LETTERS.chars().mapToObj(Character::toString).forEach(usual::add);
        for (String letter : usual) {
            String act = Texts.t("workbench.keys.act." + letter);
            NativeTableRow row = table.getBody().addRow();
            NativeTableHeaderCell name = new NativeTableHeaderCell(act);
            name.getElement().setAttribute("scope", "row");
            NativeTableCell usually = new NativeTableCell();
            usually.add(ViewKeys.picture(letter));
            TextField field = new TextField();
            field.setAriaLabel(Texts.t("workbench.keys.for", act));
            field.setValue(chosen.of(letter).toUpperCase(Locale.ROOT));
            field.setMaxLength(1);
            field.setAutoselect(true);
            field.setAllowedCharPattern("[a-zA-Z]");
            field.setValueChangeMode(ValueChangeMode.EAGER);
            field.addClassName("key-field");
            field.addValueChangeListener(change -> {
                if (change.isFromClient() && !change.getValue().isEmpty()) {
                    choose(chosen.with(letter, change.getValue().toLowerCase(Locale.ROOT)));
                }
            });
            fields.put(letter, field);
            NativeTableCell mine = new NativeTableCell();
            mine.add(field);
            row.add(name, usually, mine);
        }
        Div frame = new Div(table);
        frame.addClassName("keys-frame");
        return frame;
    }

    private void choose(KeyChoices wanted) {
        chosen = wanted;
        preferences.keep(actor.get(), MAP, wanted.toString());
        wanted.makeCurrent();
        fields.forEach((letter, field) -> field.setValue(wanted.of(letter).toUpperCase(Locale.ROOT)));
        getElement().executeJs("document.documentElement.dataset.keymap = $0", wanted.toString());
    }
}
