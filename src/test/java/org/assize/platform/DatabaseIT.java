package org.assize.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DatabaseIT {
    @Inject
    Jdbi jdbi;

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "listen_addresses, 127.0.0.1",
        "password_encryption, scram-sha-256"
    })
    void aCommitSurvivesAndOnlyThisMachineMayAsk(String setting, String value) {
        assertThat(word("show " + setting)).isEqualTo(value);
    }

    @Test
    void theApplicationComesAsARoleThatOwnsNothing() {
        assertThat(word("select current_user")).isEqualTo("assize_app");
        assertThat(word("select count(*)::text from pg_class where relowner = 'assize_app'::regrole"))
                .isEqualTo("0");
        assertThat(word("select (rolsuper or rolcreatedb or rolcreaterole)::text from pg_roles"
                        + " where rolname = current_user"))
                .isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table assize.mine (x int)",
                "create table public.mine (x int)",
                "drop table assize.flyway_schema_history",
                "alter table assize.flyway_schema_history add column x int",
                "create schema mine",
                "create role mine"
            })
    void theApplicationCanNotChangeTheShapeOfTheDatabase(String statement) {
        assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(statement)))
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }

    @Test
    void anInstantComesBackToTheMicrosecond() {
        Instant instant = Instant.parse("2026-03-29T01:30:00.123456Z");
        Instant back = jdbi.withHandle(handle -> handle.createQuery("select :at")
                .bind("at", instant)
                .mapTo(Instant.class)
                .one());
        assertThat(back).isEqualTo(instant);
    }

    private String word(String question) {
        return jdbi.withHandle(
                handle -> handle.createQuery(question).mapTo(String.class).one());
    }
}
