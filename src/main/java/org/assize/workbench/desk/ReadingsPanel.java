package org.assize.workbench.desk;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.util.List;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.verdict.Action;
import org.assize.verdict.BlindReading;
import org.assize.verdict.Typology;
import org.assize.verdict.Verdict;
import org.assize.workbench.CaseWords;
import org.jspecify.annotations.Nullable;

/** Two readings of one case that differ, side by side: a lead who made neither takes one of them, or reaches a verdict anew. */
final class ReadingsPanel extends Div {

    /** @param reader what whoever looks at it may do: only a reviewer decides between the two */
    ReadingsPanel(
            List<BlindReading> both, ReviewPanel.Reader reader, Runnable first, Runnable second, Runnable neither) {
        addClassNames("verdict", "stand", "adjudication");
        H2 title = new H2(Texts.t("workbench.reading.title"));
        title.addClassName("section-title");
        Div head = new Div(title);
        head.addClassName("panel-head");
        Paragraph what = new Paragraph(Texts.t(
                switch (reader) {
                    case REVIEWER -> "workbench.reading.decide";
                    case AUTHOR -> "workbench.reading.own";
                    case OTHER -> "workbench.reading.other";
                }));
        what.addClassName("muted");
        boolean decides = reader == ReviewPanel.Reader.REVIEWER;
        Div pair = new Div();
        pair.addClassName("readings");
        both.forEach(each -> pair.add(reading(each, decides ? each.place() == 1 ? first : second : null)));
        Div body = new Div(what, pair);
        body.addClassName("stand-body");
        add(head, body);
        if (decides) {
            body.add(ViewKeys.click(new Button(Texts.t("workbench.reading.neither"), event -> neither.run()), "v"));
        }
    }

    private static Div reading(BlindReading each, @Nullable Runnable take) {
        Verdict verdict = each.verdict();
        String place = each.place() == 1 ? "first" : "second";
        H3 name = new H3(Texts.t("workbench.reading." + place));
        Div found = new Div(CaseWords.decision(verdict.decision().name()));
        found.addClassName("pair");
        Typology typology = verdict.typology();
        if (typology != null) {
            found.add(new Span(CaseWords.typology(typology.code())));
        }
        Span sure =
                new Span(Texts.t("workbench.confidence." + verdict.confidence().name()));
        sure.addClassName("muted");
        Div who = new Div(new Span(verdict.reachedBy()), new RelativeTime(verdict.reachedAt()));
        who.addClassNames("pair", "muted");
        Paragraph rationale = new Paragraph(verdict.rationale());
        rationale.addClassName("prose");
        Span actions = new Span(String.join(
                ", ",
                verdict.actions().stream()
                        .map(Action::code)
                        .map(CaseWords::action)
                        .toList()));
        actions.addClassName("muted");
        Div reading = new Div(name, found, sure, who, rationale, actions);
        reading.addClassName("reading");
        if (take != null) {
            Button taken = new Button(Texts.t("workbench.reading.take." + place), event -> take.run());
            reading.add(ViewKeys.click(taken, each.place() == 1 ? "1" : "2"));
        }
        return reading;
    }
}
