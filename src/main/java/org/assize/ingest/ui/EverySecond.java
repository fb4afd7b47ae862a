package org.assize.ingest.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.shared.Registration;
import org.jspecify.annotations.Nullable;

/** Looks again each second while there is something under way, and not at all otherwise. */
final class EverySecond {

    private static final int MILLIS = 1_000;
    private static final int NEVER = -1;

    private final Component view;
    private final Runnable look;
    private @Nullable Registration polling;

    EverySecond(Component view, Runnable look) {
        this.view = view;
        this.look = look;
        view.addDetachListener(event -> stop(event.getUI()));
    }

    void look(boolean on) {
        view.getUI().ifPresent(ui -> {
            if (on && polling == null) {
                polling = ui.addPollListener(event -> look.run());
                ui.setPollInterval(MILLIS);
            } else if (!on) {
                stop(ui);
            }
        });
    }

    private void stop(UI ui) {
        if (polling != null) {
            polling.remove();
            polling = null;
            ui.setPollInterval(NEVER);
        }
    }
}
