package org.assize.workbench.desk;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import java.util.List;
import java.util.Map;
import org.assize.platform.ui.Texts;
import org.assize.security.Colleagues;

/** Offers colleagues while somebody types a name after an {@code @} in the text field before it. All of it happens in the browser. */
@Tag("assize-mentions")
final class MentionPicker extends Component {

    MentionPicker(List<Colleagues.Colleague> people) {
        getElement()
                .setPropertyList(
                        "people",
                        people.stream()
                                .map(each -> Map.of("name", each.name(), "username", each.username()))
                                .toList());
        getElement().setProperty("label", Texts.t("workbench.mention.people"));
        getElement().setProperty("hint", Texts.t("workbench.mention.hint"));
    }
}
