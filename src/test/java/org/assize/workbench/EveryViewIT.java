package org.assize.workbench;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.assize.BrowserTest;
import org.assize.JourneyProfile;
import org.assize.ManyCases;
import org.junit.jupiter.api.Test;

/** Every page of the rail, by somebody who may use it: what can be done there has a key, and axe has nothing to say. */
@QuarkusIntegrationTest
@TestProfile(JourneyProfile.class)
class EveryViewIT extends BrowserTest {

    /** Those who see the most first, so that few pages are left for the others. */
    private static final List<String> ROLES = List.of("lead", "administrator", "scientist", "auditor", "investigator");

    @Test
    void everyPageOfTheRailIsForTheKeyboardAndForEverybody() throws InterruptedException {
        ManyCases.bring();
        Set<String> seen = new LinkedHashSet<>();
        Set<String> keyless = new LinkedHashSet<>();
        for (String role : ROLES) {
            var before = page;
            try (BrowserContext theirs = newSession(ColorScheme.LIGHT)) {
                page = newPage(theirs);
                signIn(person("Somebody", role));
                for (Object path : pages()) {
                    if (seen.add(path.toString())) {
                        open(path.toString());
                        assertThat(page.locator("h1").first()).isVisible();
                        settle(page);
                        assertAccessible();
                        buttonsWithoutAKey().forEach(button -> keyless.add(path + ": " + button));
                    }
                }
            } finally {
                page = before;
            }
        }
        assertThat(seen).hasSizeGreaterThan(10);
        assertThat(keyless).as("buttons without a key").isEmpty();
    }

    @Test
    void whatIsFinalIsAskedForAndEnterAndEscChangeNothing() {
        asking().contentType("application/json")
                .body("{\"name\":\"a token of the past\",\"scopes\":[\"cases:read\"]}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201);
        signIn(person("Noor", "administrator"));
        open("/tokens");
        var revoke = page.locator("vaadin-button[aria-label*='a token of the past']");
        var question = page.locator("vaadin-dialog[role=alertdialog] .confirm-words");
        // to the row, to its last cell, into it
        press("j", "End", "Enter");
        assertThat(revoke).isFocused();
        for (String way : List.of("Enter", "Escape")) {
            press("Enter");
            assertThat(question).isVisible();
            assertThat(page.locator("vaadin-button:focus")).containsText("Esc");
            assertAccessible();
            press(way);
            assertThat(question).hasCount(0);
            assertThat(revoke).isFocused();
        }
        press("Enter");
        assertThat(question).isVisible();
        screenshot("question");
        press("Control+Enter");
        assertThat(revoke).hasCount(0);
    }

    private List<?> pages() {
        return (List<?>) page.evaluate("""
                () => [...document.querySelectorAll('a.rail-link[href]')].map((link) => new URL(link.href).pathname)""");
    }

    /** Of what acts on the page as a whole; rows and fields are reached with j and Tab. */
    private List<String> buttonsWithoutAKey() {
        return ((List<?>) page.evaluate("""
                        () => [...document.querySelectorAll('.page-head vaadin-button, .page-head button, .form-actions vaadin-button')]
                          .filter((button) => button.checkVisibility({ visibilityProperty: true }) && !button.closest('vaadin-grid'))
                          .filter((button) => !button.dataset.key || !button.querySelector('kbd'))
                          .map((button) => button.textContent.trim() || button.getAttribute('aria-label'))""")).stream().map(String::valueOf).toList();
    }
}
