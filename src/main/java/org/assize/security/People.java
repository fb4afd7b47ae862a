package org.assize.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** People as rows. Owns the table; the caller's transaction is the unit. */
@ApplicationScoped
class People {

    /** Names the lock that makes changes to who administers take turns, across nodes. */
    private static final long ADMINISTRATORS_LOCK = 0x61737361646dL;

    static final int FREE_GUESSES = 5;

    private static final String COLUMNS = """
            id, username, display_name, roles, active, password_hash is null as invited, last_sign_in_at, locked_until, created_at,
            version
            """;

    private final Jdbi jdbi;

    People(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What a guess at a password is checked against. */
    record Guess(
            UUID id,
            String passwordHash,
            int epoch,
            int failed,
            @Nullable Instant lockedUntil) {}

    boolean nobody() {
        return jdbi.withHandle(handle -> handle.createQuery("select not exists (select from person)")
                .mapTo(Boolean.class)
                .one());
    }

    Optional<Person> find(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS + " from person where id = :id")
                .bind("id", id)
                .map((row, context) -> person(row))
                .findOne());
    }

    /** By username; the next page begins after the one named. */
    List<Person> list(String afterUsername, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("select " + COLUMNS
                        + " from person where lower(username) > lower(:after) order by lower(username) limit <limit>")
                .bind("after", afterUsername)
                .define("limit", limit)
                .map((row, context) -> person(row))
                .list());
    }

    /** @return false when the username is taken */
    boolean add(UUID id, String username, String displayName, Set<Role> roles, @Nullable String hash, Instant now) {
        return jdbi.withHandle(handle -> {
            handle.execute(
                    "select pg_advisory_xact_lock(hashtext(?))",
                    "person " + username.toLowerCase(java.util.Locale.ROOT));
            if (taken(handle, username)) {
                return false;
            }
            Actors.add(handle, id, "person", displayName, now);
            handle.createUpdate("""
                            insert into person (id, username, display_name, password_hash, roles, created_at)
                            values (:id, :username, :name, :hash, cast(:roles as text[]), :now)
                            """)
                    .bind("id", id)
                    .bind("username", username)
                    .bind("name", displayName)
                    .bind("hash", hash)
                    .bind("roles", codes(roles))
                    .bind("now", now)
                    .execute();
            return true;
        });
    }

    private static boolean taken(Handle handle, String username) {
        return handle.createQuery("select exists (select from person where lower(username) = lower(:username))")
                .bind("username", username)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Counts a guess before it is checked, so that a hundred guesses at once, on however many nodes, take their turns at the
     * row and all but the first few find it locked.
     *
     * @return empty when nobody of that name may sign in now
     */
    Optional<Guess> takeGuess(String username, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        update person set
                          failed_sign_ins = failed_sign_ins + 1,
                          -- 30 s after the fifth, twice as long after each further one, at most a quarter of an hour: long
                          -- enough against guessing, short enough that locking somebody out on purpose is no fun
                          locked_until = case when failed_sign_ins + 1 >= :free
                            then :now + least(interval '30 seconds' * 2 ^ least(failed_sign_ins + 1 - :free, 10), :longest) end
                        where lower(username) = lower(:username) and active and password_hash is not null
                          and (locked_until is null or locked_until <= :now)
                        returning id, password_hash, session_epoch, failed_sign_ins, locked_until
                        """)
                .bind("username", username)
                .bind("now", now)
                .bind("free", FREE_GUESSES)
                .bind("longest", Duration.ofMinutes(15))
                .map((row, context) -> new Guess(
                        row.getObject("id", UUID.class),
                        row.getString("password_hash"),
                        row.getInt("session_epoch"),
                        row.getInt("failed_sign_ins"),
                        instant(row, "locked_until")))
                .findOne());
    }

    /** @return false when the person changed while the password was being checked */
    boolean signIn(Guess guess, Instant now) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                update person set failed_sign_ins = 0, locked_until = null, last_sign_in_at = :now
                                where id = :id and active and session_epoch = :epoch
                                """)
                        .bind("id", guess.id())
                        .bind("epoch", guess.epoch())
                        .bind("now", now)
                        .execute())
                == 1;
    }

    /** Whoever changes who administers waits for everybody else who does, so that two can't demote each other at once. */
    void lockAdministrators() {
        jdbi.useHandle(handle -> handle.execute("select pg_advisory_xact_lock(?)", ADMINISTRATORS_LOCK));
    }

    /** Whether anybody else could still administer: active, and able to sign in. */
    boolean anotherAdministrator(UUID than) {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        select exists (select from person
                          where id <> :than and active and password_hash is not null and 'administrator' = any (roles))
                        """).bind("than", than).mapTo(Boolean.class).one());
    }

    /** Ends the sessions of the person when roles or activity change. @return false when the version is not current */
    boolean change(Person changed, int version) {
        return jdbi.withHandle(handle -> {
            int updated = handle.createUpdate("""
                            update person set display_name = :name,
                              session_epoch = session_epoch + case when roles <> cast(:roles as text[]) or active <> :active then 1 else 0 end,
                              roles = cast(:roles as text[]), active = :active, version = version + 1
                            where id = :id and version = :version
                            """)
                    .bind("name", changed.displayName())
                    .bind("roles", codes(changed.roles()))
                    .bind("active", changed.active())
                    .bind("id", changed.id())
                    .bind("version", version)
                    .execute();
            if (updated == 1) {
                Actors.rename(handle, changed.id(), changed.displayName());
            }
            return updated == 1;
        });
    }

    /** Sets or takes away a password; sessions under the old one are over. */
    void password(UUID id, @Nullable String hash) {
        jdbi.useHandle(handle ->
                handle.createUpdate("""
                        update person set password_hash = :hash, session_epoch = session_epoch + 1, failed_sign_ins = 0,
                          locked_until = null, version = version + 1
                        where id = :id
                        """).bind("hash", hash).bind("id", id).execute());
    }

    private static Person person(ResultSet row) throws SQLException {
        return new Person(
                row.getObject("id", UUID.class),
                row.getString("username"),
                row.getString("display_name"),
                roles(row),
                row.getBoolean("active"),
                row.getBoolean("invited"),
                instant(row, "last_sign_in_at"),
                instant(row, "locked_until"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getInt("version"));
    }

    static Set<Role> roles(ResultSet row) throws SQLException {
        return Arrays.stream((String[]) row.getArray("roles").getArray())
                .map(Role::ofCode)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String[] codes(Set<Role> roles) {
        return roles.stream().map(Role::code).sorted().toArray(String[]::new);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
