package org.assize.workbench;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
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

/** A lead finds a case, narrows a list and acts on all of it, without touching the mouse. */
@QuarkusIntegrationTest
@TestProfile(ListsJourneyIT.Profile.class)
class ListsJourneyIT extends BrowserTest {

    /** Nearly every order of two months becomes a case. */
    public static final class Profile implements QuarkusTestProfile {
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

    private static final String PASSWORD = "seven quiet lamps";
    private static final int MANY = 500;
    private static final LocatorAssertions.IsVisibleOptions AFTER_WORK =
            new LocatorAssertions.IsVisibleOptions().setTimeout(60_000);

    private static RequestSpecification asking() {
        return given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN);
    }

    private static byte[] orders() {
        SplittableRandom dice = new SplittableRandom(12);
        StringBuilder csv = new StringBuilder("order_id,placed_at,seller_id,buyer_id,amount,currency\n");
        Instant from = Instant.parse("2026-03-01T00:00:00Z");
        for (int i = 0; i < 1_200; i++) {
            int euros = dice.nextInt(40) == 0 ? 4_000 + dice.nextInt(900) : 20 + dice.nextInt(80);
            csv.append("list-%d,%s,list-s%d,list-b%d,%d.00,EUR%n"
                    .formatted(i, from.plus(i * 72L, ChronoUnit.MINUTES), i % 30, dice.nextInt(300), euros));
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void manyWait() throws InterruptedException {
        asking().multiPart("file", "orders.csv", orders(), "text/csv")
                .post("/api/v1/imports?feed=orders")
                .then()
                .statusCode(202);
        long until = System.nanoTime() + 240_000_000_000L;
        while (open() < MANY) {
            assertThat(System.nanoTime()).as("time to wait for many cases").isLessThan(until);
            Thread.sleep(500);
        }
    }

    private static int open() {
        Integer open = asking().get("/api/v1/queues").path("items.find { it.key == 'orders' }.open");
        return open == null ? 0 : open;
    }

    private static void person(String username, String name, String role) {
        asking().contentType("application/json")
                .body("{\"username\":\"%s\",\"displayName\":\"%s\",\"roles\":[\"%s\"],\"password\":\"%s\"}"
                        .formatted(username, name, role, PASSWORD))
                .post("/api/v1/people")
                .then()
                .statusCode(201);
    }

    private void signIn(String username) {
        page.navigate("/login");
        page.fill("input[name=username]", username);
        page.fill("input[name=password]", PASSWORD);
        page.keyboard().press("Enter");
        page.waitForSelector(".shell");
        settle(page);
    }

    private void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
        settle(page);
    }

    @Test
    void aLeadFindsACaseInThreeKeysAndActsOnHundredsAtOnceWithAWayBack() throws InterruptedException {
        manyWait();
        person("lin-of-the-lists", "Lin", "investigator");
        person("greta-of-the-lists", "Greta", "lead");
        signIn("greta-of-the-lists");

        // three keys: to the field, the number, open
        page.keyboard().press("/");
        page.keyboard().press("7");
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile(".*/case/.*"));
        assertThat(page.locator("h1")).containsText("7");

        // by the beginning of an id, chosen with the arrows
        press("/");
        page.keyboard().type("list-s1");
        assertThat(page.locator(".search-line").first()).isVisible();
        press("ArrowDown", "ArrowUp");
        assertThat(page.locator(".search-line[aria-selected=true]")).hasCount(1);
        assertAccessible();
        press("Escape");
        assertThat(page.locator(".search-panel")).isHidden();

        open("/search?q=list-s2");
        assertThat(page.locator("assize-search[form=page] .search-line").first())
                .isVisible();
        assertAccessible();

        // the address is the filter, and a filter without a result says so
        open("/queues/orders?value=1000&due=late");
        assertThat(page.locator(".filter-bar")).isVisible();
        assertAccessible();
        open("/queues/orders?market=XX");
        assertThat(page.locator("div.empty-state")).isVisible();
        assertAccessible();

        open("/queues/orders");
        int before = open();
        press("b");
        assertThat(page.locator(".bulk-will p.strong")).containsText("alone");
        assertAccessible();
        press("Control+Enter");
        assertThat(page.locator(".form .field-fault:visible")).isVisible();
        page.keyboard().type("one scheme, one pair of eyes");
        press("Control+Enter");
        Locator bar = page.locator(".undo-bar");
        assertThat(bar).isVisible(AFTER_WORK);
        assertThat(bar).containsText(Pattern.compile("\\d{3}|1,\\d{3}"));
        assertThat(page.locator("assize-countdown")).hasText(Pattern.compile("[12]?\\d s"));
        assertAccessible();
        assertThat(asking().get("/api/v1/queues/orders/cases?limit=500")
                        .<Integer>path("items.findAll { it.assignedTo == 'Lin' }.size()"))
                .isGreaterThanOrEqualTo(MANY);
        press("z");
        assertThat(bar).containsText("as they were");
        assertThat(asking().get("/api/v1/queues/orders/cases?limit=500")
                        .<Integer>path("items.findAll { it.assignedTo == 'Lin' }.size()"))
                .isZero();
        assertThat(open()).isEqualTo(before);

        // letters are the person's own
        open("/keys");
        assertAccessible();
        page.locator(".key-field input").first().focus();
        page.keyboard().type("q");
        settle(page);
        open("/queues/orders");
        press("n");
        assertThat(page).hasURL(Pattern.compile(".*/queues/orders"));
        press("q");
        page.waitForURL(Pattern.compile(".*/case/.*"));
    }
}
