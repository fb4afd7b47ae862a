package org.assize.platform;

import java.util.UUID;

/**
 * That something is no longer as it was: what kind of thing, and which one. Carries nothing else; who wants to know more
 * reads it again, as what they may see.
 *
 * @param topic a noun of one feature, such as {@code case}; no blank, no line break
 * @param key which one; {@link #ANY} when there were too many to name
 */
public record Change(String topic, String key) {

    /** So many of a topic have changed that all of them may have. */
    public static final String ANY = "*";

    /** Everything may have changed: this node has not heard of the others for a while. */
    public static final Change EVERYTHING = new Change(ANY, ANY);

    /** Half a minute has passed: what depends on the time alone may read differently. */
    public static final Change TICK = new Change("tick", ANY);

    public Change {
        if (topic.isBlank() || (topic + key).chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("a change is named by words without blanks: " + topic);
        }
    }

    public static Change of(String topic, UUID key) {
        return new Change(topic, key.toString());
    }

    public boolean isOf(String what) {
        return topic.equals(what) || topic.equals(ANY);
    }

    public boolean concerns(String what, UUID which) {
        return isOf(what) && (key.equals(ANY) || key.equals(which.toString()));
    }
}
