package org.assize.workbench.desk;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import java.time.Duration;
import org.assize.platform.ui.Texts;

/** The time a claim has left, counting down in the browser; what is over is told once. */
@Tag("assize-lease")
final class Lease extends Component {

    Lease(Runnable over) {
        getElement().setAttribute("label", Texts.t("workbench.desk.lease"));
        getElement().addEventListener("lease-over", event -> over.run());
    }

    /** @param left sent as a span and not as an instant, because clocks of browsers are wrong */
    Lease show(Duration left, Duration whole) {
        getElement().setAttribute("whole", Long.toString(whole.toMillis()));
        getElement().callJsFunction("start", (double) Math.max(0, left.toMillis()));
        return this;
    }
}
