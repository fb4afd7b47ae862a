package org.assize.workbench.desk;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.assize.casework.CaseState;
import org.assize.casework.FraudCase;
import org.assize.casework.OpenRingCase;
import org.assize.insight.LinkedAccounts.Account;
import org.assize.insight.LinkedAccounts.Picture;
import org.assize.platform.FieldError;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.MoneyText;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.assize.subject.LinkGroup;
import org.assize.subject.SubjectRef;
import org.assize.workbench.CaseWords;
import org.jspecify.annotations.Nullable;

/**
 * Who hangs together with the subject: a picture, and the same as a list that can be worked by keys and read aloud. From it
 * a lead puts the accounts under one verdict. Read when somebody looks, and not before.
 */
final class LinksPanel extends Div {

    /** Accounts drawn at first; more on demand. */
    private static final int NEAREST = 12;

    private final RingDesk desk;
    private final SubjectRef subject;
    private final boolean judgeable;
    private final Consumer<UUID> opened;
    private final LinkGraph graph = new LinkGraph(this::unfold);
    private final Div head = new Div();
    private final Div body = new Div();
    private final Set<String> unfolded = new LinkedHashSet<>();
    private final Set<String> leftOut = new LinkedHashSet<>();
    private final Map<String, Checkbox> boxes = new LinkedHashMap<>();
    private @Nullable Picture first;
    private boolean read;

    /** @param opened told the case that leads, once a ring was opened */
    LinksPanel(RingDesk desk, FraudCase its, Consumer<UUID> opened) {
        this.desk = desk;
        this.subject = its.subject();
        this.judgeable = desk.mayOpen() && its.state() != CaseState.IN_RING && its.state() != CaseState.SECOND_REVIEW;
        this.opened = opened;
        addClassName("links-panel");
        head.addClassName("links-head");
    }

    @Override
    protected void onAttach(AttachEvent event) {
        if (!read) {
            read = true;
            show(first());
        }
    }

    /** How many accounts hang together with it, as a tab says it. */
    String count() {
        Picture picture = first();
        int others = picture.accounts().size() - 1;
        return Texts.number(Math.max(0, others)) + (picture.cut() ? "+" : "");
    }

    /** What the count has found need not be looked for again. */
    private Picture first() {
        Picture found = first == null ? desk.linked(subject, NEAREST, List.of()) : first;
        first = read ? null : found;
        return found;
    }

    /** Brings the neighbours of one account that are not in the picture yet. */
    private void unfold(String sellerId) {
        if (unfolded.add(sellerId)) {
            show(desk.linked(subject, NEAREST, List.copyOf(unfolded)));
        }
    }

    private void show(Picture picture) {
        if (picture.accounts().size() < 2) {
            removeAll();
            add(new EmptyState(Glyph.NETWORK, Texts.t("workbench.links.empty"), Texts.t("workbench.links.emptyNext")));
            if (!picture.hubs().isEmpty()) {
                add(hubs(picture));
            }
            return;
        }
        head.removeAll();
        Paragraph summary = new Paragraph(Texts.t(
                "workbench.links.summary",
                picture.accounts().size(),
                picture.links().size()));
        head.add(summary);
        if (picture.cut()) {
            Button more = new Button(Texts.t("workbench.links.more"), event -> {
                picture.accounts().stream()
                        .filter(account -> account.beyond() > 0)
                        .forEach(account -> unfolded.add(account.sellerId()));
                show(desk.linked(subject, NEAREST, List.copyOf(unfolded)));
            });
            more.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
            more.setEnabled(picture.accounts().size() < LinkGroup.MOST);
            head.add(more);
        }
        if (judgeable && picture.accounts().stream().anyMatch(LinksPanel::joins)) {
            Div spacer = new Div();
            spacer.addClassName("spacer");
            Button judge = new Button(Texts.t("workbench.ring.do"), event -> ask(picture));
            judge.addThemeVariants(ButtonVariant.LUMO_SMALL);
            head.add(spacer, ViewKeys.click(judge, "b"));
        }
        graph.setClassName("tall", picture.accounts().size() > NEAREST);
        graph.show(picture);
        body.removeAll();
        body.add(table(picture), legend());
        if (!picture.hubs().isEmpty()) {
            body.add(hubs(picture));
        }
        if (graph.getParent().isEmpty()) {
            add(head, graph, body);
        }
    }

    // --------------------------------------------------------------------------------------------------- the list

    private Component table(Picture picture) {
        NativeTable table = new NativeTable();
        table.addClassName("linked");
        table.getElement().setAttribute("aria-label", Texts.t("workbench.links.list"));
        NativeTableRow columns = table.getHead().addRow();
        if (judgeable) {
            column(columns, "chosen").addClassName("linked-box");
        }
        column(columns, "account");
        column(columns, "shares");
        column(columns, "known");
        column(columns, "value").addClassName("num");
        boxes.clear();
        picture.accounts().forEach(account -> row(table.getBody().addRow(), account));
        return table;
    }

    private void row(NativeTableRow row, Account account) {
        String id = account.sellerId();
        row.getElement().setAttribute("data-account", id);
        if (judgeable) {
            Checkbox box = new Checkbox(!leftOut.contains(id));
            box.setAriaLabel(Texts.t("workbench.links.choose", LinkWords.name(account)));
            // the case of the one asked about leads
            box.setReadOnly(account.steps() == 0);
            box.addValueChangeListener(change -> {
                if (change.getValue()) {
                    leftOut.remove(id);
                } else {
                    leftOut.add(id);
                }
            });
            boxes.put(id, box);
            cell(row, "linked-box", box);
        }
        NativeTableHeaderCell who = new NativeTableHeaderCell();
        who.getElement().setAttribute("scope", "row");
        who.add(LinkWords.link(account));
        row.add(who);
        Div shares = new Div(
                new Span(account.steps() == 0 ? Texts.t("workbench.links.thisOne") : LinkWords.shares(account)));
        if (account.beyond() > 0) {
            Button more = new Button(
                    Texts.t("workbench.links.beyond", account.beyond()), event -> unfold(account.sellerId()));
            more.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
            more.setAriaLabel(Texts.t("workbench.links.unfold", account.beyond(), LinkWords.name(account)));
            shares.add(more);
        }
        cell(row, "linked-shares", shares);
        cell(row, "", LinkWords.known(account));
        cell(row, "num", new Span(MoneyText.rounded(account.valueAtRisk())));
    }

    private static NativeTableHeaderCell column(NativeTableRow row, String name) {
        NativeTableHeaderCell cell = new NativeTableHeaderCell(Texts.t("workbench.links.column." + name));
        cell.getElement().setAttribute("scope", "col");
        row.add(cell);
        return cell;
    }

    private static void cell(NativeTableRow row, String className, Component content) {
        NativeTableCell cell = new NativeTableCell();
        if (!className.isEmpty()) {
            cell.addClassName(className);
        }
        cell.add(content);
        row.add(cell);
    }

    private static Component legend() {
        Div legend = new Div(
                mark("fraud", Texts.t("workbench.decision.fraud")),
                mark("legitimate", Texts.t("workbench.decision.legitimate")),
                mark("open", Texts.t("workbench.links.mark.open")),
                mark("none", Texts.t("workbench.links.mark.none")),
                new Span(Texts.t("workbench.links.size")));
        legend.addClassNames("links-legend", "muted", "small");
        // the list says all of it in words
        legend.getElement().setAttribute("aria-hidden", "true");
        return legend;
    }

    private static Span mark(String code, String word) {
        Span shape = new Span();
        shape.addClassNames("links-mark", "links-mark-" + code);
        Span mark = new Span(shape, new Span(word));
        mark.addClassName("pair");
        return mark;
    }

    private static Component hubs(Picture picture) {
        Span title = new Span(Texts.t("workbench.links.hubs"));
        title.addClassName("muted");
        UnorderedList list = new UnorderedList();
        picture.hubs().forEach(hub -> list.add(new ListItem(LinkWords.hub(hub))));
        Div hubs = new Div(title, list);
        hubs.addClassNames("links-hubs", "small");
        return hubs;
    }

    // --------------------------------------------------------------------------------------------------- the ring

    private void ask(Picture picture) {
        SubjectRef lead = SubjectRef.seller(picture.accounts().getFirst().sellerId());
        Set<SubjectRef> chosen = new LinkedHashSet<>();
        picture.accounts().stream()
                .map(Account::sellerId)
                .filter(id -> !leftOut.contains(id))
                .forEach(id -> chosen.add(SubjectRef.seller(id)));
        chosen.add(lead);
        Paragraph what = new Paragraph(Texts.t("workbench.ring.what", chosen.size()));
        what.addClassName("prose");
        new ActDialog("workbench.ring", "reason", reason -> switch (desk.open(lead, chosen, reason)) {
                    case OpenRingCase.Opened(FraudCase ring, int _) -> {
                        opened.accept(ring.id());
                        yield List.of();
                    }
                    case OpenRingCase.NotFree(var taken) -> {
                        what.setText(Texts.t(
                                "workbench.ring.notFree",
                                String.join(
                                        ", ",
                                        taken.stream().map(LinksPanel::told).toList())));
                        yield List.of(new FieldError("members", "not_free", "must be free"));
                    }
                    case OpenRingCase.Invalid(var errors) -> new ArrayList<>(errors);
                })
                .field("members", what)
                .ask();
    }

    /** Whether a ring would gain by it: it is not the one that leads, nor judged with a ring already. */
    private static boolean joins(Account account) {
        return account.steps() > 0
                && (account.openCase() == null || account.openCase().state() != CaseState.IN_RING);
    }

    private static String told(OpenRingCase.Taken taken) {
        String number = Texts.t("workbench.case", CaseWords.number(taken.number()));
        String holder = taken.heldBy();
        return number + " ("
                + (holder == null ? CaseWords.state(taken.state()) : Texts.t("workbench.links.with", holder)) + ")";
    }
}
