package org.assize;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The application that journeys share: nearly every order of {@link ManyCases} becomes a case. */
public final class JourneyProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "assize.bootstrap.token",
                BootstrapProfile.TOKEN,
                "assize.training.first-model-from",
                "200",
                "assize.flagging.most-share",
                "0.9",
                "assize.scoring.people",
                "P365D");
    }
}
