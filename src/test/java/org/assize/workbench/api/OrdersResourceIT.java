package org.assize.workbench.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assize.BootstrapProfile;
import org.assize.TestDatabase;
import org.assize.scoring.Champions;
import org.assize.scoring.ModelByHand;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(BootstrapProfile.class)
class OrdersResourceIT {

    private static final String VERSION = "order-it";

    @Inject
    Jdbi jdbi;

    @Inject
    Champions champions;

    /** A champion that finds dear orders suspicious. */
    @BeforeEach
    void aModelThatKnowsOneThing() {
        ModelByHand.crown(
                jdbi, SubjectKind.ORDER, VERSION, List.of("amount", "hour_of_day"), 1_000, true, (row, dear) ->
                        new double[] {dear ? 2_000 + row : 10 + row, row % 24});
        champions.lookAgain();
    }

    private static RequestSpecification sending(String type, String body) {
        return given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN)
                .contentType(type)
                .body(body);
    }

    private static ValidatableResponse send(String body) {
        return sending("application/json", body).post("/api/v1/orders").then();
    }

    private static String order(String id, String amount) {
        return "{\"order_id\":\"%s\",\"placed_at\":\"2026-05-01T10:00:00Z\",\"seller_id\":\"rest-s\",\"buyer_id\":\"rest-b\",\"amount\":%s,\"currency\":\"EUR\"}"
                .formatted(id, amount);
    }

    private static String fresh() {
        return "rest-" + UUID.randomUUID();
    }

    @Test
    void anOrderIsAnsweredWithItsScoreItsReasonsInWordsAndItsCase() {
        String id = fresh();
        String caseId = send(order(id, "5000.00"))
                .statusCode(200)
                .body("id", equalTo(id))
                .body("result", equalTo("accepted"))
                .body("score", notNullValue())
                .body("modelVersion", equalTo(VERSION))
                .body("flagged", equalTo(true))
                .body("reasons[0].feature", equalTo("amount"))
                .body("reasons[0].value", equalTo(5000.0f))
                .body("reasons[0].text", containsString("5,000 EUR"))
                .extract()
                .path("caseId");
        given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN)
                .get("/api/v1/cases/" + caseId)
                .then()
                .statusCode(200);
        String subject =
                jdbi.withHandle(handle -> handle.createQuery("select subject_id from fraud_case where id = :id")
                        .bind("id", UUID.fromString(caseId))
                        .mapTo(String.class)
                        .one());
        assertThat(subject).isEqualTo(id);
    }

    @Test
    void aReasonWithoutAValueSaysSo() {
        send(order(fresh(), "5000.00").replace("EUR", "MUR"))
                .statusCode(200)
                .body("reasons[0].feature", equalTo("amount"))
                .body("reasons[0].value", nullValue());
    }

    @Test
    void theSameAgainIsADuplicateWithTheScoreItHasAndIsNotScoredTwice() {
        String id = fresh();
        double first = send(order(id, "12.00")).extract().<Float>path("score");
        send(order(id, "12.00"))
                .statusCode(200)
                .body("result", equalTo("duplicate"))
                .body("score", equalTo((float) first))
                .body("reasons[0].feature", equalTo("amount"));
        assertThat(scores(id)).isEqualTo(1);
        send(order(id, "13.00")).body("result", equalTo("updated"));
    }

    @Test
    void ordersThatComeAtOnceAreEachAnsweredForThemselves() throws Exception {
        String twice = fresh();
        List<Callable<Response>> requests = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String body = switch (i % 3) {
                case 0 -> order(twice, "11.00");
                case 1 -> order("rest-at-once-" + twice + i, i + ".00");
                default -> order(fresh(), "\"much\"");
            };
            requests.add(() -> sending("application/json", body).post("/api/v1/orders"));
        }
        List<Response> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : callers.invokeAll(requests)) {
                answers.add(answer.get());
            }
        }
        List<String> ofTheSame = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            var answer = answers.get(i).then();
            switch (i % 3) {
                case 0 ->
                    ofTheSame.add(answer.statusCode(200)
                            .body("id", equalTo(twice))
                            .body("score", notNullValue())
                            .extract()
                            .path("result"));
                case 1 ->
                    answer.statusCode(200)
                            .body("id", equalTo("rest-at-once-" + twice + i))
                            .body("result", equalTo("accepted"))
                            .body("reasons[0].value", equalTo((float) i));
                default -> answer.statusCode(422).body("errors[0].field", equalTo("amount"));
            }
        }
        assertThat(ofTheSame).containsOnlyOnce("accepted").containsOnly("accepted", "duplicate");
        assertThat(scores(twice)).isEqualTo(1);
    }

    @Test
    void whatBecomesOfAnOrderIsKeptAndDoesNotScoreItAgain() {
        String id = fresh();
        String placed = order(id, "12.00");
        float score = send(placed).extract().path("score");
        String delivered = placed.replace("}", ",\"status\":\"delivered\",\"delivered_at\":\"2026-05-04T10:00:00Z\"}");
        send(delivered)
                .statusCode(200)
                .body("result", equalTo("updated"))
                .body("score", equalTo(score))
                .body("reasons[0].feature", equalTo("amount"));
        assertThat(scores(id)).isEqualTo(1);
        send(delivered.replace("\"delivered\"", "\"returned\"").replace("12.00", "5000.00"))
                .statusCode(200)
                .body("result", equalTo("updated"));
        assertThat(scores(id)).as("its amount was another").isEqualTo(2);
    }

    @Test
    void theSameRequestWithItsKeyIsCarriedOutOnceAndAnsweredAsBefore() {
        String id = fresh();
        String key = UUID.randomUUID().toString();
        Response first = sending("application/json", order(id, "12.00"))
                .header("Idempotency-Key", key)
                .post("/api/v1/orders");
        first.then().statusCode(200).body("result", equalTo("accepted"));
        Response again = sending("application/json", order(id, "12.00"))
                .header("Idempotency-Key", key)
                .post("/api/v1/orders");
        again.then().statusCode(200).header("Idempotent-Replayed", "true");
        assertThat(again.asString()).isEqualTo(first.asString());
        sending("application/json", order(id, "13.00"))
                .header("Idempotency-Key", key)
                .post("/api/v1/orders")
                .then()
                .statusCode(422)
                .body("type", equalTo("key-reused"));
        assertThat(scores(id)).isEqualTo(1);
    }

    private int scores(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from score where subject_id = :id")
                .bind("id", id)
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void manyAreAnsweredLineByLineAndABadOneKeepsNoOtherOut() {
        String good = fresh();
        Response answer = given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN)
                .contentType("application/x-ndjson")
                .body((order(good, "12.00") + "\n\n{\"order_id\": 1\n" + order(fresh(), "\"dear\"") + "\n")
                        .getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/orders");
        answer.then()
                .statusCode(200)
                .body("size()", equalTo(3))
                .body("[0].id", equalTo(good))
                .body("[0].result", equalTo("accepted"))
                .body("[1].result", equalTo("rejected"))
                .body("[1].line", equalTo(3))
                .body("[2].line", equalTo(4))
                .body("[2].column", equalTo("amount"))
                .body("[2].reason", notNullValue());
    }

    @Test
    void whatIsNoOrderIsRefusedByItsField() {
        send("{\"order_id\":\"x\"}").statusCode(422).body("errors[0].field", notNullValue());
        send("{").statusCode(400);
        given().contentType("application/json")
                .body(order(fresh(), "1.00"))
                .post("/api/v1/orders")
                .then()
                .statusCode(401)
                .body("score", nullValue());
    }

    @Test
    void theReasonsAreWrittenInTheLanguageThatIsAskedFor() {
        sending("application/json", order(fresh(), "7000.00"))
                .header("Accept-Language", "zh-CN")
                .post("/api/v1/orders")
                .then()
                .statusCode(200)
                .body("reasons[0].text", containsString("金额"));
    }
}
