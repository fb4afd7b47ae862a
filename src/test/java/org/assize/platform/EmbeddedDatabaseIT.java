package org.assize.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
    private static final Path BINARIES = Path.of("target/postgres-binaries");

    @TempDir
    Path data;

    @Test
    void aDatabaseThatWouldForgetIsRefused() throws SQLException {
        try (var server = EmbeddedDatabase.start(data, BINARIES)) {
            execute(server.superuser(), "alter system set fsync = off");
        }
        assertThatThrownBy(() -> EmbeddedDatabase.start(data, BINARIES))
                .isInstanceOf(BootRefused.class)
                .hasMessageContaining("fsync is off, must be on");
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void nobodyComesInWithoutThePassword() throws Exception {
        try (var server = EmbeddedDatabase.start(data, BINARIES)) {
            DatabaseSetup.prepare(server, "assize");
            assertThatThrownBy(() -> server.superuser().as("postgres", "wrong").connect())
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> server.owner("assize").as("assize_app", "").connect())
                    .isInstanceOf(SQLException.class);
            assertThat(Files.getPosixFilePermissions(data.resolve("database.secrets")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void aLostPasswordFileIsSaidRatherThanReplaced() throws Exception {
        EmbeddedDatabase.start(data, BINARIES).close();
        Files.delete(data.resolve("database.secrets"));
        assertThatThrownBy(() -> EmbeddedDatabase.start(data, BINARIES))
                .isInstanceOf(BootRefused.class)
                .hasMessageContaining("restore it from the backup");
    }

    @Test
    void filesThatAKillOrAFullDiskLeftEmptyDoNotKeepItFromStarting() throws Exception {
        Files.writeString(data.resolve("postgres.port"), "");
        EmbeddedDatabase.start(data, BINARIES).close();
        Files.writeString(data.resolve("postgres.port"), "70000");
        Files.writeString(data.resolve("postgres/postmaster.pid"), "");
        EmbeddedDatabase.start(data, BINARIES).close();
    }

    @Test
    void onAServerAnOwnerThatMayCreateRolesIsEnough() throws Exception {
        try (var server = EmbeddedDatabase.start(data, BINARIES)) {
            execute(server.superuser(), "create role company login createrole password 'first'");
            execute(server.superuser(), "create database shop owner company");
            var owner = new DatabaseAccess(server.owner("shop").url(), "company", "first");

            DatabaseAccess app = DatabaseSetup.prepare(owner);
            try (var connection = app.connect()) {
                assertThat(connection.isValid(5)).isTrue();
            }

            execute(server.superuser(), "alter role company password 'second'");
            DatabaseAccess renewed = DatabaseSetup.prepare(owner.as("company", "second"));
            assertThat(renewed.password()).isNotEqualTo(app.password());
            assertThatThrownBy(app::connect).hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void onAServerAnOwnerThatMayNotSaysWhatToAllow() throws Exception {
        try (var server = EmbeddedDatabase.start(data, BINARIES)) {
            execute(server.superuser(), "create role company login password 'first'");
            execute(server.superuser(), "create database shop owner company");
            var owner = new DatabaseAccess(server.owner("shop").url(), "company", "first");
            assertThatThrownBy(() -> DatabaseSetup.prepare(owner))
                    .isInstanceOf(BootRefused.class)
                    .hasMessageContaining("alter role company createrole")
                    .hasMessageNotContaining("first");
        }
    }

    private static void execute(DatabaseAccess access, String statement) throws SQLException {
        try (var connection = access.connect();
                var question = connection.createStatement()) {
            question.execute(statement);
        }
    }
}
