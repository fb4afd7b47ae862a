package org.assize.workbench.desk;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What stands on a tab: made when somebody looks, and not before. Of most cases, most tabs are never looked at. */
final class OnFirstLook<C extends Component> extends Div {

    private final Supplier<C> make;
    private @Nullable C made;

    OnFirstLook(Supplier<C> make) {
        this.make = make;
    }

    @Override
    protected void onAttach(AttachEvent event) {
        if (made == null) {
            made = make.get();
            add(made);
        }
    }

    /** Whoever looks later sees the newest anyway. */
    void ifMade(Consumer<C> then) {
        if (made != null) {
            then.accept(made);
        }
    }
}
