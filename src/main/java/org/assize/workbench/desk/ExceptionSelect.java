package org.assize.workbench.desk;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.dom.Element;
import java.util.LinkedHashMap;
import java.util.Map;

/** A plain select: there may be a hundred of them, and the browser's own is the one that everybody's keys know. */
@Tag("select")
final class ExceptionSelect extends Component implements HasStyle {

    private final Map<String, Element> options = new LinkedHashMap<>();
    private String value = "";

    ExceptionSelect(String label, Runnable changed) {
        addClassName("exception");
        getElement().setAttribute("aria-label", label);
        getElement()
                .addEventListener("change", event -> {
                    String chosen = event.getEventData().get("element.value").asString();
                    // whoever sends something else than we offered has chosen nothing
                    if (options.containsKey(chosen)) {
                        value(chosen);
                        changed.run();
                    }
                })
                .addEventData("element.value");
    }

    void option(String code, String text) {
        Element option = new Element("option");
        option.setAttribute("value", code);
        option.setText(text);
        options.put(code, option);
        getElement().appendChild(option);
    }

    String value() {
        return value;
    }

    void value(String code) {
        value = code;
        getElement().setProperty("value", code);
        setClassName("chosen", !code.isEmpty());
        options.forEach((each, option) -> {
            if (each.equals(code)) {
                option.setAttribute("selected", true);
            } else {
                option.removeAttribute("selected");
            }
        });
    }
}
