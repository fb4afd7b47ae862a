package org.assize.platform.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;

/** A word-sized axis: a value among what is usual; the description says it in words. */
@Tag("assize-range")
public final class RangeLine extends Component implements HasStyle {

    public RangeLine(String description) {
        getElement().setAttribute("role", "img");
        getElement().setAttribute("aria-label", description);
    }

    /** Nothing for a value that is not known. */
    public RangeLine at(double value) {
        return with("at", value);
    }

    /** The range that is usual among peers. */
    public RangeLine usual(double low, double high) {
        return with("low", low).with("high", high);
    }

    /** What the value may really be, where it was measured on few. */
    public RangeLine between(double low, double high) {
        return with("from", low).with("to", high);
    }

    /** All peers taken together. */
    public RangeLine all(double value) {
        return with("all", value);
    }

    private RangeLine with(String name, double value) {
        if (Double.isFinite(value)) {
            getElement().setAttribute(name, Double.toString(value));
        }
        return this;
    }
}
