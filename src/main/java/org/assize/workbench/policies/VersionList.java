package org.assize.workbench.policies;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
import java.time.Instant;
import java.util.List;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;

/** The versions of a policy, newest first: who, when, and what each changed. */
final class VersionList extends Div {

    /** @param changes against the version before; none for the first */
    record Version(int number, String by, Instant at, List<PolicyWords.Change> changes) {}

    VersionList(List<Version> versions) {
        addClassNames("panel", "versions");
        H2 title = new H2(Texts.t("policies.history"));
        title.addClassName("section-title");
        OrderedList list = new OrderedList();
        versions.forEach(version -> list.add(item(version)));
        add(title, list);
    }

    private static ListItem item(Version version) {
        Span number = new Span(Texts.t("policies.version", version.number()));
        number.addClassName("strong");
        Span by = new Span(version.by());
        by.addClassName("muted");
        RelativeTime when = new RelativeTime(version.at());
        Span at = new Span();
        at.addClassName("muted");
        at.getElement().appendChild(when.getElement());
        Div head = new Div(number, by, at);
        head.addClassName("pair");
        ListItem item = new ListItem(head);
        for (PolicyWords.Change change : version.changes()) {
            Span label = new Span(Texts.t(change.labelKey()));
            label.addClassName("muted");
            Span before = new Span(change.before());
            before.addClassName("was");
            Span arrow = new Span("→");
            arrow.addClassName("muted");
            arrow.getElement().setAttribute("aria-label", Texts.t("policies.became"));
            arrow.getElement().setAttribute("role", "img");
            Div line = new Div(label, before, arrow, new Span(change.now()));
            line.addClassNames("version-change", "small");
            item.add(line);
        }
        return item;
    }
}
