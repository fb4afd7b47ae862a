package org.assize;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The application with an API token that may do everything. */
public final class BootstrapProfile implements QuarkusTestProfile {

    public static final String TOKEN = "a-token-for-tests-only-0123456789abcdef";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("assize.bootstrap.token", TOKEN);
    }
}
