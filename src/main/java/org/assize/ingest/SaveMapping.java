package org.assize.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assize.audit.Area;
import org.assize.audit.AuditTrail;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;

/** Keeps a mapping under a name; the same name again replaces it. */
@ApplicationScoped
public class SaveMapping {

    public static final int LONGEST_NAME = 80;

    private final FeedMappings mappings;
    private final AuditTrail trail;
    private final AssizeClock clock;

    SaveMapping(FeedMappings mappings, AuditTrail trail, AssizeClock clock) {
        this.mappings = mappings;
        this.trail = trail;
        this.clock = clock;
    }

    public sealed interface Result {}

    public record Saved(boolean replaced) implements Result {}

    /** Blank, longer than {@link #LONGEST_NAME}, or with a character that can't be seen. */
    public record NameRefused() implements Result {}

    public record MappingRefused(List<Complaint> complaints) implements Result {}

    @Transactional
    public Result save(Actor actor, String name, FeedMapping mapping) {
        actor.require(Permission.SEND_FEEDS);
        String kept = name.strip();
        if (kept.isEmpty() || kept.length() > LONGEST_NAME || kept.codePoints().anyMatch(SaveMapping::isUnseen)) {
            return new NameRefused();
        }
        if (FeedMapping.read(mapping.feed(), mapping.toJson())
                instanceof FeedMapping.NotUnderstood(List<Complaint> complaints)) {
            return new MappingRefused(complaints);
        }
        Instant now = clock.now();
        FeedMappings.Kept row = mappings.keep(kept, mapping, actor.id(), now);
        trail.ofArea(
                Area.FEEDS,
                "mapping.saved",
                actor,
                now,
                Map.of(
                        "mapping", row.id().toString(),
                        "feed", mapping.feed().code(),
                        "replaced", row.replaced()));
        return new Saved(row.replaced());
    }

    private static boolean isUnseen(int character) {
        return Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT
                || Character.getType(character) == Character.SURROGATE;
    }
}
