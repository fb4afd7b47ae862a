package org.assize.workbench.desk;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.dom.Element;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assize.platform.ui.Still;

/** Any of a few, each with a box to tick. */
@Tag("assize-boxes")
final class Boxes<T> extends Component implements HasStyle, Focusable<Boxes<T>> {

    private final List<T> options;
    private List<T> ticked = List.of();

    /** @param changed told when a person ticks, or takes a tick away */
    Boxes(String label, List<T> options, Function<T, String> text, Runnable changed) {
        this.options = List.copyOf(options);
        addClassName("action-boxes");
        getElement().setAttribute("role", "group");
        getElement().setAttribute("aria-label", label);
        options.forEach(option -> {
            Element box = new Element("input").setAttribute("type", "checkbox");
            Element words = new Element("span");
            words.setText(text.apply(option));
            getElement().appendChild(new Element("label").appendChild(box, words));
        });
        Still.draw(this);
        getElement()
                .addEventListener("assize-ticked", event -> {
                    ticked = Arrays.stream(event.getEventData()
                                    .get("event.detail")
                                    .asString()
                                    .split(" "))
                            .filter(place -> place.matches("\\d{1,3}"))
                            .map(Integer::parseInt)
                            .filter(place -> place < this.options.size())
                            .map(this.options::get)
                            .toList();
                    tell();
                    changed.run();
                })
                .addEventData("event.detail");
    }

    List<T> ticked() {
        return ticked;
    }

    /** Those of them that can be chosen here. */
    void tick(List<T> chosen) {
        ticked = options.stream().filter(chosen::contains).toList();
        tell();
    }

    private void tell() {
        getElement()
                .setPropertyList(
                        "ticked",
                        IntStream.range(0, options.size())
                                .filter(place -> ticked.contains(options.get(place)))
                                .boxed()
                                .toList());
    }
}
