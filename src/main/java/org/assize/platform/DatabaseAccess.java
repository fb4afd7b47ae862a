package org.assize.platform;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** Where a database is and who comes to it. */
public record DatabaseAccess(String url, String user, String password) {

    /** The same database for somebody else. */
    public DatabaseAccess as(String otherUser, String otherPassword) {
        return new DatabaseAccess(url, otherUser, otherPassword);
    }

    /** The address with {@code schema} first on the search path. */
    public String urlWithSchema(String schema) {
        return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema;
    }

    PGSimpleDataSource dataSource() {
        var source = new PGSimpleDataSource();
        source.setURL(url);
        source.setUser(user);
        source.setPassword(password);
        source.setApplicationName("assize setup");
        source.setConnectTimeout(10);
        return source;
    }

    Connection connect() throws SQLException {
        return dataSource().getConnection();
    }

    /** Without the password: this may be printed. */
    @Override
    public String toString() {
        return user + " at " + url;
    }
}
