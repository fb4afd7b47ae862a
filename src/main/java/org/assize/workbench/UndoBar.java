package org.assize.workbench;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.time.Duration;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.jspecify.annotations.Nullable;

/** What was done to many cases, and for as long as it lasts the way back, counting down. */
final class UndoBar extends Div {

    private final Span words = new Span();
    private final Countdown countdown = new Countdown();
    private final Button undo;
    private @Nullable Runnable way;

    UndoBar() {
        addClassNames("notice", "undo-bar");
        getElement().setAttribute("role", "status");
        undo = ViewKeys.click(
                new Button(Texts.t("workbench.bulk.undo"), Glyph.UNDO.icon(), click -> {
                    Runnable back = way;
                    over();
                    if (back != null) {
                        back.run();
                    }
                }),
                "z");
        undo.addThemeVariants(ButtonVariant.LUMO_SMALL);
        countdown.getElement().addEventListener("countdown-over", event -> over());
        Button away = new Button(Glyph.CROSS.icon(), click -> setVisible(false));
        away.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        away.setAriaLabel(Texts.t("platform.close"));
        Div spacer = new Div();
        spacer.addClassName("spacer");
        add(Glyph.CHECK.icon(), words, undo, countdown, spacer, away);
        setVisible(false);
    }

    /** Shows what was done, with a way back for so long. */
    void offer(String done, Duration left, Runnable back) {
        way = back;
        words.setText(done);
        undo.setVisible(true);
        countdown.setVisible(true);
        setVisible(true);
        countdown.getElement().callJsFunction("start", left.toMillis());
    }

    /** Shows what became of it, without a way back. */
    void say(String text) {
        over();
        words.setText(text);
        setVisible(true);
    }

    private void over() {
        way = null;
        undo.setVisible(false);
        countdown.setVisible(false);
    }

    /** Seconds left, by the browser's own clock. */
    @Tag("assize-countdown")
    private static final class Countdown extends Component {
        Countdown() {
            getElement().setAttribute("unit", Texts.t("workbench.bulk.seconds"));
        }
    }
}
