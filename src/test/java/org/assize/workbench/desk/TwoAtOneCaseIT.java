package org.assize.workbench.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.util.regex.Pattern;
import org.assize.BrowserTest;
import org.assize.JourneyProfile;
import org.assize.ManyCases;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two people at two browsers: what one does, the other sees, and nobody loses what they had typed. */
@QuarkusIntegrationTest
@TestProfile(JourneyProfile.class)
class TwoAtOneCaseIT extends BrowserTest {

    @BeforeEach
    void somethingWaits() throws InterruptedException {
        ManyCases.bring();
    }

    private static String takeNext(Page at) {
        press(at, "2");
        return caseOnTheDesk(at);
    }

    @Test
    void whoComesSecondSeesWhoIsThereAndWhatBecomesOfIt() {
        Page ada = page;
        signIn(ada, person("Ada", "investigator"), PASSWORD);
        try (BrowserContext second = newSession(ColorScheme.DARK)) {
            Page lin = newPage(second);
            signIn(lin, person("Lin", "investigator"), PASSWORD);
            lin.navigate("/queues/orders");
            settle(lin);
            assertThat(lin.locator(".list-news")).isHidden();

            String id = takeNext(ada);
            // the list says so without being asked, and its rows stay where they are
            assertThat(lin.locator(".list-news")).containsText("1 gone");
            assertThat(lin.getByText("Ada", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            press(lin, ".");
            assertThat(lin.locator(".list-news")).isHidden();
            assertThat(lin.getByText("Ada", new Page.GetByTextOptions().setExact(true)))
                    .isHidden();

            lin.navigate("/case/" + id);
            settle(lin);
            assertThat(lin.locator(".also-viewing")).containsText("Ada");
            assertThat(lin.locator(".stand-body")).containsText("Held by Ada");
            assertThat(lin.locator(".verdict-fields")).hasCount(0);
            press(lin, "f", "Control+Enter");
            assertThat(lin.locator(".stand-body")).containsText("Held by Ada");
            Locator also = ada.locator(".also-viewing");
            assertThat(also).containsText("Lin");
            assertThat(ada.locator(":focus")).hasAttribute("data-key", "f");
            assertAccessible();

            // a note of the second appears at the first, whose half-written verdict is left alone
            press(ada, "l", "r");
            ada.keyboard().type("half a thought");
            press(lin, "m");
            assertThat(lin.locator(".act-dialog textarea")).isFocused();
            lin.keyboard().type("Seen this one before.");
            press(lin, "Control+Enter");
            assertThat(ada.locator(".desk-tabs vaadin-tab", new Page.LocatorOptions().setHasText("Notes")))
                    .containsText("1");
            assertThat(ada.locator(".verdict textarea")).isFocused();
            assertThat(ada.locator(".verdict textarea")).hasValue("half a thought");

            press(ada, "Escape", "l", "c", "u", "Control+Enter");
            assertThat(ada).not().hasURL(Pattern.compile(".*" + id));
            assertThat(lin.locator(".stand-body")).containsText("Legitimate");
            assertThat(lin.locator(".also-viewing")).not().containsText("Ada");
        }
    }

    @Test
    void whoIsNamedHearsOfItAndFindsTheWords() {
        Page ada = page;
        signIn(ada, person("Ada", "investigator"), PASSWORD);
        String username = person("Lin", "investigator");
        try (BrowserContext second = newSession(ColorScheme.LIGHT)) {
            Page lin = newPage(second);
            signIn(lin, username, PASSWORD);
            assertThat(lin.locator(".bell-count")).isHidden();
            takeNext(ada);
            press(ada, "m");
            assertThat(ada.locator(".act-dialog textarea")).isFocused();
            ada.keyboard().type("Do you know them, @" + username.substring(0, username.length() - 2));
            assertThat(ada.locator("assize-mentions [role=option]")).hasCount(1);
            assertAccessible();
            ada.keyboard().press("Enter");
            assertThat(ada.locator(".act-dialog textarea")).hasValue("Do you know them, @" + username + " ");
            press(ada, "Control+Enter");
            assertThat(ada.locator(".notes .mention")).hasText("@" + username);

            assertThat(lin.locator(".bell-count")).hasText("1");
            press(lin, "Shift+N");
            assertThat(lin.getByText("Ada named you")).isVisible();
            press(lin, "j", "Enter");
            assertThat(lin).hasURL(DESK);
            assertThat(lin.locator(".notes .mention")).hasText("@" + username);
            assertThat(lin.locator(".bell-count")).isHidden();
        }
    }

    @Test
    void whatWasTypedComesBackAfterAPageDiesAndAfterALostLease() {
        String username = person("Ada", "investigator");
        signIn(page, username, PASSWORD);
        String id = takeNext(page);
        press(page, "l", "r");
        typeAndBeHeard(page, "typed before the power went");
        page.close();

        page = newPage(newSession(ColorScheme.LIGHT));
        signIn(page, username, PASSWORD);
        page.navigate("/case/" + id);
        settle(page);
        assertThat(page.locator(".verdict textarea")).hasValue("typed before the power went");
        assertThat(page.locator(".choice-decision [data-key=l]")).hasAttribute("aria-pressed", "true");

        // somebody else takes the claim away in the middle of a word
        press(page, "r");
        page.keyboard().press("End");
        page.keyboard().type(", and more");
        int version = asking().get("/api/v1/cases/" + id).path("case.claimVersion");
        asking().delete("/api/v1/cases/" + id + "/claim?claimVersion=" + version)
                .then()
                .statusCode(204);
        assertThat(page.locator(".desk-band")).containsText("kept as your draft");
        assertAccessible();
        // the sentence may be finished, and the letters of it are no keys
        typeAndBeHeard(page, ", when it rains");
        press(page, "Escape", "w");
        assertThat(page.locator(".verdict-fields")).isVisible();
        assertThat(page.locator(".verdict textarea")).hasValue("typed before the power went, and more, when it rains");
    }

    @Test
    void evidenceIsAttachedSeenBlurredAndSavedSafely() {
        signIn(page, person("Ada", "investigator"), PASSWORD);
        takeNext(page);
        press(page, "d");
        Locator choose = page.locator(".evidence-upload input[type=file]");
        byte[] picture = page.screenshot();
        choose.setInputFiles(new FilePayload("../shop\u202Egnp.exe", "image/png", picture));
        assertThat(page.locator(".evidence-list li")).hasCount(1);
        assertThat(page.locator(".evidence-list")).containsText("shopgnp.exe.png");
        assertThat(page.locator(".evidence-frame")).hasClass(Pattern.compile(".*blurred.*"));
        assertAccessible();

        choose.setInputFiles(new FilePayload("holiday.png", "image/png", new byte[] {'M', 'Z', (byte) 0x90, 0}));
        assertThat(page.locator(".evidence [role=alert]")).containsText("whatever its name says");
        choose.setInputFiles(new FilePayload("again.png", "image/png", picture));
        assertThat(page.locator(".evidence [role=alert]")).containsText("here already");
        assertThat(page.locator(".evidence-list li")).hasCount(1);

        press(page, "Shift+D");
        assertThat(page.locator(".evidence-frame")).hasClass(Pattern.compile(".*shown.*"));
        assertThat(page.locator(".evidence-frame img")).hasJSProperty("naturalWidth", 1280);
        assertAccessible();
        Object headers = page.evaluate("""
                async () => {
                  const answer = await fetch(document.querySelector('.evidence-save').href);
                  return ['content-disposition', 'content-security-policy', 'x-content-type-options', 'content-type']
                    .map((name) => answer.headers.get(name)).join('|');
                }""");
        assertThat((String) headers)
                .startsWith("attachment; filename=\"shopgnp.exe.png\"")
                .contains("|default-src 'none'; sandbox|nosniff|image/png");
        page.getByText("Grey").click();
        settle(page);
        page.reload();
        settle(page);
        assertThat(page.locator("html")).hasAttribute("data-pictures", "grey");
    }
}
