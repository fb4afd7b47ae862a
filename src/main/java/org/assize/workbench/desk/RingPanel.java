package org.assize.workbench.desk;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.assize.casework.FraudCase;
import org.assize.platform.Money;
import org.assize.platform.ui.MoneyText;
import org.assize.platform.ui.Texts;
import org.assize.verdict.Decision;
import org.assize.verdict.RingException;
import org.assize.verdict.Typology;
import org.assize.workbench.CaseWords;
import org.assize.workbench.NextCase;

/** The sellers that one verdict is about, and where it is to be another for one of them. */
final class RingPanel extends Div {

    private static final String AS_THE_RING = "";

    private final Map<String, ExceptionSelect> exceptions = new LinkedHashMap<>();

    /**
     * @param members the case that leads first
     * @param names of sellers, by their id
     * @param changed told after every change; only the person who holds the case can make one
     */
    RingPanel(UUID lead, List<FraudCase> members, Map<String, String> names, boolean mine, Runnable changed) {
        addClassName("ring-panel");
        Paragraph what =
                new Paragraph(Texts.t(mine ? "workbench.ring.oneVerdict" : "workbench.ring.together", members.size()));
        NativeTable table = new NativeTable();
        table.addClassName("linked");
        table.getElement().setAttribute("aria-label", Texts.t("workbench.ring.members"));
        NativeTableRow columns = table.getHead().addRow();
        for (String column : List.of("account", "case", "verdict", "risk")) {
            NativeTableHeaderCell cell = new NativeTableHeaderCell(Texts.t("workbench.links.column." + column));
            cell.getElement().setAttribute("scope", "col");
            if (column.equals("risk")) {
                cell.addClassName("num");
            }
            columns.add(cell);
        }
        for (FraudCase member : members) {
            NativeTableRow row = table.getBody().addRow();
            String name = names.getOrDefault(member.subjectId(), member.subjectId());
            NativeTableHeaderCell who = new NativeTableHeaderCell();
            who.getElement().setAttribute("scope", "row");
            Span called = new Span(name);
            called.addClassNames("strong", "clip");
            called.setTitle(name);
            who.add(called);
            row.add(who);
            Anchor its = new Anchor(NextCase.desk(member.id()), CaseWords.number(member.number()));
            its.setAriaLabel(Texts.t("workbench.case", CaseWords.number(member.number())));
            cell(row, its);
            cell(row, verdict(lead, member, name, mine, changed));
            NativeTableCell value = cell(row, new Span(MoneyText.rounded(own(member, lead, members))));
            value.addClassName("num");
        }
        add(what, table);
    }

    /** The case that leads carries what is at risk with all of them. */
    private static Money own(FraudCase member, UUID lead, List<FraudCase> members) {
        Money value = member.valueAtRisk();
        if (!member.id().equals(lead)) {
            return value;
        }
        long others = members.stream()
                .filter(other -> !other.id().equals(lead))
                .map(FraudCase::valueAtRisk)
                .filter(other -> other.currency().equals(value.currency()))
                .mapToLong(Money::minor)
                .sum();
        return new Money(Math.max(0, value.minor() - others), value.currency());
    }

    private Component verdict(UUID lead, FraudCase member, String name, boolean mine, Runnable changed) {
        String decision = member.decision();
        if (member.closedAt() != null && decision != null) {
            return CaseWords.decision(decision);
        }
        if (member.id().equals(lead)) {
            Span leads = new Span(Texts.t("workbench.ring.leads"));
            leads.addClassName("muted");
            return leads;
        }
        if (!mine) {
            return new Span(Texts.t("workbench.ring.asTheRing"));
        }
        ExceptionSelect select = new ExceptionSelect(Texts.t("workbench.ring.exceptionOf", name), changed);
        select.option(AS_THE_RING, Texts.t("workbench.ring.asTheRing"));
        for (Decision each : List.of(Decision.LEGITIMATE, Decision.INCONCLUSIVE)) {
            select.option(each.name(), CaseWords.decisionText(each.name()));
        }
        for (Typology each : Typology.values()) {
            select.option(
                    each.code(),
                    Texts.t("workbench.ring.fraud", CaseWords.decisionText("FRAUD"), CaseWords.typology(each.code())));
        }
        exceptions.put(member.subjectId(), select);
        return select;
    }

    List<RingException> exceptions() {
        List<RingException> chosen = new ArrayList<>();
        exceptions.forEach((seller, select) -> {
            String code = select.value();
            if (!code.equals(AS_THE_RING)) {
                chosen.add(read(seller, code));
            }
        });
        return chosen;
    }

    /** Puts a draft back; who has left the ring since is passed over. */
    void fill(List<RingException> draft) {
        draft.forEach(each -> {
            ExceptionSelect select = exceptions.get(each.sellerId());
            if (select != null) {
                select.value(
                        each.typology() == null
                                ? each.decision().name()
                                : each.typology().code());
            }
        });
    }

    private static RingException read(String seller, String code) {
        for (Decision each : Decision.values()) {
            if (each.name().equals(code)) {
                return new RingException(seller, each, null);
            }
        }
        return new RingException(seller, Decision.FRAUD, Typology.valueOf(code.toUpperCase(Locale.ROOT)));
    }

    private static NativeTableCell cell(NativeTableRow row, Component content) {
        NativeTableCell cell = new NativeTableCell();
        cell.add(content);
        row.add(cell);
        return cell;
    }
}
