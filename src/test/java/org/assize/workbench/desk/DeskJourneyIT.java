package org.assize.workbench.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
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
}
