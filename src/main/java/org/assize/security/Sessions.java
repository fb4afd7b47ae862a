package org.assize.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.assize.platform.AssizeClock;
import org.assize.platform.Ids;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;

/**
 * The sessions of people in browsers. One is live while nobody ended it, its person is active and unchanged since, and
 * neither the idle nor the absolute time has run out.
 */
@ApplicationScoped
public class Sessions {

    /** A session that was ended on another node lives on for at most this long. */
    private static final Duration BELIEVED = Duration.ofSeconds(2);

    private static final Duration NOTED = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN = Duration.ofDays(30);

    private final Jdbi jdbi;
    private final AssizeClock clock;
    private final Duration idle;
    private final Duration absolute;
    private final Cache<ByteBuffer, Optional<UUID>> ids = Caffeine.newBuilder()
            .expireAfterAccess(Duration.ofMinutes(10))
            .maximumSize(10_000)
            .build();
    private final Cache<UUID, Optional<Actor.SignedIn>> live =
            Caffeine.newBuilder().expireAfterWrite(BELIEVED).maximumSize(10_000).build();
    private final Cache<UUID, Boolean> noted =
            Caffeine.newBuilder().expireAfterWrite(NOTED).maximumSize(10_000).build();

    Sessions(
            Jdbi jdbi,
            AssizeClock clock,
            @ConfigProperty(name = "assize.session.idle", defaultValue = "PT1H") Duration idle,
            @ConfigProperty(name = "assize.session.absolute", defaultValue = "PT12H") Duration absolute) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.idle = idle;
        this.absolute = absolute;
    }

    Duration absolute() {
        return absolute;
    }

    /** @return the secret for the cookie */
    String open(UUID person, int epoch, Instant now) {
        String secret = Secrets.next();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into web_session (id, token_hash, person_id, epoch, started_at, last_seen_at)
                        values (:id, :hash, :person, :epoch, :now, :now)
                        """)
                .bind("id", Ids.next())
                .bind("hash", Secrets.hash(secret))
                .bind("person", person)
                .bind("epoch", epoch)
                .bind("now", now)
                .execute());
        return secret;
    }

    /** Which session a cookie names, live or not. */
    Optional<UUID> named(String secret) {
        return ids.get(
                ByteBuffer.wrap(Secrets.hash(secret)),
                hash -> jdbi.withHandle(
                        handle -> handle.createQuery("select id from web_session where token_hash = :hash")
                                .bind("hash", hash.array())
                                .mapTo(UUID.class)
                                .findOne()));
    }

    /** Whose session this is, with the roles of now; empty when it is over. */
    Optional<Actor.SignedIn> live(UUID session) {
        return live.get(session, this::find);
    }

    private Optional<Actor.SignedIn> find(UUID session) {
        Instant now = clock.now();
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select person.id, person.display_name, person.roles
                        from web_session session join person on person.id = session.person_id
                        where session.id = :session and session.ended_at is null
                          and person.active and person.session_epoch = session.epoch
                          and session.started_at > :oldest_start and session.last_seen_at > :oldest_sight
                        """)
                .bind("session", session)
                .bind("oldest_start", now.minus(absolute))
                .bind("oldest_sight", now.minus(idle))
                .map((row, context) -> new Actor.SignedIn(
                        row.getObject("id", UUID.class), row.getString("display_name"), People.roles(row)))
                .findOne());
    }

    /** The person did something; what a page asks for by itself does not count. */
    public void seen(UUID session) {
        if (noted.asMap().putIfAbsent(session, true) != null) {
            return;
        }
        jdbi.useHandle(handle -> handle.createUpdate(
                        "update web_session set last_seen_at = :now where id = :session and last_seen_at < :now")
                .bind("session", session)
                .bind("now", clock.now())
                .execute());
    }

    /** @return whether it was open until now */
    boolean end(UUID session, Instant now) {
        int ended = jdbi.withHandle(handle -> handle.createUpdate(
                        "update web_session set ended_at = :now where id = :session and ended_at is null")
                .bind("session", session)
                .bind("now", now)
                .execute());
        live.invalidate(session);
        return ended == 1;
    }

    /** Somebody's roles, activity or password changed: this node looks again at once. */
    void lookAgain() {
        live.invalidateAll();
    }

    @Scheduled(every = "6h", delayed = "10m")
    void forgetOld() {
        jdbi.useHandle(handle -> handle.createUpdate("delete from web_session where started_at < :then")
                .bind("then", clock.now().minus(FORGOTTEN))
                .execute());
    }
}
