package org.assize.ingest.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.List;
import java.util.Locale;
import org.assize.ingest.Complaint;
import org.assize.ingest.Feed;
import org.assize.ingest.ImportState;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.Texts;

/** The words of {@code ingest} in the reader's language. */
final class FeedWords {

    private FeedWords() {}

    static String of(Feed feed) {
        return Texts.t("ingest.feed." + feed.code());
    }

    static String of(Complaint complaint) {
        return Texts.t(
                "ingest.reason." + complaint.reason().key(),
                complaint.arguments().toArray());
    }

    static Badge of(ImportState state) {
        String word = Texts.t("ingest.state." + state.name().toLowerCase(Locale.ROOT));
        return new Badge(
                word,
                switch (state) {
                    case WAITING -> Badge.Tone.NEUTRAL;
                    case RUNNING -> Badge.Tone.ACCENT;
                    case DONE -> Badge.Tone.OK;
                    case CANCELLED, INTERRUPTED -> Badge.Tone.WARNING;
                    case FAILED -> Badge.Tone.DANGER;
                });
    }

    /** A band that names everything that is wrong. */
    static Div notice(String className, String title, List<Complaint> complaints) {
        Div words = new Div();
        Span head = new Span(title);
        head.addClassName("strong");
        words.add(head);
        if (!complaints.isEmpty()) {
            UnorderedList list = new UnorderedList();
            list.addClassName("complaints");
            complaints.forEach(complaint -> list.add(new ListItem(of(complaint))));
            words.add(list);
        }
        Div notice = new Div(Glyph.WARNING.icon(), words);
        notice.addClassNames("notice", className);
        return notice;
    }
}
