package org.assize.casework;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assize.security.Actor;
import org.assize.security.Colleagues;

/** Who is named in a text: an {@code @} that no word runs into, and a username. */
@ApplicationScoped
class Mentions {

    private static final Pattern MENTION =
            Pattern.compile("(?<![\\p{L}\\p{N}._@-])@([\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,99})");
    private static final Pattern TRAILING = Pattern.compile("[._-]+$");
    private static final int MOST = 50;

    private final Colleagues colleagues;
    private final Notifications notifications;

    Mentions(Colleagues colleagues, Notifications notifications) {
        this.colleagues = colleagues;
        this.notifications = notifications;
    }

    /** Usernames as written; the full stop of a sentence is none of them. */
    static Set<String> in(String text) {
        return MENTION.matcher(text)
                .results()
                .map(match -> TRAILING.matcher(match.group(1)).replaceFirst(""))
                .limit(MOST)
                .collect(Collectors.toSet());
    }

    /** Tells everybody named but the writer; answers whom. */
    List<UUID> tell(Note note, Actor writtenBy, Instant now) {
        List<UUID> named = colleagues.named(in(note.body())).stream()
                .map(Colleagues.Colleague::id)
                .filter(id -> !id.equals(writtenBy.id()))
                .toList();
        notifications.send(named, Notification.Kind.MENTION, note.caseId(), note.id(), writtenBy, now);
        return named;
    }
}
