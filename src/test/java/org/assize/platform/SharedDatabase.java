package org.assize.platform;

import java.nio.file.Path;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** A PostgreSQL server for applications that are processes of their own, with the tables of this version. */
public final class SharedDatabase implements AutoCloseable {

    private final EmbeddedDatabase server;
    private final DatabaseAccess owner;

    public SharedDatabase(Path data) {
        server = EmbeddedDatabase.start(data, Path.of("target/postgres-binaries"));
        DatabaseSetup.prepare(server, "assize");
        owner = server.owner("assize");
    }

    /** By which an application finds it. */
    public Map<String, String> settings() {
        return Map.of(
                "assize.db.url", owner.url(),
                "assize.db.user", owner.user(),
                "assize.db.password", owner.password());
    }

    /** As the owner of the tables. */
    public Jdbi jdbi() {
        return Sql.configure(Jdbi.create(owner.urlWithSchema(DatabaseSetup.SCHEMA), owner.user(), owner.password()));
    }

    @Override
    public void close() {
        server.close();
    }
}
