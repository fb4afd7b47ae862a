package org.assize.workbench;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.contextmenu.SubMenu;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import java.util.function.Supplier;
import org.assize.casework.CaseQuery;
import org.assize.platform.FieldError;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.queue.SaveFilter;
import org.assize.queue.SavedFilters;
import org.assize.security.CurrentActor;

/** The filters that a person has named: to go to, to save what is shown now, and to forget. */
final class SavedFilterMenu extends MenuBar {

    private final CurrentActor actor;
    private final SavedFilters saved;
    private final SaveFilter save;
    private final Supplier<CaseQuery> shown;
    private final SubMenu menu;

    SavedFilterMenu(CurrentActor actor, SavedFilters saved, SaveFilter save, Supplier<CaseQuery> shown) {
        this.actor = actor;
        this.saved = saved;
        this.save = save;
        this.shown = shown;
        addThemeVariants(MenuBarVariant.LUMO_TERTIARY);
        addClassName("tool-menu");
        MenuItem root = addItem(Glyph.TAG.icon());
        root.add(new Span(Texts.t("workbench.saved")));
        ViewKeys.bind(root, "Shift+s", "workbench.saved");
        menu = root.getSubMenu();
        list();
    }

    private void list() {
        menu.removeAll();
        List<SavedFilters.SavedFilter> all = saved.of(actor.get());
        all.forEach(each -> menu.addItem(each.name(), click -> open(each.address())));
        if (!all.isEmpty()) {
            menu.addSeparator();
        }
        menu.addItem(Texts.t("workbench.saved.save"), click -> ask());
        if (!all.isEmpty()) {
            SubMenu forget = menu.addItem(Texts.t("workbench.saved.forget")).getSubMenu();
            all.forEach(each -> forget.addItem(each.name(), click -> {
                save.forget(actor.get(), each.id());
                list();
            }));
        }
    }

    private static void open(String address) {
        QueueView.open(UI.getCurrent(), address);
    }

    private void ask() {
        Dialog dialog = new Dialog();
        dialog.setHeaderTitle(Texts.t("workbench.saved.save"));
        TextField name = new TextField(Texts.t("workbench.saved.name"));
        name.setMaxLength(SaveFilter.LONGEST_NAME);
        name.addClassName("wide");
        Div form = new Div(name);
        form.addClassName("form");
        Button verb = new Button(Texts.t("workbench.saved.do"), click -> {
            List<FieldError> errors = save.save(actor.get(), name.getValue(), shown.get());
            if (errors.isEmpty()) {
                dialog.close();
                list();
                NextCase.tell(Texts.t("workbench.saved.done", name.getValue().strip()));
            } else {
                name.setInvalid(true);
                name.setErrorMessage(
                        Texts.t("workbench.fault." + errors.getFirst().rule()));
            }
        });
        verb.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        dialog.add(form);
        dialog.getFooter()
                .add(
                        new Button(Texts.t("platform.cancel"), click -> dialog.close()),
                        ViewKeys.click(verb, "Ctrl+Enter"));
        dialog.addOpenedChangeListener(event -> {
            if (event.isOpened()) {
                name.focus();
            }
        });
        dialog.open();
    }
}
