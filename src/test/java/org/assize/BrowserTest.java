package org.assize;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;

/**
 * A person at a browser in front of the packaged application. A subclass adds {@code @QuarkusIntegrationTest} and is
 * named {@code *IT}. Each test has its own browser session; what a page throws fails the test; the last sight of every
 * test is kept in {@code target/screenshots}.
 */
@Tag("packaged")
public abstract class BrowserTest {
    /** Where a case is worked. */
    protected static final Pattern DESK = Pattern.compile(".*/case/.*");

    private static final int MOST_TABS = 200;

    /** Of everybody whom {@link #person} makes. */
    protected static final String PASSWORD = "seven quiet lamps";

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final List<String> WCAG =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private static Playwright playwright;
    private static Browser browser;

    @TestHTTPResource("/")
    URI address;

    private final List<String> thrown = new ArrayList<>();
    private BrowserContext session;

    /** What the person sees. */
    protected Page page;

    @BeforeAll
    static void startBrowser() {
        playwright = Chromium.playwright();
        browser = playwright.chromium().launch(Chromium.options());
    }

    @AfterAll
    static void stopBrowser() {
        playwright.close();
    }

    @BeforeEach
    void sitDown() {
        session = newSession(ColorScheme.LIGHT);
        page = newPage(session);
    }

    @AfterEach
    void leave(TestInfo test) {
        screenshot(getClass().getSimpleName() + "-"
                + test.getTestMethod().orElseThrow().getName());
        session.close();
        assertThat(thrown).as("what the page threw").isEmpty();
    }

    /** Another person at another browser; close it when done. */
    protected BrowserContext newSession(ColorScheme scheme) {
        return browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(address.toString())
                .setViewportSize(1280, 800)
                .setLocale("en-GB")
                .setTimezoneId("UTC")
                .setReducedMotion(ReducedMotion.REDUCE)
                .setColorScheme(scheme));
    }

    protected Page newPage(BrowserContext inSession) {
        Page fresh = inSession.newPage();
        fresh.setDefaultTimeout(15_000);
        fresh.onPageError(thrown::add);
        return fresh;
    }

    /** A program that may do everything. */
    protected static RequestSpecification asking() {
        return given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN);
    }

    /** Somebody new; answers their username. */
    protected static String person(String name, String role) {
        String username = name.toLowerCase(Locale.ROOT) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        asking().contentType("application/json")
                .body("{\"username\":\"%s\",\"displayName\":\"%s\",\"roles\":[\"%s\"],\"password\":\"%s\"}"
                        .formatted(username, name, role, PASSWORD))
                .post("/api/v1/people")
                .then()
                .statusCode(201);
        return username;
    }

    protected void signIn(String username) {
        signIn(page, username, PASSWORD);
    }

    protected static void signIn(Page at, String username, String password) {
        at.navigate("/login");
        settle(at);
        name(at, username, password);
        at.waitForSelector(".shell");
        settle(at);
    }

    /** Fills the form of the sign-in page by keys, and sends it. */
    protected static void name(Page at, String username, String password) {
        assertThat(at.locator("input[name=username]")).isFocused();
        at.keyboard().type(username);
        at.keyboard().press("Tab");
        at.keyboard().type(password);
        at.keyboard().press("Enter");
    }

    protected void press(String... keys) {
        press(page, keys);
    }

    /** One key after the other, as fast as they come, and then a look at what became of it. */
    protected static void press(Page at, String... keys) {
        for (String key : keys) {
            at.keyboard().press(key);
        }
        settle(at);
    }

    protected String caseOnTheDesk() {
        return caseOnTheDesk(page);
    }

    /** Id of the case that is being worked, once its verdict can be given. */
    protected static String caseOnTheDesk(Page at) {
        assertThat(at).hasURL(DESK);
        assertThat(at.locator(".verdict-fields")).isVisible();
        settle(at);
        return at.url().substring(at.url().lastIndexOf('/') + 1);
    }

    /** Types, and waits until the server has heard the last letter and has answered. */
    protected static void typeAndBeHeard(Page at, String words) {
        at.waitForResponse(
                answer -> {
                    String sent = answer.request().postData();
                    return sent != null && sent.contains(words);
                },
                () -> at.keyboard().type(words));
        settle(at);
    }

    /** As people without a mouse come to what has no key of its own. */
    protected static void tabTo(Locator target) {
        for (int i = 0; i < MOST_TABS; i++) {
            if ((Boolean) target.evaluate("element => element.contains(document.activeElement)")) {
                return;
            }
            target.page().keyboard().press("Tab");
        }
        throw new AssertionError("nobody comes to " + target + " with " + MOST_TABS + " tabs");
    }

    /** Goes to a path such as {@code /queues} and waits until Vaadin has drawn it. */
    protected void open(String path) {
        page.navigate(path);
        settle(page);
    }

    /** Waits until the server has answered everything the page asked, and the page has come to where that led. */
    protected static void settle(Page page) {
        page.waitForFunction("""
                () => window.Vaadin?.Flow?.clients !== undefined && !window.Vaadin.Flow.navigation
                    && Object.values(window.Vaadin.Flow.clients).every(c => !c.isActive || !c.isActive())""");
    }

    protected void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** WCAG 2.2 AA as far as a machine can see it, by day and by night. */
    protected void assertAccessible() {
        boolean dark = (Boolean) page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches");
        accessible();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(dark ? ColorScheme.LIGHT : ColorScheme.DARK));
        accessible();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
    }

    private void accessible() {
        page.evaluate("""
                async () => {
                  const moves = () => document.getAnimations()
                    .some((motion) => motion.effect?.getComputedTiming().endTime !== Infinity);
                  for (let still = 0; still < 3; still = moves() ? 0 : still + 1) {
                    await new Promise((drawn) => requestAnimationFrame(drawn));
                  }
                }""");
        var violations = new AxeBuilder(page)
                .withTags(WCAG).analyze().getViolations().stream()
                        .map(rule -> rule.getId() + ": " + rule.getHelp() + " "
                                + rule.getNodes().stream()
                                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                                        .toList())
                        .toList();
        assertThat(violations).as("axe at " + page.url()).isEmpty();
    }
}
