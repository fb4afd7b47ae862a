package org.assize.workbench.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.assize.BootstrapProfile;
import org.assize.TestDatabase;
import org.assize.platform.AssizeClock;
import org.assize.scoring.Champions;
import org.assize.scoring.ModelByHand;
import org.assize.scoring.ScoreSellersDaily;
import org.assize.security.Actor;
import org.assize.subject.SubjectKind;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(BootstrapProfile.class)
class SellersResourceIT {

    private static final String VERSION = "seller-it";

    @Inject
    Jdbi jdbi;

    @Inject
    Champions champions;

    @Inject
    ScoreSellersDaily daily;

    @Inject
    AssizeClock clock;

    /** A champion that finds young sellers suspicious. */
    @BeforeEach
    void aModelThatKnowsOneThing() {
        ModelByHand.crown(
                jdbi,
                SubjectKind.SELLER,
                VERSION,
                List.of("seller_age", "seller_overdue_share_30d"),
                30,
                false,
                (row, young) -> new double[] {young ? row - 189 : 100 + row, 0});
        champions.lookAgain();
    }

    private static ValidatableResponse send(String feed, String type, String body) {
        return given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN)
                .contentType(type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/" + feed)
                .then();
    }

    private static ValidatableResponse send(String body) {
        return send("sellers", "application/json", body);
    }

    private String seller(String id, int daysOld) {
        return "{\"seller_id\":\"%s\",\"registered_at\":\"%s\"}".formatted(id, ago(daysOld));
    }

    private Instant ago(int days) {
        return clock.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(days));
    }

    private static String fresh() {
        return "rest-" + UUID.randomUUID();
    }

    @Test
    void aSellerIsAnsweredWithItsScoreItsReasonsInWordsAndItsCase() {
        String id = fresh();
        String caseId = send(seller(id, 2))
                .statusCode(200)
                .body("id", equalTo(id))
                .body("result", equalTo("accepted"))
                .body("score", notNullValue())
                .body("percentile", notNullValue())
                .body("modelVersion", equalTo(VERSION))
                .body("flagged", equalTo(true))
                .body("reasons[0].feature", equalTo("seller_age"))
                .body("reasons[0].text", containsString("registered"))
                .extract()
                .path("caseId");
        given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN)
                .get("/api/v1/cases/" + caseId)
                .then()
                .statusCode(200);
    }

    @Test
    void theSameAgainIsADuplicateWithTheScoreItHasAndAnUpdateIsSeenAtOnce() {
        String id = fresh();
        float old =
                send(seller(id, 400)).body("flagged", equalTo(false)).extract().path("score");
        send(seller(id, 400))
                .body("result", equalTo("duplicate"))
                .body("score", equalTo(old))
                .body("reasons[0].feature", equalTo("seller_age"));
        assertThat(scores(id)).isEqualTo(1);
        float young =
                send(seller(id, 2)).body("result", equalTo("updated")).extract().path("score");
        assertThat(young).isGreaterThan(old);
    }

    @Test
    void manyAreAnsweredLineByLineAndABadOneKeepsNoOtherOut() {
        String good = fresh();
        send(
                        "sellers",
                        "application/x-ndjson",
                        seller(good, 2) + "\n\n{\"seller_id\": 1\n" + seller(fresh(), 400) + "\n")
                .statusCode(200)
                .body("size()", equalTo(3))
                .body("[0].id", equalTo(good))
                .body("[0].score", notNullValue())
                .body("[1].result", equalTo("rejected"))
                .body("[1].line", equalTo(3))
                .body("[2].flagged", equalTo(false));
    }

    @Test
    void aShopThatSellsNoMoreIsScoredEachDayUntilItsOrdersAreSettledLongAgo() {
        String owing = fresh();
        String gone = fresh();
        order(owing, 20);
        order(gone, 90);
        assertThat(scoredToday(owing)).isZero();

        assertThat(daily.score(Actor.SYSTEM)).isPositive();
        assertThat(scoredToday(owing)).isEqualTo(1);
        assertThat(scoredToday(gone)).isZero();
        assertThat(daily.score(Actor.SYSTEM)).as("once a day").isZero();
        double overdue = jdbi.withHandle(handle -> handle.createQuery(
                        "select features[2] from score where subject_id = :id order by as_of desc limit 1")
                .bind("id", owing)
                .mapTo(Double.class)
                .one());
        assertThat(overdue).isEqualTo(1);
    }

    private void order(String seller, int daysAgo) {
        send(
                        "orders",
                        "application/json",
                        "{\"order_id\":\"%s\",\"placed_at\":\"%s\",\"seller_id\":\"%s\",\"buyer_id\":\"b\",\"amount\":9,\"currency\":\"EUR\"}"
                                .formatted(fresh(), ago(daysAgo), seller))
                .statusCode(200);
    }

    private int scores(String seller) {
        return jdbi.withHandle(handle -> handle.createQuery("select count(*) from score where subject_id = :id")
                .bind("id", seller)
                .mapTo(Integer.class)
                .one());
    }

    private int scoredToday(String seller) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from score where subject_id = :id and as_of >= :today")
                        .bind("id", seller)
                        .bind("today", ago(0))
                        .mapTo(Integer.class)
                        .one());
    }
}
