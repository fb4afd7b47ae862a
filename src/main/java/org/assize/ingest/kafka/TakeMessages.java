package org.assize.ingest.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assize.ingest.Complaint;
import org.assize.ingest.Feed;
import org.assize.ingest.FeedDoor;
import org.assize.ingest.JsonLine;
import org.assize.ingest.JsonLines;
import org.assize.ingest.Reason;
import org.assize.ingest.Reject;
import org.assize.ingest.Taken;
import org.assize.ingest.kafka.FeedMessage.Place;
import org.assize.platform.AssizeClock;
import org.assize.security.Actor;
import org.assize.security.Permission;

/**
 * Takes messages in one transaction with the note of how far their partitions were taken. A message from before that note is
 * passed over; one that does not fit becomes a dead letter.
 */
@ApplicationScoped
class TakeMessages {

    /** Bytes; a record of the contract has a few hundred. */
    static final int LONGEST = 1 << 18;

    private final FeedOffsets offsets;
    private final DeadLetters letters;
    private final FeedDoor door;
    private final AssizeClock clock;

    TakeMessages(FeedOffsets offsets, DeadLetters letters, FeedDoor door, AssizeClock clock) {
        this.offsets = offsets;
        this.letters = letters;
        this.door = door;
        this.clock = clock;
    }

    /** Takes what has not been taken yet of these, the messages of a partition in their order. */
    @Transactional
    void take(Actor actor, List<FeedMessage> messages) {
        actor.require(Permission.SEND_FEEDS);
        Instant now = clock.now();
        Map<Place, FeedOffsets.Sum> sums = new HashMap<>();
        List<FeedMessage> fresh = fresh(messages);
        for (Feed feed : Feed.values()) {
            List<FeedMessage> its =
                    fresh.stream().filter(message -> message.feed() == feed).toList();
            List<? extends Taken<?>> taken = open(actor, feed, its);
            for (int i = 0; i < its.size(); i++) {
                FeedMessage message = its.get(i);
                if (taken.get(i) instanceof Taken.Refused<?>(Reject reject)) {
                    letters.put(message, reject, 1, now);
                }
                count(sums, message, taken.get(i));
            }
        }
        offsets.advance(sums, now);
    }

    /** Sets a message aside that broke something on our side whenever it was tried. */
    @Transactional
    void setAside(Actor actor, FeedMessage message, String incident, int attempts) {
        actor.require(Permission.SEND_FEEDS);
        Instant now = clock.now();
        Map<Place, FeedOffsets.Sum> sums = new HashMap<>();
        for (FeedMessage fresh : fresh(List.of(message))) {
            Reject reject = new Reject(1, null, shown(fresh), Complaint.of(Reason.BROKEN_HERE, incident));
            letters.put(fresh, reject, attempts, now);
            count(sums, fresh, new Taken.Refused<>(reject));
        }
        offsets.advance(sums, now);
    }

    private List<FeedMessage> fresh(List<FeedMessage> messages) {
        Map<Place, Feed> places = new HashMap<>();
        messages.forEach(message -> places.put(message.place(), message.feed()));
        Map<Place, Long> next = offsets.lock(places);
        return messages.stream()
                .filter(message -> message.offset() >= Objects.requireNonNull(next.get(message.place())))
                .toList();
    }

    private static void count(Map<Place, FeedOffsets.Sum> sums, FeedMessage message, Taken<?> taken) {
        sums.computeIfAbsent(message.place(), place -> new FeedOffsets.Sum()).add(message, taken);
    }

    /** What became of each; what can not even be read as text does not reach the door. */
    private List<Taken<?>> open(Actor actor, Feed feed, List<FeedMessage> messages) {
        List<JsonLine> lines = new ArrayList<>(messages.size());
        Map<Integer, Taken<?>> unreadable = new HashMap<>();
        for (int i = 0; i < messages.size(); i++) {
            FeedMessage message = messages.get(i);
            byte[] value = message.value();
            if (value == null || value.length == 0) {
                unreadable.put(i, new Taken.Refused<>(new Reject(i, null, null, Complaint.of(Reason.NOT_JSON, 1))));
            } else if (value.length > LONGEST) {
                unreadable.put(
                        i,
                        new Taken.Refused<>(
                                new Reject(i, null, shown(message), Complaint.of(Reason.TOO_LONG, LONGEST))));
            } else {
                lines.add(new JsonLine(i, JsonLines.whole(value).getFirst().text(), message.version()));
            }
        }
        var read = (lines.isEmpty() ? List.<Taken<?>>of() : door.take(actor, feed, lines)).iterator();
        List<Taken<?>> taken = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            Taken<?> early = unreadable.get(i);
            taken.add(early == null ? read.next() : early);
        }
        return taken;
    }

    /** The beginning of a message; {@link Reject} shortens it further. */
    private static String shown(FeedMessage message) {
        byte[] value = message.value();
        return value == null
                ? ""
                : JsonLines.whole(Arrays.copyOf(value, Math.min(value.length, 512)))
                        .getFirst()
                        .text();
    }
}
