package org.assize.workbench;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.assize.BootstrapProfile;
import org.assize.BrowserTest;
import org.junit.jupiter.api.Test;

/**
 * The whole loop, by the people of the demo at their browsers: a case is decided by keys alone, the lead reads it in the
 * trail, the scientist takes the label and retrains, a second person promotes, and new flags carry the new version.
 */
@QuarkusIntegrationTest
@TestProfile(LoopJourneyIT.Demo.class)
class LoopJourneyIT extends BrowserTest {

    public static final class Demo implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "assize.demo",
                    "true",
                    "assize.first-administrator",
                    "false",
                    "assize.label.maturity",
                    "P21D",
                    "assize.bootstrap.token",
                    BootstrapProfile.TOKEN);
        }
    }

    static final String DEMO_PASSWORD = "assize-demo-only";

    private static final LocatorAssertions.IsVisibleOptions AFTER_LONG_WORK =
            new LocatorAssertions.IsVisibleOptions().setTimeout(600_000);

    private void arrive(String name) {
        open("/login");
        assertAccessible();
        signIn(page, name, DEMO_PASSWORD);
        assertAccessible();
    }

    private void look(String path) {
        open(path);
        page.waitForSelector("h1");
        assertAccessible();
    }

    @Test
    void aVerdictTeachesTheModelThatFlagsNext() throws IOException, InterruptedException {
        String decided = ada();
        String order = asking().get("/api/v1/cases/" + decided).path("case.subject.id");
        readInTheTrail();
        String version = at("sofia", () -> learn(order));
        at("greta", () -> {
            approve(version);
            return version;
        });
        assertThat(labelledByPeople(version))
                .as("rows that verdicts labelled, Ada's among them")
                .isGreaterThan(labelledByPeople("order-2"));
        newFlagsCarry(version);
    }

    private String ada() {
        arrive("ada");
        look("/queues");
        look("/queues/sellers");
        look("/my-work");
        open("/");
        press("2");
        String first = caseOnTheDesk();
        assertAccessible();
        press("f", "3", "c", "u", "r");
        page.keyboard().type("Card of somebody else: new device, new address, and four times the usual amount.");
        press("Control+Enter");
        assertThat(page).not().hasURL(Pattern.compile(".*" + first));
        assertThat(caseOnTheDesk()).isNotEqualTo(first);
        return first;
    }

    private void readInTheTrail() throws IOException {
        at("greta", () -> {
            look("/trail?kind=verdict.reached");
            assertThat(page.getByText("Ada Nowak").first()).isVisible();
            assertThat(page.getByText("Verdict reached").first()).isVisible();
            look("/policies");
            return "";
        });
    }

    private String learn(String order) throws IOException {
        look("/labels");
        var file =
                page.waitForDownload(() -> page.locator("[data-key=d]").first().click());
        assertThat(Files.readString(file.path())).contains("order," + order + ",fraud,stolen_payment,");
        look("/features");
        look("/models");
        press("t");
        press("Control+Enter");
        assertThat(page.getByText(Pattern.compile("is trained. Open it")).first())
                .isVisible(AFTER_LONG_WORK);
        String version = asking().get("/api/v1/models").path("items[0].version");
        look("/models/" + version);
        press("p");
        page.locator("vaadin-dialog textarea, vaadin-dialog-overlay textarea")
                .first()
                .fill("It has learnt Ada's verdict.");
        press("Control+Enter");
        assertThat(page.getByText("It waits for somebody else to approve.").first())
                .isVisible();
        return version;
    }

    private void approve(String version) {
        look("/models");
        press("a");
        assertThat(page.getByText("Let " + version + " flag from now on?").first())
                .isVisible();
        assertThat(page.locator(":focus")).hasText("CancelEsc");
        assertAccessible();
        press("Control+Enter");
        assertThat(page.getByText(version + " flags from now on.").first()).isVisible();
    }

    private static int labelledByPeople(String version) {
        return asking().get("/api/v1/models/" + version).path("trainedOn.byPeople");
    }

    /** A node looks every two seconds which model flags; then what comes in is scored by it, and what is unusual flagged. */
    private static void newFlagsCarry(String version) throws InterruptedException {
        Thread.sleep(2_500);
        for (int i = 0; i < 60; i++) {
            Map<String, Object> order = Map.of(
                    "order_id",
                    "journey-" + i,
                    "placed_at",
                    Instant.now().toString(),
                    "seller_id",
                    "journey-seller",
                    "buyer_id",
                    "journey-buyer-" + i,
                    "amount",
                    (300 + 40 * i) + ".00",
                    "currency",
                    "EUR",
                    "device_id",
                    "journey-device",
                    "payment_id",
                    "journey-card-" + i,
                    "ship_to_country",
                    "DE",
                    "ship_to_postcode",
                    "journey");
            var answer = asking().contentType("application/json")
                    .body(order)
                    .post("/api/v1/orders")
                    .then()
                    .statusCode(200)
                    .extract();
            assertThat(answer.<String>path("modelVersion")).isEqualTo(version);
            if (answer.<Boolean>path("flagged")) {
                assertThat(asking().get("/api/v1/cases/" + answer.path("caseId"))
                                .<String>path("case.modelVersion"))
                        .isEqualTo(version);
                return;
            }
        }
        throw new AssertionError("sixty cards on one device within seconds, and nothing flagged");
    }

    private interface Sitting {
        String of() throws IOException;
    }

    /** Somebody else at a browser of their own. */
    private String at(String name, Sitting sitting) throws IOException {
        var before = page;
        try (BrowserContext theirs = newSession(ColorScheme.DARK)) {
            page = newPage(theirs);
            arrive(name);
            return sitting.of();
        } finally {
            page = before;
        }
    }
}
