package org.assize.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.assize.security.Actor;
import org.assize.security.Permission;

/** The mappings that were kept for a feed. */
@ApplicationScoped
public class SavedMappings {

    private final FeedMappings mappings;

    SavedMappings(FeedMappings mappings) {
        this.mappings = mappings;
    }

    /** By name, those behind {@code after}; an empty text from the start. */
    public List<SavedMapping> of(Actor actor, Feed feed, String after, int limit) {
        actor.require(Permission.SEND_FEEDS);
        return mappings.of(feed, after, limit);
    }
}
