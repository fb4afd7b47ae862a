package org.assize.workbench.bench;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assize.platform.Ids;
import org.assize.platform.Sha256;
import org.assize.security.Actor;

/**
 * The people at work. They have signed in before the measurement begins, each at a browser and with a token for REST:
 * signing in costs a quarter of a second of bcrypt on purpose, and is none of what is measured here.
 */
final class Staff {

    /**
     * @param session what the cookie {@code assize_session} of their browser holds
     * @param token of theirs, for REST; an actor of its own
     */
    record Investigator(UUID id, String session, String token) {}

    private Staff() {}

    static List<Investigator> hire(Trial trial, int count) throws SQLException {
        List<Investigator> staff = new ArrayList<>();
        try (Connection connection = trial.connect()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                staff.add(hire(connection, i));
            }
            connection.commit();
            try (Statement statement = connection.createStatement()) {
                statement.execute("analyze actor, person, web_session, api_token");
            }
            connection.commit();
        }
        return List.copyOf(staff);
    }

    private static Investigator hire(Connection connection, int number) throws SQLException {
        UUID person = Ids.next();
        String session = secret("session", number);
        Statements.execute(
                connection,
                "insert into actor (id, kind, name, created_at) values (?, 'person', ?, now())",
                person,
                "Person " + number);
        Statements.execute(connection, """
                insert into person (id, username, display_name, roles, created_at)
                values (?, ?, ?, '{investigator}', now())""", person, "person-" + number, "Person " + number);
        Statements.execute(connection, """
                insert into web_session (id, token_hash, person_id, epoch, started_at, last_seen_at)
                values (?, ?, ?, 0, now(), now())""", Ids.next(), hash(session), person);
        return new Investigator(
                person,
                session,
                token(connection, "investigator " + number, "{cases:read,cases:work}", secret("token", number)));
    }

    /** Somebody who brings files in. */
    static String feeder(Trial trial) throws SQLException {
        try (Connection connection = trial.connect()) {
            return token(connection, "feeds", "{feeds:read,feeds:write}", secret("feeds", 0));
        }
    }

    private static String token(Connection connection, String name, String scopes, String secret) throws SQLException {
        UUID token = Ids.next();
        Statements.execute(
                connection,
                "insert into actor (id, kind, name, created_at) values (?, 'token', ?, now())",
                token,
                name);
        Statements.execute(connection, """
                insert into api_token (id, name, token_hash, scopes, created_by, created_at)
                values (?, ?, ?, ?::text[], ?, now())""", token, name, hash(secret), scopes, Actor.SYSTEM_ID);
        return secret;
    }

    /** Opens nothing but a throw-away application on loopback. */
    private static String secret(String of, int number) {
        return "bench-only-" + of + "-" + number + "-0123456789abcdef0123456789";
    }

    private static byte[] hash(String secret) {
        return Sha256.of(secret.getBytes(StandardCharsets.UTF_8));
    }
}
