package org.assize.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootSettingsTest {

    @Test
    void withoutSettingsItListensOn8080AndKeepsItsDataHere() {
        BootSettings settings = BootSettings.of(Map.of(), Map.of());
        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.data()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(settings.server()).isEmpty();
    }

    @Test
    void aSystemPropertyWinsOverTheEnvironment() {
        assertThat(BootSettings.of(Map.of("ASSIZE_PORT", "1"), Map.of("assize.port", "2"))
                        .port())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "-1", "65536"})
    void aPortThatIsNoneIsNamed(String port) {
        assertThatThrownBy(() -> BootSettings.of(Map.of("ASSIZE_PORT", port), Map.of()))
                .isInstanceOf(BootRefused.class)
                .hasMessageContaining("ASSIZE_PORT")
                .hasMessageContaining(port);
    }

    @Test
    void aServerNeedsAUserAndAPassword() {
        assertThatThrownBy(() -> BootSettings.of(
                        Map.of("ASSIZE_DB_URL", "jdbc:postgresql://db/assize", "ASSIZE_DB_USER", "owner"), Map.of()))
                .isInstanceOf(BootRefused.class)
                .hasMessageContaining("ASSIZE_DB_PASSWORD");
    }

    @Test
    void aPasswordInTheAddressIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> BootSettings.of(
                        Map.of(
                                "ASSIZE_DB_URL", "jdbc:postgresql://db/assize?password=secret",
                                "ASSIZE_DB_USER", "owner",
                                "ASSIZE_DB_PASSWORD", "secret"),
                        Map.of()))
                .isInstanceOf(BootRefused.class)
                .hasMessageNotContaining("=secret");
    }

    @Test
    void anAddressThatIsNoneIsSaidAndNotRepeated() {
        assertThatThrownBy(() -> BootSettings.of(Map.of("ASSIZE_DB_URL", "jdbc:postgresql://db/a b?secret"), Map.of()))
                .isInstanceOf(BootRefused.class)
                .hasMessageContaining("ASSIZE_DB_URL")
                .hasMessageNotContaining("secret");
    }

    @Test
    void theApplicationsPasswordFollowsFromTheOwners() {
        var owner = new DatabaseAccess("jdbc:postgresql://db/assize", "owner", "secret");
        assertThat(DatabaseSetup.appPassword(owner))
                .hasSize(64)
                .isEqualTo(DatabaseSetup.appPassword(new DatabaseAccess("jdbc:postgresql://other/x", "o", "secret")))
                .isNotEqualTo(DatabaseSetup.appPassword(new DatabaseAccess("jdbc:postgresql://db/assize", "o", "2")));
        assertThat(owner.toString()).doesNotContain("secret");
    }
}
