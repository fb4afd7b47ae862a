package org.assize.ingest;

import java.util.List;
import org.assize.security.Actor;

/**
 * Keeps records of a feed and has scored what is new of them, in one transaction: what comes in by a door of this package is
 * treated there as what comes over REST. Whoever knows how to score implements it.
 */
public interface FeedDoor {

    /** What became of each, in their order. */
    List<? extends Taken<?>> take(Actor actor, Feed feed, List<JsonLine> records);
}
