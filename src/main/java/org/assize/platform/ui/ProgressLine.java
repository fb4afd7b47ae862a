package org.assize.platform.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;

/** How far long work has come: what, a line, a figure. */
public final class ProgressLine extends Div {

    private final Meter meter = new Meter();
    private final Span figure = new Span();

    public ProgressLine(String what) {
        addClassName("progress-line");
        figure.addClassName("num");
        meter.getElement().setAttribute("role", "progressbar");
        meter.getElement().setAttribute("aria-label", what);
        add(new Span(what), meter, figure);
    }

    /** @param share 0 to 1 */
    public ProgressLine at(double share) {
        meter.fill(share);
        meter.getElement().setAttribute("aria-valuenow", Long.toString(Math.round(share * 100)));
        figure.setText(Texts.percent(share, 0));
        return this;
    }

    /** Words instead of the per cent: "1.2M of 2M rows". */
    public ProgressLine saying(String text) {
        figure.setText(text);
        return this;
    }

    /** A thin bar; colour it with a {@code risk-*} class. */
    @Tag("assize-meter")
    public static final class Meter extends Component implements HasStyle {

        public Meter() {
            addClassName("meter");
        }

        /** @param share 0 to 1 */
        public Meter fill(double share) {
            getElement().setAttribute("part-filled", Double.toString(Math.clamp(share, 0.0, 1.0)));
            return this;
        }
    }
}
