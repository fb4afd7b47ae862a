package org.assize.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.assize.platform.Ids;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Links by which somebody chooses a password, once, within a day. Owns the table; stores hashes only. */
@ApplicationScoped
class SignInLinks {

    static final Duration GOOD_FOR = Duration.ofHours(24);

    enum Purpose {
        FIRST_ADMINISTRATOR,
        INVITATION,
        NEW_PASSWORD;

        String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        static Purpose ofCode(String code) {
            return valueOf(code.toUpperCase(java.util.Locale.ROOT));
        }
    }

    /** @param person null for the first administrator, who is nobody yet */
    record Link(UUID id, Purpose purpose, @Nullable UUID person) {}

    private final Jdbi jdbi;

    SignInLinks(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Makes a link and ends those of the same person. @return its secret */
    String make(Purpose purpose, @Nullable UUID person, Instant now) {
        String secret = Secrets.next();
        jdbi.useHandle(handle -> {
            handle.createUpdate("delete from sign_in_link where person_id = :person and used_at is null")
                    .bind("person", person)
                    .execute();
            handle.createUpdate("""
                            insert into sign_in_link (id, token_hash, purpose, person_id, expires_at)
                            values (:id, :hash, :purpose, :person, :expires)
                            """)
                    .bind("id", Ids.next())
                    .bind("hash", Secrets.hash(secret))
                    .bind("purpose", purpose.code())
                    .bind("person", person)
                    .bind("expires", now.plus(GOOD_FOR))
                    .execute();
        });
        return secret;
    }

    Optional<Link> find(String secret, Instant now) {
        return query(
                "select id, purpose, person_id from sign_in_link"
                        + " where token_hash = :hash and used_at is null and expires_at > :now",
                secret,
                now);
    }

    /** The same, and nobody can use it again: of two at once one waits for the other and then finds nothing. */
    Optional<Link> use(String secret, Instant now) {
        return query(
                "update sign_in_link set used_at = :now"
                        + " where token_hash = :hash and used_at is null and expires_at > :now"
                        + " returning id, purpose, person_id",
                secret,
                now);
    }

    private Optional<Link> query(String sql, String secret, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bind("hash", Secrets.hash(secret))
                .bind("now", now)
                .map((row, context) -> new Link(
                        row.getObject("id", UUID.class),
                        Purpose.ofCode(row.getString("purpose")),
                        row.getObject("person_id", UUID.class)))
                .findOne());
    }

    /** A deactivated person's links open nothing any more. */
    void withdraw(UUID person) {
        jdbi.useHandle(
                handle -> handle.createUpdate("delete from sign_in_link where person_id = :person and used_at is null")
                        .bind("person", person)
                        .execute());
    }

    void withdrawFirst() {
        jdbi.useHandle(handle ->
                handle.execute("delete from sign_in_link where purpose = 'first_administrator' and used_at is null"));
    }
}
