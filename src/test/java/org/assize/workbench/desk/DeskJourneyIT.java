package org.assize.workbench.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.assize.BootstrapProfile;
import org.assize.BrowserTest;
import org.junit.jupiter.api.Test;

/** An investigator works two cases without touching the mouse. */
@QuarkusIntegrationTest
@TestProfile(DeskJourneyIT.Profile.class)
class DeskJourneyIT extends BrowserTest {

    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("assize.bootstrap.token", BootstrapProfile.TOKEN, "assize.training.first-model-from", "200");
        }
    }

    private static final String PASSWORD = "seven quiet lamps";
    private static final Pattern DESK = Pattern.compile(".*/case/.*");

    private static RequestSpecification asking() {
        return given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN);
    }

    /** Orders of two months, a few of them dear: enough for a first model, which flags at once. */
    private static byte[] orders() {
        SplittableRandom dice = new SplittableRandom(11);
        StringBuilder csv = new StringBuilder("order_id,placed_at,seller_id,buyer_id,amount,currency\n");
        Instant from = Instant.parse("2026-03-01T00:00:00Z");
        for (int i = 0; i < 1_200; i++) {
            int euros = dice.nextInt(40) == 0 ? 4_000 + dice.nextInt(900) : 20 + dice.nextInt(80);
            csv.append("desk-%d,%s,desk-s%d,desk-b%d,%d.00,EUR%n"
                    .formatted(i, from.plus(i * 72L, ChronoUnit.MINUTES), i % 30, dice.nextInt(300), euros));
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void somethingWaits() throws InterruptedException {
        asking().multiPart("file", "orders.csv", orders(), "text/csv")
                .post("/api/v1/imports?feed=orders")
                .then()
                .statusCode(202);
        long until = System.nanoTime() + 180_000_000_000L;
        while (waiting() < 2) {
            assertThat(System.nanoTime()).as("time to wait for two cases").isLessThan(until);
            Thread.sleep(500);
        }
    }

    private static int waiting() {
        Integer open = asking().get("/api/v1/queues").path("items.find { it.key == 'orders' }.open");
        return open == null ? 0 : open;
    }

    private void signIn(String name) {
        asking().contentType("application/json")
                .body("{\"username\":\"%s\",\"displayName\":\"Ada\",\"roles\":[\"investigator\"],\"password\":\"%s\"}"
                        .formatted(name, PASSWORD))
                .post("/api/v1/people")
                .then()
                .statusCode(201);
        page.navigate("/login");
        page.fill("input[name=username]", name);
        page.fill("input[name=password]", PASSWORD);
        page.keyboard().press("Enter");
        page.waitForSelector(".shell");
        settle(page);
    }

    private String caseOnTheDesk() {
        assertThat(page).hasURL(DESK);
        assertThat(page.locator(".verdict-fields")).isVisible();
        settle(page);
        return page.url().substring(page.url().lastIndexOf('/') + 1);
    }

    private void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
        settle(page);
    }

    @Test
    void anInvestigatorTakesACaseDecidesItAndGetsTheNextByKeysAlone() throws InterruptedException {
        somethingWaits();
        signIn("ada-at-the-desk");
        assertAccessible();

        press("2");
        String first = caseOnTheDesk();
        assertAccessible();
        assertThat(page.locator(":focus")).hasAttribute("data-key", "f");
        assertThat(page.locator(".reasons li").first()).isVisible();

        // nothing is answered yet, and each question says so beside itself
        press("Control+Enter");
        assertThat(page.locator(".field-fault:visible")).hasCount(4);
        assertAccessible();

        press("f", "3", "c", "u", "r");
        Locator rationale = page.locator(".verdict textarea");
        assertThat(rationale).isFocused();
        page.keyboard().type("flixcu are letters here, and the amount is beyond anything this buyer did");
        press("Control+Enter");
        assertThat(page).not().hasURL(Pattern.compile(".*" + first));
        String second = caseOnTheDesk();
        assertThat(second).isNotEqualTo(first);

        var verdict = asking().get("/api/v1/cases/" + first);
        assertThat(verdict.asString())
                .contains("FRAUD")
                .contains("stolen_payment")
                .contains("flixcu");

        // the second one is put down half written, and found again as it was left
        press("l", "f", "2");
        assertThat(page.locator(".choice-typology [data-key='2']")).hasAttribute("aria-pressed", "true");
        press("l", "r");
        page.keyboard().type("half a thought");
        page.waitForTimeout(1_500);
        settle(page);
        page.navigate("/my-work");
        settle(page);
        assertAccessible();
        page.navigate("/case/" + second);
        settle(page);
        assertThat(page.locator(".choice-decision [data-key=l]")).hasAttribute("aria-pressed", "true");
        assertThat(page.locator(".verdict textarea")).hasValue("half a thought");
    }
}
