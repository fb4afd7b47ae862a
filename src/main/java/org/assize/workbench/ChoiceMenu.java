package org.assize.workbench;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A button and the choices that it opens. It stands on every page that is open, so the server keeps one element of it, where
 * each item of Vaadin's own menu is several.
 */
@Tag("assize-menu")
final class ChoiceMenu extends Component {

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> inForce = new HashMap<>();

    private record Entry(String group, String text, Locale language, Runnable act) {}

    /** @param text beside the picture; none while empty */
    ChoiceMenu(Glyph glyph, String label, String text) {
        getElement().setPropertyMap("face", Map.of("icon", glyph.code(), "label", label, "text", text));
        getElement()
                .addEventListener(
                        "assize-chosen",
                        event -> choose(event.getEventData().get("event.detail").asString()))
                .addEventData("event.detail");
    }

    /** Something to do. */
    ChoiceMenu act(String text, Runnable act) {
        return entry("act." + entries.size(), new Entry("", text, Texts.language(), act));
    }

    /** One of several of a group, of which one is in force. */
    ChoiceMenu option(String group, String value, String text, Locale language, Runnable act) {
        return entry(group + "." + value, new Entry(group, text, language, act));
    }

    /** Says which of a group is in force. */
    ChoiceMenu inForce(String group, String value) {
        inForce.put(group, group + "." + value);
        return this;
    }

    private ChoiceMenu entry(String id, Entry entry) {
        entries.put(id, entry);
        return this;
    }

    private void choose(@Nullable String id) {
        Entry chosen = entries.get(id);
        if (id != null && chosen != null) {
            if (!chosen.group().isEmpty()) {
                inForce.put(chosen.group(), id);
                tell();
            }
            chosen.act().run();
        }
    }

    /** Once all of it is known. */
    @Override
    protected void onAttach(AttachEvent event) {
        tell();
    }

    private void tell() {
        List<Map<String, Object>> all = new ArrayList<>();
        entries.forEach((id, entry) -> {
            Map<String, Object> told = new HashMap<>(Map.of(
                    "id", id,
                    "group", entry.group(),
                    "text", entry.text(),
                    "lang", entry.language().toLanguageTag()));
            if (!entry.group().isEmpty()) {
                told.put("chosen", id.equals(inForce.get(entry.group())));
            }
            all.add(told);
        });
        getElement().setPropertyList("entries", all);
    }
}
