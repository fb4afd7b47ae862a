package org.assize.workbench.desk;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Some of a few options, all of them in sight. What a person picks shows in the browser before it is heard of here; so whatever
 * the browser is told says how much had been heard by then, and sets nothing back that was picked since.
 */
abstract class Picks<T> extends Component implements HasStyle {

    private final List<T> options;
    private List<T> picked = List.of();
    private int heard;

    Picks(String label, List<T> options) {
        this.options = List.copyOf(options);
        getElement().setAttribute("role", "group");
        getElement().setAttribute("aria-label", label);
        getElement()
                .addEventListener(
                        "assize-picked", event -> hear(event.getEventData().get("event.detail")))
                .addEventData("event.detail");
    }

    /** A person has picked what is now {@link #picked}. */
    abstract void heard();

    private void hear(JsonNode said) {
        heard = said.path("heard").asInt(heard);
        pick(said.path("places")
                .valueStream()
                .map(place -> place.asInt(-1))
                .filter(place -> place >= 0 && place < options.size())
                .map(options::get)
                .toList());
        heard();
    }

    final List<T> options() {
        return options;
    }

    final List<T> picked() {
        return picked;
    }

    /** Those of them that are options. */
    final void pick(List<T> chosen) {
        picked = options.stream().filter(chosen::contains).toList();
        List<Integer> places = IntStream.range(0, options.size())
                .filter(place -> picked.contains(options.get(place)))
                .boxed()
                .toList();
        getElement().setPropertyMap("picked", Map.of("places", places, "heard", heard));
    }
}
