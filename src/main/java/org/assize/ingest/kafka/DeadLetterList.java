package org.assize.ingest.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.assize.platform.Cursor;
import org.assize.platform.Page;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jspecify.annotations.Nullable;

/** The messages that were not taken and wait for a person, the newest first. */
@ApplicationScoped
public class DeadLetterList {

    /** Topic of the bulletin: there are others now. */
    public static final String TOPIC = "dead-letter";

    private final DeadLetters letters;

    DeadLetterList(DeadLetters letters) {
        this.letters = letters;
    }

    /** @param after what the page before gave as {@code next}; null for the first page */
    public Page<DeadLetter> page(Actor actor, @Nullable String after, int limit) {
        actor.require(Permission.READ_FEEDS);
        Cursor from = after == null ? null : Cursor.decode(after, 2);
        List<DeadLetter> rows = letters.waiting(
                from == null ? null : from.instant(0), from == null ? null : from.id(1), Page.andOneMore(limit));
        return Page.of(rows, limit, DeadLetterList::cursor);
    }

    /** Where a letter stands in the list, as {@link #page} takes it. */
    public static String positionOf(DeadLetter letter) {
        return cursor(letter).encoded();
    }

    private static Cursor cursor(DeadLetter letter) {
        return Cursor.of(letter.failedAt().toString(), letter.id().toString());
    }
}
