package org.assize.platform.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasComponents;
import com.vaadin.flow.component.HasStyle;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.button.Button;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The keys of one view. A key with a button clicks the button in the browser and shows on it; a key without one costs a
 * single event to the server. Keys are written as {@code n}, {@code +}, {@code Shift+j}, {@code Ctrl+Enter}, {@code
 * Escape}. A single letter never fires while the person types, and letters can be turned off per person. All of them
 * show in the overlay that {@code ?} opens.
 */
@Tag("assize-keys")
public final class ViewKeys extends Component {

    private final Map<String, Runnable> actions = new LinkedHashMap<>();
    private final List<Map<String, Object>> bindings = new ArrayList<>();

    private ViewKeys() {
        getElement()
                .addEventListener("assize-key", event -> {
                    Runnable action =
                            actions.get(event.getEventData().get("event.detail").asString());
                    if (action != null) {
                        action.run();
                    }
                })
                .addEventData("event.detail");
    }

    /** Adds a set of keys to a view; they work while the view is on screen and nothing floats above it. */
    public static ViewKeys in(HasComponents view) {
        ViewKeys keys = new ViewKeys();
        view.add(keys);
        return keys;
    }

    /** A key without a button; {@code labelKey} is the message shown in the overlay. */
    public ViewKeys on(String key, String labelKey, Runnable action) {
        return add(key, labelKey, action, false);
    }

    /** The same for what opens something: the keys that follow are meant for what opens, and wait for it. */
    public ViewKeys opening(String key, String labelKey, Runnable action) {
        return add(key, labelKey, action, true);
    }

    private ViewKeys add(String key, String labelKey, Runnable action, boolean leads) {
        actions.put(key, action);
        bindings.removeIf(binding -> key.equals(binding.get("key")));
        bindings.add(Map.of("key", key, "label", Texts.t(labelKey), "leads", leads));
        getElement().setPropertyList("bindings", bindings);
        return this;
    }

    /** Forgets a key set with {@link #on}. */
    public ViewKeys off(String key) {
        actions.remove(key);
        bindings.removeIf(binding -> key.equals(binding.get("key")));
        getElement().setPropertyList("bindings", bindings);
        return this;
    }

    /** The key clicks the button, as long as it can be seen and is enabled; the key shows on it. */
    public static <B extends Button> B click(B button, String key) {
        button.getElement().setAttribute("data-key", key);
        button.setSuffixComponent(kbd(key));
        return button;
    }

    /** The key clicks a link or tab, or puts the cursor into a field; the key does not show on it, but in the overlay. */
    public static <C extends Component> C bind(C target, String key, String labelKey) {
        target.getElement().setAttribute("data-key", key);
        target.getElement().setAttribute("data-key-label", Texts.t(labelKey));
        return target;
    }

    /** The picture of a key, as this person has chosen it. */
    public static Component kbd(String key) {
        return picture(KeyChoices.current().of(key));
    }

    /** What stands on the picture of a key, as this person has chosen it. */
    public static String shownAs(String key) {
        return shown(KeyChoices.current().of(key));
    }

    /** The picture of a key as it is usually. */
    public static Component picture(String key) {
        Kbd kbd = new Kbd();
        kbd.getElement().setText(shown(key));
        kbd.getElement().setAttribute("aria-hidden", "true");
        if (key.length() == 1) {
            kbd.addClassName("single");
        }
        return Still.draw(kbd);
    }

    private static String shown(String key) {
        String text = key.replace("Shift+", "⇧")
                .replace("Ctrl+", "Ctrl ")
                .replace("Enter", "⏎")
                .replace("Escape", "Esc");
        return text.length() == 1 || text.startsWith("⇧") ? text.toUpperCase(Locale.ROOT) : text;
    }

    @Tag("kbd")
    private static final class Kbd extends Component implements HasStyle {}
}
