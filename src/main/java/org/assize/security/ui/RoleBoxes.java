package org.assize.security.ui;

import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.checkbox.CheckboxGroupVariant;
import org.assize.platform.ui.Texts;
import org.assize.security.Role;

/** The roles, each with what it is for. */
final class RoleBoxes extends CheckboxGroup<Role> {

    RoleBoxes() {
        super(Texts.t("people.roles"));
        setItems(Role.values());
        addThemeVariants(CheckboxGroupVariant.LUMO_VERTICAL);
        setItemLabelGenerator(role -> name(role) + " – " + Texts.t("people.role." + role.code() + ".for"));
    }

    static String name(Role role) {
        return Texts.t("people.role." + role.code());
    }
}
