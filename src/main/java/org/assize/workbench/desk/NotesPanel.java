package org.assize.workbench.desk;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assize.casework.Note;
import org.assize.casework.Question;
import org.assize.platform.ui.Badge;
import org.assize.platform.ui.EmptyState;
import org.assize.platform.ui.Glyph;
import org.assize.platform.ui.RelativeTime;
import org.assize.platform.ui.Texts;
import org.assize.platform.ui.ViewKeys;
import org.jspecify.annotations.Nullable;

/** What people wrote into the case, newest first; questions say who was asked, and whoever was asked can answer here. */
final class NotesPanel extends Div {

    private static final Pattern NAMED =
            Pattern.compile("(?<![\\p{L}\\p{N}._@-])@[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*(?<![._-])");

    private final UUID me;
    private final Consumer<Question> answer;
    private final Div content = new Div();
    private List<Note> shownNotes = List.of();
    private List<Question> shownQuestions = List.of();

    /** @param acts what the reader can do here; nothing for whoever only reads */
    NotesPanel(UUID me, List<Button> acts, Consumer<Question> answer, List<Note> notes, List<Question> questions) {
        this.me = me;
        this.answer = answer;
        addClassName("notes");
        if (!acts.isEmpty()) {
            Div bar = new Div();
            bar.addClassNames("toolbar", "notes-bar");
            acts.forEach(bar::add);
            add(bar);
        }
        add(content);
        draw(notes, questions);
    }

    void show(List<Note> notes, List<Question> questions) {
        if (!notes.equals(shownNotes) || !questions.equals(shownQuestions)) {
            draw(notes, questions);
        }
    }

    private void draw(List<Note> notes, List<Question> questions) {
        shownNotes = notes;
        shownQuestions = questions;
        content.removeAll();
        if (notes.isEmpty()) {
            content.add(new EmptyState(
                    Glyph.PENCIL, Texts.t("workbench.notes.empty"), Texts.t("workbench.notes.emptyNext")));
            return;
        }
        Map<UUID, Question> asked = new HashMap<>();
        Map<UUID, Question> answered = new HashMap<>();
        questions.forEach(question -> {
            asked.put(question.noteId(), question);
            if (question.answerId() != null) {
                answered.put(question.answerId(), question);
            }
        });
        UnorderedList list = new UnorderedList();
        boolean first = true;
        for (Note note : notes) {
            Question question = asked.get(note.id());
            boolean mine = question != null
                    && question.answerId() == null
                    && question.askedOfId().equals(me);
            list.add(item(note, question, answered.get(note.id()), mine && first));
            first &= !mine;
        }
        content.add(list);
    }

    /** @param key whether the key answers this question: the newest that waits for the reader */
    private ListItem item(Note note, @Nullable Question question, @Nullable Question answered, boolean key) {
        Span who = new Span(note.writtenBy());
        who.addClassName("strong");
        Div head = new Div(who, new RelativeTime(note.writtenAt()));
        head.addClassNames("pair", "muted");
        ListItem item = new ListItem(head, words(note.body()));
        if (question != null) {
            boolean open = question.answerId() == null;
            head.add(new Badge(
                    Texts.t(open ? "workbench.question.open" : "workbench.question.answered", question.askedOf()),
                    open ? Badge.Tone.ACCENT : Badge.Tone.NEUTRAL));
            if (open && question.askedOfId().equals(me)) {
                Button reply = new Button(Texts.t("workbench.answer.do"), event -> answer.accept(question));
                reply.addThemeVariants(ButtonVariant.LUMO_SMALL);
                Div act = new Div(key ? ViewKeys.click(reply, "Shift+q") : reply);
                item.add(act);
            }
        }
        if (answered != null) {
            head.add(new Badge(Texts.t("workbench.question.answerTo", answered.askedBy())));
        }
        return item;
    }

    /** Names stand out; everything else is only ever text. */
    private static Paragraph words(String body) {
        Paragraph words = new Paragraph();
        words.addClassName("prose");
        Matcher named = NAMED.matcher(body);
        int from = 0;
        while (named.find()) {
            words.add(new Span(body.substring(from, named.start())));
            Span name = new Span(Objects.requireNonNull(named.group()));
            name.addClassName("mention");
            words.add(name);
            from = named.end();
        }
        words.add(new Span(body.substring(from)));
        return words;
    }
}
