package org.assize.workbench.desk;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.List;
import org.assize.casework.CaseFile;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.workbench.CaseWords;
import org.assize.workbench.NextCase;

/** What was concluded before: verdicts of this case if it was opened again, and the subject's other cases. */
final class EarlierPanel extends Div {

    EarlierPanel(CaseFile.Contents contents) {
        addClassName("earlier");
        if (contents.earlier().isEmpty() && contents.verdicts().isEmpty()) {
            add(new EmptyState(
                    Glyph.HISTORY, Texts.t("workbench.earlier.empty"), Texts.t("workbench.earlier.emptyNext")));
            return;
        }
        if (!contents.verdicts().isEmpty()) {
            add(verdicts(contents.verdicts()));
        }
        UnorderedList list = new UnorderedList();
        list.addClassName("rows");
        contents.earlier().forEach(its -> list.add(item(its)));
        add(list);
    }

    static UnorderedList verdicts(List<CaseFile.ReachedVerdict> verdicts) {
        UnorderedList list = new UnorderedList();
        list.addClassName("verdicts");
        for (CaseFile.ReachedVerdict verdict : verdicts) {
            Div head = new Div(CaseWords.decision(verdict.decision()));
            head.addClassName("pair");
            if (verdict.typology() != null) {
                head.add(new Span(CaseWords.typology(verdict.typology())));
            }
            Integer policyVersion = verdict.policyVersion();
            if (policyVersion != null) {
                Span policy = new Span("§ " + verdict.policySection());
                policy.addClassName("muted");
                policy.setTitle(Texts.t("workbench.policy.reachedUnder", policyVersion));
                head.add(policy);
            }
            Span sure = new Span(Texts.t("workbench.confidence." + verdict.confidence()));
            sure.addClassName("muted");
            head.add(sure);
            Div who = new Div(
                    new Span(verdict.reachedBy()),
                    new RelativeTime(verdict.reachedAt()),
                    new Span(Texts.t(
                            verdict.flagUseful() ? "workbench.verdict.wasUseful" : "workbench.verdict.wasNotUseful")));
            who.addClassNames("pair", "muted");
            Paragraph rationale = new Paragraph(verdict.rationale());
            rationale.addClassName("prose");
            ListItem item = new ListItem(head, who, rationale);
            if (!verdict.actions().isEmpty()) {
                Span actions = new Span(String.join(
                        ", ", verdict.actions().stream().map(CaseWords::action).toList()));
                actions.addClassName("muted");
                item.add(actions);
            }
            list.add(item);
        }
        return list;
    }

    private static ListItem item(CaseFile.EarlierCase its) {
        Anchor link = new Anchor(NextCase.desk(its.id()), Texts.t("workbench.case", CaseWords.number(its.number())));
        link.addClassName("strong");
        Span queue = new Span(CaseWords.queue(its.queue()));
        queue.addClassName("muted");
        ListItem item = new ListItem(link, queue);
        if (its.decision() == null) {
            item.add(new Span(CaseWords.state(its.state())));
        } else {
            item.add(CaseWords.decision(its.decision()));
        }
        if (its.typology() != null) {
            item.add(new Span(CaseWords.typology(its.typology())));
        }
        item.add(new RelativeTime(its.closedAt() == null ? its.openedAt() : its.closedAt()));
        return item;
    }
}
