package org.assize.workbench.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.assize.BrowserTest;
import org.assize.JourneyProfile;
import org.assize.ManyCases;
import org.junit.jupiter.api.Test;

/** An investigator works two cases without touching the mouse. */
@QuarkusIntegrationTest
@TestProfile(JourneyProfile.class)
class DeskJourneyIT extends BrowserTest {

    @Test
    void anInvestigatorTakesACaseDecidesItAndGetsTheNextByKeysAlone() throws InterruptedException {
        ManyCases.bring();
        signIn(person("Ada", "investigator"));
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
        typeAndBeHeard(page, "half a thought");
        page.navigate("/my-work");
        settle(page);
        assertAccessible();
        page.navigate("/case/" + second);
        settle(page);
        assertThat(page.locator(".choice-decision [data-key=l]")).hasAttribute("aria-pressed", "true");
        assertThat(page.locator(".verdict textarea")).hasValue("half a thought");
    }

    /** What the page says to the server, which does not get it before it is let through. */
    private final class SlowLine implements AutoCloseable {
        private static final Pattern SAID = Pattern.compile(".*v-r=uidl.*");
        private final Deque<Route> held = new ArrayDeque<>();

        SlowLine() {
            page.route(SAID, held::add);
        }

        /** Presses this, and comes back when the page has said so. */
        void press(String key) {
            page.keyboard().press(key);
            said();
        }

        /** Lets what was said first arrive and be answered, upon which the page says what was chosen meanwhile. */
        void answer() {
            held.remove().resume();
            said();
        }

        private void said() {
            page.waitForCondition(() -> !held.isEmpty());
        }

        @Override
        public void close() {
            page.unroute(SAID);
            held.forEach(Route::resume);
            settle(page);
        }
    }

    private Locator pressed(String group, String key) {
        return page.locator(".choice-%s [data-key='%s'][aria-pressed=true]".formatted(group, key));
    }

    /** Over a slow line: the answer to what was chosen first changes nothing of what was chosen since. */
    @Test
    void choicesAndTicksThatAreFasterThanTheirAnswersStay() throws InterruptedException {
        ManyCases.bring();
        signIn(person("Ada", "investigator"));
        press("2");
        String id = caseOnTheDesk();
        try (SlowLine line = new SlowLine()) {
            line.press("l");
            page.keyboard().press("f");
            line.answer();
            assertThat(pressed("decision", "f")).isVisible();
            page.keyboard().press("2");
            assertThat(pressed("typology", "2")).isVisible();
        }
        Locator boxes = page.locator(".action-boxes input");
        page.keyboard().press("a");
        try (SlowLine line = new SlowLine()) {
            line.press("Space");
            for (String key : List.of("Tab", "Space", "Tab")) {
                page.keyboard().press(key);
            }
            line.answer();
            assertThat(boxes.nth(1)).isChecked();
            page.keyboard().press("Space");
        }
        assertChosen(boxes);
        page.navigate("/my-work");
        settle(page);
        page.navigate("/case/" + id);
        settle(page);
        assertChosen(boxes);
    }

    private void assertChosen(Locator boxes) {
        assertThat(pressed("decision", "f")).isVisible();
        assertThat(pressed("typology", "2")).isVisible();
        for (int box = 0; box < 3; box++) {
            assertThat(boxes.nth(box)).isChecked();
        }
    }
}
