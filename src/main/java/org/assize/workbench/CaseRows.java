package org.assize.workbench;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.List;
import java.util.function.Function;
import org.assize.casework.FraudCase;
import org.assize.platform.ui.MoneyText;
import org.assize.platform.ui.ShortId;
import org.assize.platform.ui.Texts;

/** A short list of cases under a title: number, subject, what is at risk, and one thing more. */
final class CaseRows<T> extends Div {

    CaseRows(String titleKey, List<T> rows, Function<T, FraudCase> caseOf, Function<T, Component> further) {
        addClassName("panel");
        H2 title = new H2(Texts.t(titleKey));
        title.addClassName("section-title");
        Span count = new Span(Texts.number(rows.size()));
        count.addClassNames("muted", "num");
        Div head = new Div(title, count);
        head.addClassName("panel-head");
        add(head);
        UnorderedList list = new UnorderedList();
        list.addClassNames("rows", "case-rows");
        rows.forEach(row -> list.add(row(caseOf.apply(row), further.apply(row))));
        add(list);
    }

    private static ListItem row(FraudCase its, Component further) {
        Anchor link = new Anchor(NextCase.desk(its.id()), Texts.t("workbench.case", CaseWords.number(its.number())));
        link.addClassName("strong");
        Span queue = new Span(CaseWords.queue(its));
        queue.addClassName("muted");
        Div subject = new Div(
                CaseWords.glyph(its.subject().kind()).icon(),
                new Span(CaseWords.kind(its.subject().kind())),
                new ShortId(its.subject().id()));
        subject.addClassName("case-subject");
        Span risk = new Span(MoneyText.rounded(its.valueAtRisk()));
        risk.addClassNames("num", "muted");
        Div last = new Div(further);
        last.addClassName("case-further");
        return new ListItem(link, subject, queue, risk, last);
    }
}
