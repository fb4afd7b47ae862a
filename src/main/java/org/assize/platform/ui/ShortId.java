package org.assize.platform.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.data.renderer.Renderer;
import com.vaadin.flow.function.ValueProvider;
import org.jspecify.annotations.Nullable;

/** An identifier in monospace, shortened in the middle, whole on hover, copied by a click. */
@Tag("assize-id")
public final class ShortId extends Component {

    public ShortId(String id) {
        getElement().setAttribute("copied", Texts.t("platform.copied"));
        getElement().setAttribute("value", id);
    }

    /** Characters to show at most; 14 unless told. */
    public ShortId keep(int characters) {
        getElement().setAttribute("keep", Integer.toString(characters));
        return this;
    }

    /** For a grid column. */
    public static <T> Renderer<T> renderer(ValueProvider<T, String> id) {
        return LitRenderer.<T>of("<assize-id value=${item.id} copied=${item.copied}></assize-id>")
                .withProperty("id", item -> nullToEmpty(id.apply(item)))
                .withProperty("copied", item -> Texts.t("platform.copied"));
    }

    private static String nullToEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
