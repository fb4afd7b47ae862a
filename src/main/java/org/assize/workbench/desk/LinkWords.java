package org.assize.workbench.desk;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.stream.Collectors;
import org.assize.casework.CaseState;
import org.assize.insight.LinkedAccounts.Account;
import org.assize.insight.LinkedAccounts.CaseRef;
import org.assize.insight.LinkedAccounts.Hub;
import org.assize.insight.LinkedAccounts.Mark;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Texts;
import org.assize.subject.IdentifierKind;
import org.assize.workbench.CaseWords;
import org.assize.workbench.NextCase;
import org.jspecify.annotations.Nullable;

/** Linked accounts as people call them. */
final class LinkWords {

    private LinkWords() {}

    static String kind(IdentifierKind kind) {
        return Texts.t("workbench.links.kind." + kind.code());
    }

    /** In the picture, where room is dear. */
    static String shortKind(IdentifierKind kind) {
        return Texts.t("workbench.links.short." + kind.code());
    }

    static String name(Account account) {
        return account.name() == null ? account.sellerId() : account.name();
    }

    static String shares(Account account) {
        return account.shares().stream().map(LinkWords::kind).collect(Collectors.joining(", "));
    }

    /** IP 100.64.0.1, shared by 412 accounts: probably a carrier. */
    static String hub(Hub hub) {
        return Texts.t(
                "workbench.links.hub",
                kind(hub.kind()),
                hub.identifier(),
                Texts.number(hub.accounts()) + (hub.capped() ? "+" : ""),
                Texts.t("workbench.links.hub." + hub.kind().code()));
    }

    /** What stands in the picture. */
    static String hubNode(Hub hub) {
        return Texts.t(
                "workbench.links.hubNode",
                kind(hub.kind()),
                Texts.number(hub.accounts()) + (hub.capped() ? "+" : ""),
                Texts.t("workbench.links.hub." + hub.kind().code()));
    }

    /** The case where people think about the account, or did; null when nobody ever has. */
    static @Nullable CaseRef caseOf(Account account) {
        return account.openCase() == null ? account.lastCase() : account.openCase();
    }

    /** The account's name, leading to its case where there is one. */
    static Component link(Account account) {
        CaseRef its = caseOf(account);
        Component name;
        if (its == null) {
            Span span = new Span(name(account));
            span.addClassNames("clip");
            name = span;
        } else {
            Anchor anchor = new Anchor(NextCase.desk(its.id()), name(account));
            anchor.addClassNames("strong", "clip");
            anchor.setTitle(name(account));
            name = anchor;
        }
        return name;
    }

    /** What is known of the account, and how its case stands. */
    static Div known(Account account) {
        Div known = new Div();
        known.addClassName("linked-known");
        Mark mark = account.mark();
        if (mark == Mark.FRAUD || mark == Mark.LEGITIMATE) {
            Badge badge = CaseWords.decision(mark.name());
            String source = account.source();
            if (source != null && source.startsWith("outcome:")) {
                badge.setTitle(Texts.t("workbench.links.outcome", source.substring("outcome:".length())));
            }
            known.add(badge);
        }
        CaseRef open = account.openCase();
        CaseRef last = account.lastCase();
        if (open != null) {
            known.add(Badge.of(Glyph.INBOX, state(open), "badge-accent"));
        } else if (mark == Mark.NONE && last != null && last.decision() != null) {
            known.add(CaseWords.decision(last.decision()));
        }
        if (!known.getChildren().findAny().isPresent()) {
            Span nothing = new Span(Texts.t("workbench.links.neverSeen"));
            nothing.addClassName("muted");
            known.add(nothing);
        }
        return known;
    }

    private static String state(CaseRef open) {
        String holder = open.heldBy();
        return open.state() == CaseState.CLAIMED && holder != null
                ? Texts.t("workbench.links.with", holder)
                : CaseWords.state(open.state());
    }
}
