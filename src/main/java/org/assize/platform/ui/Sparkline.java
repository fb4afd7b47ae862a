package org.assize.platform.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A word-sized line of values in order, with an optional usual range behind it; the description says it in words. */
@Tag("assize-sparkline")
public final class Sparkline extends Component {

    public Sparkline(String description, double... values) {
        getElement().setAttribute("role", "img");
        getElement().setAttribute("aria-label", description);
        getElement()
                .setAttribute(
                        "values",
                        Arrays.stream(values)
                                .filter(Double::isFinite)
                                .mapToObj(Double::toString)
                                .collect(Collectors.joining(",")));
    }

    /** The range that is usual among peers. */
    public Sparkline usual(double low, double high) {
        getElement().setAttribute("low", Double.toString(low));
        getElement().setAttribute("high", Double.toString(high));
        return this;
    }
}
