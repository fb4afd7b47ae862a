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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assize.BootstrapProfile;
import org.assize.TestDatabase;
import org.assize.scoring.Champions;
import org.assize.scoring.FlatForest;
import org.assize.scoring.Link;
import org.assize.scoring.Model;
import org.assize.security.Actor;
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
        List<String> features = List.of("amount", "hour_of_day");
        var forest = FlatForest.builder(Link.LOG_ODDS, features, new double[] {-1, -1}, 0);
        forest.tree();
        int dear = forest.split(0, 1_000, 200);
        forest.leaf(-3, 190);
        forest.right(dear);
        forest.leaf(3, 10);
        double[][] rows = new double[200][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {i < 190 ? 10 + i : 2_000 + i, i % 24};
        }
        Model model = Model.of(forest.build(), rows, Map.of("algorithm", "by hand"));
        jdbi.useTransaction(handle -> {
            handle.createUpdate(
                            "insert into feature_set (subject_kind, names) values ('order', :names) on conflict do nothing")
                    .bindArray("names", String.class, features)
                    .execute();
            int set = handle.createQuery("select id from feature_set where subject_kind = 'order' and names = :names")
                    .bindArray("names", String.class, features)
                    .mapTo(Integer.class)
                    .one();
            handle.createUpdate("""
                            insert into model_version (version, subject_kind, ordinal, algorithm, options, seed, feature_set,
                              trained_on, metrics, forest, smile_blob, sha256, smile_version, created_by, created_at)
                            values (:version, 'order', 4711, 'by hand', '{}', 1, :set, '{}', '{}', :forest, '', :sha256, '0', :by, now())
                            on conflict do nothing""")
                    .bind("version", VERSION)
                    .bind("set", set)
                    .bind("forest", model.bytes())
                    .bind("sha256", HexFormat.of().parseHex(model.sha256()))
                    .bind("by", Actor.SYSTEM_ID)
                    .execute();
            handle.execute("""
                    insert into champion (subject_kind, model_version, since) values ('order', 'order-it', now())
                    on conflict (subject_kind) do update set model_version = 'order-it'""");
        });
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
