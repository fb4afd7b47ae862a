package org.assize.workbench;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.assize.BrowserTest;
import org.junit.jupiter.api.Test;

/** A lead meets one shop of a crew in the demo, finds the others by what they share, and judges all of them by keys alone. */
@QuarkusIntegrationTest
@TestProfile(LoopJourneyIT.Demo.class)
class RingJourneyIT extends BrowserTest {

    private static final int RING = 8;

    /** Id of an open case whose seller hangs together with at least seven others. */
    private static String oneOfARing() {
        Map<String, String> sellers = asking().get("/api/v1/cases?open=true&limit=500")
                .path("items.findAll { it.subject.kind == 'seller' && it.state == 'WAITING' }"
                        + ".collectEntries { [it.id, it.subject.id] }");
        for (Map.Entry<String, String> each : sellers.entrySet()) {
            List<?> accounts = asking().queryParam("kind", "seller")
                    .queryParam("id", each.getValue())
                    .get("/api/v1/insight/links")
                    .path("accounts");
            if (accounts.size() >= RING) {
                return each.getKey();
            }
        }
        throw new AssertionError("no open case of the demo leads to " + RING + " linked sellers");
    }

    @Test
    void aLeadJudgesARingFoundFromOneOfItByKeysAlone() {
        String lead = oneOfARing();
        signIn(page, "greta", LoopJourneyIT.DEMO_PASSWORD);
        open("/case/" + lead);
        press("g");
        Locator rows = page.locator(".links-panel tbody tr");
        assertThat(rows.nth(RING - 1)).isVisible();
        assertThat(page.locator("assize-links canvas").first()).isVisible();
        assertAccessible();
        inTheDark(lead);
        int all = rows.count();
        // the last one stays out
        tabTo(page.locator(".links-panel tbody vaadin-checkbox").last());
        press("Space");
        press("b");
        page.keyboard().type("One account and device after the other, and nothing of it arrives.");
        assertAccessible();
        // what is pressed while the dialog is on its way out waits for the page behind it
        press("Control+Enter", "w");
        Locator members = page.locator(".ring-panel tbody tr");
        assertThat(members).hasCount(all - 1);
        Locator exceptions = page.locator(".ring-panel select");
        assertThat(exceptions).hasCount(all - 2);
        assertAccessible();
        tabTo(exceptions.first());
        press("ArrowDown", "Escape");
        press("f", "1", "c", "u", "r");
        page.keyboard().type("A crew: new shops in a row, each paid or run by the one before.");
        press("Control+Enter");
        assertThat(page.getByText("closed: Fraud").first()).isVisible();

        List<String> decisions =
                asking().get("/api/v1/cases/" + lead + "/rings").path("items.decision");
        assertThat(decisions).hasSize(all - 1).startsWith("FRAUD", "LEGITIMATE");
        assertThat(decisions.stream().filter("FRAUD"::equals)).hasSize(all - 2);
    }

    private void inTheDark(String caseId) {
        var before = page;
        try (var theirs = newSession(ColorScheme.DARK)) {
            page = newPage(theirs);
            signIn(page, "ada", LoopJourneyIT.DEMO_PASSWORD);
            open("/case/" + caseId);
            press("g");
            assertThat(page.locator("assize-links canvas").first()).isVisible();
            assertAccessible();
        } finally {
            page = before;
        }
    }
}
