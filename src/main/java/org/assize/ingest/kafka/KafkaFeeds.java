package org.assize.ingest.kafka;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.assize.ingest.Feed;
import org.assize.ingest.kafka.FeedMessage.Place;
import org.assize.platform.Ids;
import org.assize.platform.kafka.KafkaConfig;
import org.assize.security.Actor;
import org.assize.security.Permission;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes what Kafka hands out, poll by poll: together in one transaction; when that fails for what is in it, one by one, so that one
 * bad message costs itself only. While the database is away it waits, and Kafka keeps what comes.
 */
@ApplicationScoped
class KafkaFeeds {

    static final String CHANNEL = "feed";

    /** Header of a message with the number of its record's version. */
    static final String VERSION = "version";

    static final Actor SENDER = new Actor.Token(
            UUID.fromString("00000000-0000-7000-8000-000000000002"), "Kafka", Set.of(Permission.SEND_FEEDS));

    /** Together with others, and twice alone. */
    private static final int ATTEMPTS = 3;

    private static final int LONGEST_WAIT_SECONDS = 15;
    private static final Logger LOG = Logger.getLogger(KafkaFeeds.class);

    private final TakeMessages take;
    private final FeedOffsets offsets;
    private final Brokers brokers;
    private final Map<String, Feed> feeds;
    private final CountDownLatch stopping = new CountDownLatch(1);

    KafkaFeeds(TakeMessages take, FeedOffsets offsets, Brokers brokers, KafkaConfig config) {
        this.take = take;
        this.offsets = offsets;
        this.brokers = brokers;
        this.feeds = feeds(config);
    }

    /** The feed of each topic. */
    static Map<String, Feed> feeds(KafkaConfig config) {
        return Map.of(
                config.topics().sellers(), Feed.SELLERS,
                config.topics().orders(), Feed.ORDERS,
                config.topics().outcomes(), Feed.OUTCOMES);
    }

    void onStop(@Observes ShutdownEvent stop) {
        stopping.countDown();
    }

    /** Returns when every one was taken or set aside; only then is Kafka told. */
    @Incoming(CHANNEL)
    @Blocking
    void take(ConsumerRecords<byte[], byte[]> polled) throws InterruptedException {
        for (int wait = 1; ; wait = Math.min(wait * 2, LONGEST_WAIT_SECONDS)) {
            try {
                takeOrSetAside(messages(polled));
                return;
            } catch (RuntimeException | Brokers.Unreachable e) {
                // nothing is passed over: whatever it is, these messages are tried again until they are taken or set
                // aside
                LOG.warnf("Messages of Kafka wait for %d s: %s", wait, e);
            }
            if (stopping.await(wait, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the application stops; Kafka hands these messages out again");
            }
        }
    }

    private void takeOrSetAside(List<FeedMessage> messages) {
        try {
            take.take(SENDER, messages);
        } catch (RuntimeException e) {
            if (Passing.is(e)) {
                throw e;
            }
            LOG.warnf("%d messages of Kafka could not be taken together, so one by one: %s", messages.size(), e);
            messages.forEach(this::takeAlone);
        }
    }

    private void takeAlone(FeedMessage message) {
        for (int attempt = 2; ; attempt++) {
            try {
                take.take(SENDER, List.of(message));
                return;
            } catch (RuntimeException e) {
                if (Passing.is(e)) {
                    throw e;
                }
                if (attempt == ATTEMPTS) {
                    String incident = Ids.next().toString();
                    LOG.errorf(e, "Incident %s: a message of Kafka could not be taken", incident);
                    take.setAside(SENDER, message, incident, ATTEMPTS);
                    return;
                }
            }
        }
    }

    private List<FeedMessage> messages(ConsumerRecords<byte[], byte[]> polled) throws Brokers.Unreachable {
        List<FeedMessage> messages = understood(polled);
        Map<Place, Long> next =
                offsets.next(messages.stream().map(FeedMessage::place).collect(Collectors.toSet()));
        boolean again =
                messages.stream().anyMatch(message -> message.offset() < next.getOrDefault(message.place(), 0L));
        if (again) {
            // redelivered; or the topic was made anew since its id was asked, and these are new
            brokers.forget(feeds.keySet());
            return understood(polled);
        }
        return messages;
    }

    private List<FeedMessage> understood(ConsumerRecords<byte[], byte[]> polled) throws Brokers.Unreachable {
        List<FeedMessage> messages = new ArrayList<>(polled.count());
        for (ConsumerRecord<byte[], byte[]> each : polled) {
            Feed feed = feeds.get(each.topic());
            if (feed == null) {
                throw new IllegalStateException("no feed has topic " + each.topic());
            }
            messages.add(new FeedMessage(
                    feed,
                    new Place(each.topic(), brokers.idOf(each.topic()), each.partition()),
                    each.offset(),
                    each.key(),
                    each.value(),
                    version(each.headers().lastHeader(VERSION)),
                    Instant.ofEpochMilli(Math.max(0, each.timestamp()))));
        }
        return messages;
    }

    /** A whole number in decimal digits; what is none numbers nothing. */
    static @Nullable Long version(@Nullable Header header) {
        if (header == null || header.value() == null) {
            return null;
        }
        try {
            return Long.valueOf(new String(header.value(), StandardCharsets.UTF_8));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
