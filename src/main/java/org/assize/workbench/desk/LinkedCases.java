package org.assize.workbench.desk;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.List;
import org.assize.insight.LinkedAccounts.Account;
import org.assize.insight.LinkedAccounts.CaseRef;
import org.assize.insight.LinkedAccounts.Mark;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.subject.LinkGroup;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.assize.workbench.CaseWords;
import org.assize.workbench.NextCase;

/** Cases and truth about the accounts that the subject hangs together with. Read when somebody looks, and not before. */
final class LinkedCases extends Div {

    private final RingDesk desk;
    private final SubjectRef subject;
    private boolean read;

    LinkedCases(RingDesk desk, SubjectRef subject) {
        this.desk = desk;
        this.subject = subject;
        addClassName("linked-cases");
    }

    @Override
    protected void onAttach(AttachEvent event) {
        if (read) {
            return;
        }
        read = true;
        List<Account> judged = desk.linked(subject, LinkGroup.MOST, List.of()).accounts().stream()
                // an order's seller is somebody else than the order
                .filter(account -> account.steps() > 0 || subject.kind() == SubjectKind.ORDER)
                .filter(account -> account.mark() != Mark.NONE || LinkWords.caseOf(account) != null)
                .toList();
        if (judged.isEmpty()) {
            return;
        }
        H3 title = new H3(Texts.t("workbench.earlier.linked"));
        title.addClassName("section-title");
        UnorderedList list = new UnorderedList();
        list.addClassName("rows");
        judged.forEach(account -> list.add(item(account)));
        add(title, list);
    }

    private static ListItem item(Account account) {
        Span shares = new Span(LinkWords.shares(account));
        shares.addClassNames("muted", "clip");
        ListItem item = new ListItem(LinkWords.link(account), LinkWords.known(account), shares);
        CaseRef its = LinkWords.caseOf(account);
        if (its != null) {
            Anchor number =
                    new Anchor(NextCase.desk(its.id()), Texts.t("workbench.case", CaseWords.number(its.number())));
            number.addClassName("nowrap");
            Div spacer = new Div();
            spacer.addClassName("spacer");
            item.add(spacer, number, new RelativeTime(its.at()));
        }
        return item;
    }
}
