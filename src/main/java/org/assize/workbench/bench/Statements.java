package org.assize.workbench.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Single statements with their values, for what the scenarios put in and plain SQL does. */
final class Statements {

    private Statements() {}

    /** @param values a {@code String[]} is bound as {@code text[]} */
    static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(
                        i + 1,
                        values[i] instanceof String[] texts ? connection.createArrayOf("text", texts) : values[i]);
            }
            statement.execute();
        }
    }
}
