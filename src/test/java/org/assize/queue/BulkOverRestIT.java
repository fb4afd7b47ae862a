package org.assize.queue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assize.casework.Casebook;
import org.assize.security.Actor;
import org.assize.security.CreateToken;
import org.assize.security.Permission;
import org.assize.security.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Look at what would be done to many cases, do exactly that, take it back. */
@QuarkusTest
class BulkOverRestIT {

    private static final String REASON = "The market is investigated as one.";

    @Inject
    Casebook book;

    @Inject
    CreateToken createToken;

    Actor ada;
    String lead;
    String queue;
    String acts;

    @BeforeEach
    void people() {
        ada = book.person("Ada", Role.INVESTIGATOR);
        lead = token(Permission.READ_CASES, Permission.WORK_CASES, Permission.STEER_CASES);
        queue = book.queue(null);
        acts = "/api/v1/queues/" + queue + "/bulk-acts";
    }

    @Test
    void whatWasLookedAtIsDoneOnceAndTakenBack() {
        List<UUID> ids = book.openIn(queue, 30, 20, 10);
        Map<String, Object> toAda = Map.of("act", "hand_over", "to", ada.id().toString());
        List<Map<String, Object>> seen = as(lead).body(toAda)
                .post(acts + "/preview")
                .then()
                .statusCode(200)
                .body("count", equalTo(3))
                .body("examples", hasSize(3))
                .body("more", equalTo(false))
                .extract()
                .path("cases");
        assertThat(seen)
                .extracting(each -> each.get("id"))
                .containsExactlyElementsOf(ids.stream().map(UUID::toString).toList());
        // one of them is claimed while the lead reads the preview
        as(token(Permission.READ_CASES, Permission.WORK_CASES))
                .post("/api/v1/cases/" + ids.getFirst() + "/claim")
                .then()
                .statusCode(201);
        Map<String, Object> asked =
                Map.of("act", "hand_over", "to", ada.id().toString(), "cases", seen, "reason", REASON);
        String key = UUID.randomUUID().toString();
        String bulk = null;
        for (int i = 0; i < 2; i++) {
            String id = as(lead).header("Idempotency-Key", key)
                    .body(asked)
                    .post(acts)
                    .then()
                    .statusCode(201)
                    .body("changed", equalTo(2))
                    .body("leftOut", equalTo(1))
                    .extract()
                    .path("id");
            assertThat(bulk == null || bulk.equals(id))
                    .as("sent twice, done once")
                    .isTrue();
            bulk = id;
        }
        assertThat(book.count(
                        "select count(*) from fraud_case where queue_key = ? and assigned_to = ?", queue, ada.id()))
                .isEqualTo(2);
        as(lead).delete(acts + "/" + bulk).then().statusCode(200).body("restored", equalTo(2));
        assertThat(book.count(
                        "select count(*) from fraud_case where queue_key = ? and assigned_to = ?", queue, ada.id()))
                .isZero();
        as(lead).delete(acts + "/" + bulk).then().statusCode(409).body("type", equalTo("too-late"));
    }

    @Test
    void whatCanNotBeReadIsRefusedAndNothingIsDone() {
        book.openIn(queue, 10);
        as(lead).body(Map.of("act", "decide"))
                .post(acts + "/preview")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("act"));
        as(lead).body(Map.of("act", "release", "query", Map.of("markt", "DE")))
                .post(acts + "/preview")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("query.markt"));
        as(lead).body(Map.of("act", "hand_over", "to", "nobody"))
                .post(acts + "/preview")
                .then()
                .statusCode(422);
        as(lead).body(Map.of("act", "snooze"))
                .post(acts + "/preview")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("until"));
        as(lead).body(Map.of("act", "release", "reason", REASON, "cases", List.of()))
                .post(acts)
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("cases"));
        as(lead).body(Map.of(
                        "act",
                        "release",
                        "reason",
                        REASON,
                        "cases",
                        List.of(Map.of("id", UUID.randomUUID().toString()))))
                .post(acts)
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("cases[0].version"));
        as(lead).body(Map.of("act", "move", "to", "nowhere", "reason", REASON, "cases", List.of()))
                .post(acts)
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("to"));
        as(lead).body(Map.of("act", "release"))
                .post("/api/v1/queues/none/bulk-acts/preview")
                .then()
                .statusCode(404);
        as(lead).delete(acts + "/" + UUID.randomUUID()).then().statusCode(404);
    }

    @Test
    void onlyWhoSteersCasesMay() {
        String worker = token(Permission.READ_CASES, Permission.WORK_CASES);
        as(worker).body(Map.of("act", "release")).post(acts + "/preview").then().statusCode(403);
        as(worker).body(Map.of("act", "release")).post(acts).then().statusCode(403);
        as(worker).delete(acts + "/" + UUID.randomUUID()).then().statusCode(403);
    }

    private static RequestSpecification as(String secret) {
        return given().header("Authorization", "Bearer " + secret).contentType(ContentType.JSON);
    }

    private String token(Permission... scopes) {
        return switch (createToken.create(Actor.SYSTEM, "bulk", Set.of(scopes), null)) {
            case CreateToken.Created created -> created.secret();
            case CreateToken.Refused refused -> throw new AssertionError(refused.faults());
        };
    }
}
