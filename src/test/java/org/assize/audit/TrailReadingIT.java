package org.assize.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.BootstrapProfile;
import org.assize.DatabaseOwner;
import org.assize.TestDatabase;
import org.assize.security.Actor;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(BootstrapProfile.class)
class TrailReadingIT {

    @Inject
    ChainCheck chains;

    private static RequestSpecification asBootstrap() {
        return given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN)
                .contentType("application/json");
    }

    private static void act() {
        asBootstrap()
                .body("{\"name\":\"trail\",\"scopes\":[\"cases:read\"]}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201);
    }

    @Test
    void theTrailIsReadNewestFirstPageByPageAndFiltered() {
        for (int i = 0; i < 5; i++) {
            act();
        }
        List<String> seen = new ArrayList<>();
        String after = null;
        do {
            var request = asBootstrap().queryParam("limit", 2).queryParam("kind", "token.created");
            var page = (after == null ? request : request.queryParam("after", after)).get("/api/v1/audit/events");
            page.then().statusCode(200).body("items.kind", everyItem(equalTo("token.created")));
            seen.addAll(page.path("items.id"));
            after = page.path("next");
        } while (after != null);
        assertThat(seen).hasSizeGreaterThanOrEqualTo(5).doesNotHaveDuplicates();
        assertThat(asBootstrap().get("/api/v1/audit/events").<List<String>>path("items.at"))
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        asBootstrap()
                .queryParam("after", "nonsense")
                .get("/api/v1/audit/events")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("after"));
        asBootstrap()
                .queryParam("from", "yesterday")
                .get("/api/v1/audit/events")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("from"));
    }

    @Test
    void javaFindsTheHashesThatTheDatabaseWroteAndSeesWhenOneWasChanged() throws Exception {
        act();
        act();
        assertThat(chains.ofArea(Actor.SYSTEM, Area.PEOPLE)).isInstanceOf(ChainCheck.Whole.class);
        asBootstrap().get("/api/v1/audit/chains/people").then().statusCode(200).body("whole", equalTo(true));
        asBootstrap().get("/api/v1/audit/chains/nothing").then().statusCode(400);
        tamper("update audit_event set payload = payload || ' ' where area = 'people' and seq = 2");
        assertThat(chains.ofArea(Actor.SYSTEM, Area.PEOPLE))
                .isEqualTo(new ChainCheck.Broken(2, ChainCheck.Fault.CHANGED));
        tamper("update audit_event set payload = trim(payload) where area = 'people' and seq = 2");
        assertThat(chains.ofArea(Actor.SYSTEM, Area.PEOPLE)).isInstanceOf(ChainCheck.Whole.class);
        tamper("update audit_area set seq = seq + 1 where area = 'people'");
        assertThat(chains.ofArea(Actor.SYSTEM, Area.PEOPLE))
                .isInstanceOfSatisfying(
                        ChainCheck.Broken.class,
                        broken -> assertThat(broken.fault()).isEqualTo(ChainCheck.Fault.END));
        tamper("update audit_area set seq = seq - 1 where area = 'people'");
        // one entry more than the area says there are
        tamper("""
                update audit_area set seq = seq - 1,
                  head = (select prev_hash from audit_event where area = 'people' order by seq desc limit 1)
                where area = 'people'""");
        assertThat(chains.ofArea(Actor.SYSTEM, Area.PEOPLE))
                .isInstanceOfSatisfying(
                        ChainCheck.Broken.class,
                        broken -> assertThat(broken.fault()).isEqualTo(ChainCheck.Fault.END));
        tamper("""
                update audit_area set seq = seq + 1,
                  head = (select hash from audit_event where area = 'people' order by seq desc limit 1)
                where area = 'people'""");
        assertThat(chains.ofArea(Actor.SYSTEM, Area.PEOPLE)).isInstanceOf(ChainCheck.Whole.class);
    }

    @Test
    void theWholeTrailIsExportedSoThatItsHashesCanBeFoundElsewhere() throws Exception {
        act();
        String[] lines = asBootstrap()
                .get("/api/v1/audit/export")
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asString()
                .split("\n");
        Map<String, byte[]> heads = new HashMap<>();
        Map<String, Long> places = new HashMap<>();
        var events = new ArrayList<JsonNode>();
        for (String line : lines) {
            events.add(new ObjectMapper().readTree(line));
        }
        events.sort(Comparator.comparingLong(event -> event.get("seq").asLong()));
        for (JsonNode event : events) {
            String chain = event.get("chain").asText();
            long seq = places.merge(chain, 1L, Long::sum);
            assertThat(event.get("seq").asLong()).isEqualTo(seq);
            byte[] hash = ChainHash.of(
                    chain,
                    seq,
                    heads.getOrDefault(chain, new byte[0]),
                    Instant.parse(event.get("at").asText()),
                    event.get("kind").asText(),
                    UUID.fromString(event.get("actor").asText()),
                    event.get("payload").asText());
            assertThat(HexFormat.of().formatHex(hash))
                    .isEqualTo(event.get("hash").asText());
            heads.put(chain, hash);
        }
        assertThat(events).anyMatch(event -> event.get("kind").asText().equals("trail.export_begun"));
        asBootstrap()
                .queryParam("from", "2100-01-01T00:00:00Z")
                .get("/api/v1/audit/export")
                .then()
                .statusCode(200)
                .body(emptyString());
    }

    /** As the owner of the database, past the triggers. */
    private void tamper(String statement) throws Exception {
        DatabaseOwner.execute(
                "alter table audit_event disable trigger user",
                statement,
                "alter table audit_event enable trigger user");
    }
}
