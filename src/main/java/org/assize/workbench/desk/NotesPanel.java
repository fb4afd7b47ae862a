package org.assize.workbench.desk;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.List;
import org.assize.casework.Note;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;

/** What people wrote into the case, newest first. */
final class NotesPanel extends Div {

    NotesPanel(List<Note> notes) {
        addClassName("notes");
        show(notes);
    }

    void show(List<Note> notes) {
        removeAll();
        if (notes.isEmpty()) {
            add(new EmptyState(Glyph.PENCIL, Texts.t("workbench.notes.empty"), Texts.t("workbench.notes.emptyNext")));
            return;
        }
        UnorderedList list = new UnorderedList();
        notes.forEach(note -> list.add(item(note)));
        add(list);
    }

    private static ListItem item(Note note) {
        Span who = new Span(note.writtenBy());
        who.addClassName("strong");
        RelativeTime at = new RelativeTime(note.writtenAt());
        Div head = new Div(who, at);
        head.addClassNames("pair", "muted");
        Paragraph body = new Paragraph(note.body());
        body.addClassName("prose");
        return new ListItem(head, body);
    }
}
