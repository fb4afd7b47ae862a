package org.assize.workbench.desk;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeDetails;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.assize.casework.CaseFile;
import org.assize.flagging.Flag;
import org.assize.flagging.FlagOrigin;
import org.assize.platform.ui.ProgressLine;
import org.assize.platform.ui.RangeLine;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.scoring.Reason;
import org.assize.workbench.ReasonWords;

/** Why this subject came to people: the reasons behind the newest score, each in a sentence with what is usual. */
final class WhyPanel extends Div {

    /** Reasons in sight; what weighs less is a click away, so that the profile is not. */
    private static final int SHOWN = 5;

    WhyPanel(CaseFile.Contents contents, ReasonWords words) {
        addClassNames("desk-section", "why");
        H2 title = new H2(Texts.t("workbench.why"));
        title.addClassName("section-title");
        Div head = new Div(title);
        head.addClassName("panel-head");
        add(head);
        Optional<Flag> told = contents.flags().stream()
                .filter(flag -> !ReasonWords.read(flag.reasons()).isEmpty())
                .max(Comparator.comparing((Flag flag) -> flag.origin() == FlagOrigin.MODEL)
                        .thenComparing(Flag::flaggedAt));
        told.ifPresentOrElse(
                flag -> {
                    Span since = new Span(Texts.t("workbench.why.asOf"));
                    Div asOf = new Div(since, new RelativeTime(flag.asOf()));
                    asOf.addClassNames("muted", "small", "pair");
                    head.add(asOf);
                    reasons(words.tell(flag.subject().kind(), ReasonWords.read(flag.reasons()), Texts.language()));
                },
                () -> {
                    Paragraph none = new Paragraph(
                            Texts.t(contents.scoreIsHidden() ? "workbench.why.hidden" : "workbench.why.none"));
                    none.addClassName("muted");
                    add(none);
                });
        contents.flags().stream().filter(flag -> flag.note() != null).forEach(flag -> {
            Paragraph note = new Paragraph(flag.note());
            note.addClassName("prose");
            add(note);
        });
    }

    private void reasons(List<ReasonWords.Told> told) {
        double largest = told.stream()
                .mapToDouble(one -> Math.abs(one.reason().contribution()))
                .max()
                .orElse(1);
        // one more takes no more room than to say that there is one
        int shown = told.size() <= SHOWN + 1 ? told.size() : SHOWN;
        add(list(told.subList(0, shown), largest));
        if (shown < told.size()) {
            NativeDetails more = new NativeDetails(
                    Texts.t("workbench.why.more", told.size() - shown),
                    list(told.subList(shown, told.size()), largest));
            more.addClassName("reasons-more");
            add(more);
        }
    }

    private static UnorderedList list(List<ReasonWords.Told> told, double largest) {
        UnorderedList list = new UnorderedList();
        list.addClassName("reasons");
        told.forEach(one -> list.add(row(one, largest)));
        return list;
    }

    private static ListItem row(ReasonWords.Told told, double largest) {
        Reason reason = told.reason();
        boolean suspicious = reason.contribution() > 0;
        Span sentence = new Span(told.sentence());
        sentence.addClassName("reason-text");
        Span usual = new Span(told.usual());
        usual.addClassNames("muted", "small");
        ProgressLine.Meter meter =
                new ProgressLine.Meter().fill(Math.abs(reason.contribution()) / (largest == 0 ? 1 : largest));
        meter.addClassName(suspicious ? "speaks-for" : "speaks-against");
        meter.getElement().setAttribute("aria-hidden", "true");
        Span sign = new Span(suspicious ? "+" : "−");
        sign.addClassNames("reason-sign", suspicious ? "speaks-for" : "speaks-against");
        sign.getElement().setAttribute("aria-hidden", "true");
        Span spoken = new Span(Texts.t(suspicious ? "workbench.why.for" : "workbench.why.against"));
        spoken.addClassName("visually-hidden");
        Div weight = new Div(meter, sign, spoken);
        weight.addClassName("reason-weight");
        ListItem item = new ListItem(sentence, weight);
        if (told.isMeasured()) {
            item.add(new RangeLine(told.usual()).at(reason.value()).usual(reason.usualLow(), reason.usualHigh()));
            usual.getElement().setAttribute("aria-hidden", "true");
        }
        item.add(usual);
        item.getElement()
                .setAttribute("title", Texts.t("workbench.why.weight", Texts.number(reason.contribution(), 2)));
        return item;
    }
}
