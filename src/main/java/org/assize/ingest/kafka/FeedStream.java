package org.assize.ingest.kafka;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.assize.ingest.Feed;
import org.assize.ingest.kafka.FeedOffsets.Taking;
import org.assize.platform.Bulletin;
import org.assize.platform.Change;
import org.assize.platform.kafka.KafkaConfig;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How the feeds from Kafka stand: what waits there, what was taken, what was set aside. Measured every five seconds. */
@ApplicationScoped
public class FeedStream {

    /** Topic of the bulletin: the state is another than before. */
    public static final String TOPIC = "kafka";

    private static final int COUNTED = 1_000;
    private static final Logger LOG = Logger.getLogger(FeedStream.class);

    private final KafkaConfig config;
    private final Brokers brokers;
    private final FeedOffsets offsets;
    private final DeadLetters letters;
    private final Bulletin bulletin;
    private volatile Measured measured = new Measured(false, Map.of());

    FeedStream(KafkaConfig config, Brokers brokers, FeedOffsets offsets, DeadLetters letters, Bulletin bulletin) {
        this.config = config;
        this.brokers = brokers;
        this.offsets = offsets;
        this.letters = letters;
        this.bulletin = bulletin;
    }

    private record Measured(boolean connected, Map<String, Brokers.Topic> topics) {}

    /** What the brokers said last, beside what the database says now. */
    public StreamState state(Actor actor) {
        actor.require(Permission.READ_FEEDS);
        String servers = config.servers().orElse(null);
        if (servers == null) {
            return new StreamState(null, config.group(), false, List.of());
        }
        Measured now = measured;
        List<Taking> takings = offsets.all();
        Map<Feed, Integer> waiting = letters.waiting(COUNTED);
        List<StreamState.Topic> topics = KafkaFeeds.feeds(config).entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(its -> topic(
                        its.getValue(),
                        its.getKey(),
                        now.topics().get(its.getKey()),
                        takings.stream()
                                .filter(taking -> taking.topic().equals(its.getKey()))
                                .toList(),
                        waiting.getOrDefault(its.getValue(), 0)))
                .toList();
        return new StreamState(servers, config.group(), now.connected(), topics);
    }

    @Scheduled(every = "5s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void measure() {
        if (config.servers().isEmpty()) {
            return;
        }
        StreamState before = state(Actor.SYSTEM);
        try {
            measured = new Measured(true, brokers.look(KafkaFeeds.feeds(config).keySet()));
        } catch (Brokers.Unreachable e) {
            if (before.connected()) {
                LOG.warnf("The brokers of Kafka do not answer; messages wait there: %s", e.getCause());
            }
            // what they said before is no longer true
            measured = new Measured(false, Map.of());
        }
        if (!state(Actor.SYSTEM).equals(before)) {
            bulletin.post(new Change(TOPIC, Change.ANY));
        }
    }

    private static StreamState.Topic topic(
            Feed feed, String name, Brokers.@Nullable Topic found, List<Taking> takings, int deadLetters) {
        return new StreamState.Topic(
                feed,
                name,
                found != null,
                found == null ? takings.size() : found.ends().size(),
                found == null ? null : lag(found, takings),
                sum(takings, Taking::accepted),
                sum(takings, Taking::duplicates),
                sum(takings, Taking::updated),
                sum(takings, Taking::rejected),
                deadLetters,
                takings.stream()
                        .map(Taking::sentAt)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null));
    }

    private static long lag(Brokers.Topic topic, List<Taking> takings) {
        long lag = 0;
        for (Map.Entry<Integer, Long> end : topic.ends().entrySet()) {
            long start = topic.starts().getOrDefault(end.getKey(), 0L);
            long next = takings.stream()
                    .filter(taking -> taking.partition() == end.getKey() && isOf(taking, topic.id()))
                    .mapToLong(Taking::nextOffset)
                    .findAny()
                    .orElse(start);
            lag += Math.max(0, end.getValue() - Math.max(start, next));
        }
        return lag;
    }

    private static boolean isOf(Taking taking, UUID topic) {
        return taking.topicId().equals(topic);
    }

    private static long sum(List<Taking> takings, ToLongFunction<Taking> figure) {
        return takings.stream().mapToLong(figure).sum();
    }
}
