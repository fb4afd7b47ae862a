package org.assize.workbench.desk;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import java.util.List;
import java.util.Map;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;

/** What can be done with a case besides judging it: a row of buttons, each with its key. */
@Tag("assize-acts")
final class Acts extends Component implements HasStyle {

    /** @param textKey message that stands on the button */
    record Act(String textKey, String key, Runnable run) {}

    Acts(List<Act> acts) {
        addClassName("verdict-acts");
        getElement()
                .setPropertyList(
                        "entries",
                        acts.stream()
                                .map(act -> Map.of(
                                        "id", act.key(),
                                        "text", Texts.t(act.textKey()),
                                        "key", act.key(),
                                        "shown", ViewKeys.shownAs(act.key())))
                                .toList());
        getElement()
                .addEventListener("assize-chosen", event -> {
                    String key = event.getEventData().get("event.detail").asString();
                    acts.stream()
                            .filter(act -> act.key().equals(key))
                            .forEach(act -> act.run().run());
                })
                .addEventData("event.detail");
    }
}
