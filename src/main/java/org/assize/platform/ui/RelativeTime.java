package org.assize.platform.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.data.renderer.Renderer;
import com.vaadin.flow.function.ValueProvider;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instant as people say it ("5 min ago", kept current by the browser), the exact one on hover, in the person's own
 * time zone.
 */
@Tag("assize-time")
public final class RelativeTime extends Component {

    public RelativeTime(@Nullable Instant at) {
        if (at != null) {
            getElement().setAttribute("at", at.toString());
        }
    }

    /** The same the other way round: exact in the text, relative on hover. */
    public static RelativeTime exact(@Nullable Instant at) {
        RelativeTime time = new RelativeTime(at);
        time.getElement().setAttribute("form", "exact");
        return time;
    }

    /** For a grid column; nothing where there is no instant. */
    public static <T> Renderer<T> renderer(ValueProvider<T, @Nullable Instant> at) {
        return LitRenderer.<T>of("<assize-time .at=${item.at}></assize-time>").withProperty("at", item -> {
            Instant instant = at.apply(item);
            return instant == null ? null : instant.toString();
        });
    }
}
