package org.assize.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.flywaydb.core.Flyway;

/**
 * Brings a database to the state this version needs: the two roles, and the migrations.
 *
 * <p>Invariant: the role that owns the tables never serves a request, and the role that serves requests owns nothing,
 * so what the migrations do not grant (rewriting the audit trail, say) is refused by PostgreSQL whatever the code does.
 */
public final class DatabaseSetup {
    static final String OWNER = "assize_owner";
    static final String APP = "assize_app";
    public static final String SCHEMA = "assize";
    /** Names the lock under which nodes that start together take turns in making the role. */
    private static final long ROLE_LOCK = 0x617373697a65L;

    private DatabaseSetup() {}

    /** Makes the roles and the database in the embedded server where they are missing, and migrates it. */
    public static DatabaseAccess prepare(EmbeddedDatabase server, String database) {
        DatabaseAccess owner = server.owner(database);
        try (Connection connection = server.superuser().connect();
                Statement statement = connection.createStatement()) {
            writeRole(statement, OWNER, owner.password());
            writeRole(statement, APP, appPassword(owner));
            if (!exists(connection, "select from pg_database where datname = ?", database)) {
                statement.execute("create database " + statement.enquoteIdentifier(database, true) + " owner " + OWNER);
            }
        } catch (SQLException e) {
            throw new BootRefused("The embedded database could not be prepared: " + e.getMessage(), e);
        }
        return prepare(owner);
    }

    /**
     * Migrates the database as {@code owner} and returns the access of the application's own role, whose password is
     * derived from the owner's so that every node arrives at the same one.
     *
     * @throws BootRefused when the role can't be made, or a migration fails
     */
    public static DatabaseAccess prepare(DatabaseAccess owner) {
        try (Connection connection = owner.connect()) {
            connection.isValid(10);
        } catch (SQLException e) {
            throw new BootRefused("The database does not take " + owner + ": " + e.getMessage(), e);
        }
        DatabaseAccess app = owner.as(APP, appPassword(owner));
        makeAppRole(owner, app);
        Flyway.configure(DatabaseSetup.class.getClassLoader())
                .dataSource(owner.dataSource())
                .defaultSchema(SCHEMA)
                .schemas(SCHEMA)
                .createSchemas(true)
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .failOnMissingLocations(true)
                .load()
                .migrate();
        return app;
    }

    /** The settings by which Quarkus connects as {@code app}. */
    public static Map<String, String> asQuarkusSettings(DatabaseAccess app) {
        return Map.of(
                "quarkus.datasource.jdbc.url", app.urlWithSchema(SCHEMA),
                "quarkus.datasource.username", app.user(),
                "quarkus.datasource.password", app.password());
    }

    private static void makeAppRole(DatabaseAccess owner, DatabaseAccess app) {
        if (canConnect(app)) {
            return;
        }
        try (Connection connection = owner.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(" + ROLE_LOCK + ")");
            writeRole(statement, APP, app.password());
            connection.commit();
        } catch (SQLException e) {
            throw new BootRefused(
                    "The role " + APP + " could not be made by " + owner + ": " + e.getMessage()
                            + "\nLet that user create roles (alter role " + owner.user() + " createrole), "
                            + "and drop a " + APP + " that somebody else made.",
                    e);
        }
    }

    private static boolean canConnect(DatabaseAccess access) {
        try (Connection connection = access.connect()) {
            return connection.isValid(10);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void writeRole(Statement statement, String role, String password) throws SQLException {
        String verb =
                exists(statement.getConnection(), "select from pg_roles where rolname = ?", role) ? "alter" : "create";
        // Utility statements take no parameters: the driver quotes. Nothing but login is said, since only a superuser
        // may so much as mention the other attributes of a role that exists.
        statement.execute(verb + " role " + role + " login password " + statement.enquoteLiteral(password));
    }

    private static boolean exists(Connection connection, String question, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** HMAC-SHA256 (RFC 2104) of the role's name under the owner's password. */
    static String appPassword(DatabaseAccess owner) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(owner.password().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(APP.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
