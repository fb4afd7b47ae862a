package org.assize.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assize.platform.AssizeClock;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The tokens by which programs come in. Owns the table; a token's secret is stored as its hash only. */
@ApplicationScoped
public class ApiTokens {

    /** A revoked token works on for at most this long on other nodes. */
    private static final Duration BELIEVED = Duration.ofSeconds(2);

    /** Use is noted down once in this long, not with every request. */
    private static final Duration NOTED = Duration.ofMinutes(1);

    /** It can do everything, so its use goes into the trail, once in each hour in which it is used. */
    static final String BOOTSTRAP = "bootstrap";

    /** A token as people see it; the secret is not part of it. */
    public record ApiToken(
            UUID id,
            String name,
            Set<Permission> scopes,
            String createdBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt) {

        public boolean works(Instant now) {
            return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
        }
    }

    private record Known(Actor.Token actor, @Nullable Instant expiresAt) {}

    private final Jdbi jdbi;
    private final AssizeClock clock;
    private final Event<SecurityAct> acts;
    private final Cache<ByteBuffer, Optional<Known>> known =
            Caffeine.newBuilder().expireAfterWrite(BELIEVED).maximumSize(10_000).build();
    private final Cache<UUID, Boolean> noted =
            Caffeine.newBuilder().expireAfterWrite(NOTED).maximumSize(10_000).build();

    ApiTokens(Jdbi jdbi, AssizeClock clock, Event<SecurityAct> acts) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.acts = acts;
    }

    /** Whom a secret stands for; empty for one that is unknown, revoked or expired. */
    @Transactional
    public Optional<Actor.Token> present(String secret) {
        Instant now = clock.now();
        Optional<Known> found = known.get(ByteBuffer.wrap(Secrets.hash(secret)), hash -> find(hash.array()))
                .filter(token -> token.expiresAt() == null || now.isBefore(token.expiresAt()));
        found.ifPresent(token -> {
            if (noted.asMap().putIfAbsent(token.actor().id(), true) == null) {
                noteUse(token.actor(), now);
            }
        });
        return found.map(Known::actor);
    }

    /** Looked up by the hash, so that the time it takes tells nothing about the secret. */
    private Optional<Known> find(byte[] hash) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id, name, scopes, expires_at from api_token where token_hash = :hash and revoked_at is null")
                .bind("hash", hash)
                .map((row, context) -> new Known(
                        new Actor.Token(row.getObject("id", UUID.class), row.getString("name"), scopes(row)),
                        instant(row, "expires_at")))
                .findOne());
    }

    void noteUse(Actor.Token token, Instant now) {
        boolean tell = jdbi.withHandle(handle -> handle.createQuery("""
                        with before as (select id, last_used_at from api_token where id = :id for update)
                        update api_token set last_used_at = greatest(:now, api_token.last_used_at) from before
                        where api_token.id = before.id
                        -- by the hour of the clock: measured from the last use, a token in steady use would be told once and never again
                        returning before.last_used_at is null
                          or date_trunc('hour', before.last_used_at, 'UTC') < date_trunc('hour', :now::timestamptz, 'UTC')
                        """)
                .bind("id", token.id())
                .bind("now", now)
                .mapTo(Boolean.class)
                .one());
        if (tell && token.name().equals(BOOTSTRAP)) {
            acts.fire(new SecurityAct("token.used", token.id(), now, Map.of("name", BOOTSTRAP)));
        }
    }

    /** All tokens, newest first; there are never many. */
    List<ApiToken> list() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select token.id, token.name, token.scopes, maker.name as created_by, token.created_at, token.expires_at,
                          token.revoked_at, token.last_used_at
                        from api_token token join actor maker on maker.id = token.created_by
                        order by token.created_at desc, token.id desc limit 1000
                        """)
                .map((row, context) -> new ApiToken(
                        row.getObject("id", UUID.class),
                        row.getString("name"),
                        scopes(row),
                        row.getString("created_by"),
                        row.getObject("created_at", java.time.OffsetDateTime.class)
                                .toInstant(),
                        instant(row, "expires_at"),
                        instant(row, "revoked_at"),
                        instant(row, "last_used_at")))
                .list());
    }

    void add(
            UUID id,
            String name,
            String secret,
            Set<Permission> scopes,
            UUID createdBy,
            Instant now,
            @Nullable Instant expiresAt) {
        jdbi.useHandle(handle -> {
            Actors.add(handle, id, "token", name, now);
            handle.createUpdate("""
                            insert into api_token (id, name, token_hash, scopes, created_by, created_at, expires_at)
                            values (:id, :name, :hash, cast(:scopes as text[]), :by, :now, :expires)
                            """)
                    .bind("id", id)
                    .bind("name", name)
                    .bind("hash", Secrets.hash(secret))
                    .bind("scopes", codes(scopes))
                    .bind("by", createdBy)
                    .bind("now", now)
                    .bind("expires", expiresAt)
                    .execute();
        });
        known.invalidateAll();
    }

    /** Gives the bootstrap token this secret and every scope. */
    void renew(UUID id, String secret) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update api_token set token_hash = :hash, scopes = cast(:scopes as text[]), revoked_at = null, version = version + 1
                        where id = :id
                        """)
                .bind("id", id)
                .bind("hash", Secrets.hash(secret))
                .bind("scopes", codes(Set.of(Permission.values())))
                .execute());
        known.invalidateAll();
    }

    /** @return whether it worked until now */
    boolean revoke(UUID id, Instant now) {
        int changed = jdbi.withHandle(handle -> handle.createUpdate(
                        "update api_token set revoked_at = :now, version = version + 1 where id = :id and revoked_at is null")
                .bind("id", id)
                .bind("now", now)
                .execute());
        known.invalidateAll();
        return changed == 1;
    }

    boolean exists(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select exists (select from api_token where id = :id)")
                .bind("id", id)
                .mapTo(Boolean.class)
                .one());
    }

    /** Until this transaction ends, nobody else provisions: nodes that start at once would each make the token. */
    void takeTurns() {
        jdbi.useHandle(handle -> handle.createQuery(
                        "select 1 from pg_advisory_xact_lock(hashtextextended('assize.security.bootstrap_token', 0))")
                .mapTo(Integer.class)
                .one());
    }

    /** The bootstrap token of an earlier start: the only one that nobody made. */
    Optional<UUID> bootstrap() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select id from api_token where name = :name and created_by = :system order by created_at limit 1")
                .bind("name", BOOTSTRAP)
                .bind("system", Actor.SYSTEM_ID)
                .mapTo(UUID.class)
                .findOne());
    }

    boolean isCurrent(UUID id, String secret) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select token_hash = :hash and revoked_at is null and scopes @> cast(:scopes as text[]) from api_token where id = :id
                        """)
                .bind("id", id)
                .bind("hash", Secrets.hash(secret))
                .bind("scopes", codes(Set.of(Permission.values())))
                .mapTo(Boolean.class)
                .one());
    }

    private static String[] codes(Set<Permission> scopes) {
        return scopes.stream().map(Permission::scope).sorted().toArray(String[]::new);
    }

    /** A scope that a later version dropped grants nothing. */
    private static Set<Permission> scopes(ResultSet row) throws SQLException {
        return Arrays.stream((String[]) row.getArray("scopes").getArray())
                .flatMap(scope -> Permission.ofScope(scope).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, java.time.OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
