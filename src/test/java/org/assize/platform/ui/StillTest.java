package org.assize.platform.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import org.junit.jupiter.api.Test;

class StillTest {

    @Test
    void wordsBecomeMarkupThatReadsTheSame() {
        Span word = new Span("a < b & \"c\"");
        word.addClassNames("strong", "clip");
        word.setTitle("so \"called\"");
        Div panel = Still.draw(new Div(Still.draw(new Span("one")), new Div(word)));
        assertThat(panel.getElement().getChildCount()).isZero();
        assertThat(panel.getElement().getProperty("innerHTML"))
                .isEqualTo("<span>one</span><div><span class=\"strong clip\" title=\"so &quot;called&quot;\">"
                        + "a &lt; b &amp; &quot;c&quot;</span></div>");
    }

    @Test
    void whatIsPressedStaysWithWhatIsAroundIt() {
        NativeButton button = new NativeButton();
        button.add(new Span("press"));
        button.addClickListener(event -> {});
        Div row = new Div(new Span("beside"), button);
        Div panel = Still.draw(new Div(row, new Div(new Span("below"))));
        assertThat(panel.getChildren().toList()).hasSize(2).first().isEqualTo(row);
        assertThat(row.getChildren().toList()).hasSize(2).last().isEqualTo(button);
        assertThat(button.getElement().getProperty("innerHTML")).isEqualTo("<span>press</span>");
    }

    @Test
    void aCopyHoldsNothingOfWhatItShows() {
        Div panel = new Div(new Span("one"));
        panel.addClassName("panel");
        assertThat(Still.copy(panel)).isNotSameAs(panel);
        assertThat(Still.copy(panel).getElement().getOuterHTML().replaceAll("\\s*\n\\s*", ""))
                .isEqualTo("<div class=\"panel\"><span>one</span></div>");
        NativeButton button = new NativeButton("press");
        button.addClickListener(event -> {});
        Div with = new Div(button);
        assertThat(Still.copy(with)).isSameAs(with);
    }

    @Test
    void whatIsHiddenOrNamedAsLiveCanStillChange() {
        Span count = new Span("1");
        Span fault = new Span("wrong");
        fault.setVisible(false);
        Div panel = Still.draw(new Div(count, fault), count);
        count.setText("2");
        fault.setVisible(true);
        assertThat(count.getParent()).contains(panel);
        assertThat(count.getText()).isEqualTo("2");
        assertThat(fault.getParent()).contains(panel);
    }
}
