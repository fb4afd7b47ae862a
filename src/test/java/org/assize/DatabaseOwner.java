package org.assize;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The database of a running test as its owner has it: past the grants of the application, and past triggers once they are off. */
public final class DatabaseOwner {

    /** What hangs on subjects and lets nothing be taken away. */
    private static final List<String> KEPT = List.of("label", "verdict", "audit_event");

    private DatabaseOwner() {}

    /** Names without a schema are those of Assize. */
    public static void execute(String... statements) throws SQLException {
        Config config = ConfigProvider.getConfig();
        try (var connection = DriverManager.getConnection(
                        config.getValue("assize.db.url", String.class),
                        config.getValue("assize.db.user", String.class),
                        config.getValue("assize.db.password", String.class));
                var statement = connection.createStatement()) {
            statement.execute("set search_path = assize");
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** No subject is left, nor anything that was thought of one; {@code more} tables are emptied with them. */
    public static void emptyTheWorld(String... more) throws SQLException {
        String tables = String.join(
                ", ",
                Stream.concat(
                                Stream.of("seller", "orders", "outcome", "label", "score", "flag", "fraud_case"),
                                Stream.of(more))
                        .toList());
        execute(Stream.concat(
                        KEPT.stream().map(kept -> "alter table " + kept + " disable trigger user"),
                        Stream.of("truncate " + tables + " cascade"))
                .toArray(String[]::new));
    }
}
