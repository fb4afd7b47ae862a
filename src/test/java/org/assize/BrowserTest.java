package org.assize;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
                .setColorScheme(scheme));
    }

    protected Page newPage(BrowserContext inSession) {
        Page fresh = inSession.newPage();
        fresh.setDefaultTimeout(15_000);
        fresh.onPageError(thrown::add);
        return fresh;
    }

    /** Goes to a path such as {@code /queues} and waits until Vaadin has drawn it. */
    protected void open(String path) {
        page.navigate(path);
        settle(page);
    }

    /** Waits until the server has answered everything the page asked. */
    protected static void settle(Page page) {
        page.waitForFunction("""
                () => window.Vaadin?.Flow?.clients !== undefined
                    && Object.values(window.Vaadin.Flow.clients).every(c => !c.isActive || !c.isActive())""");
    }

    protected void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** WCAG 2.2 AA as far as a machine can see it. */
    protected void assertAccessible() {
        var violations = new AxeBuilder(page)
                        .withTags(WCAG)
                        // Vaadin hangs its (empty) "connection lost" notice beside the page.
                        .exclude("vaadin-connection-indicator")
                        .analyze()
                        .getViolations()
                        .stream()
                        .map(rule -> rule.getId() + ": " + rule.getHelp() + " "
                                + rule.getNodes().stream()
                                        .map(node -> String.valueOf(node.getHtml()))
                                        .toList())
                        .toList();
        assertThat(violations).as("axe at " + page.url()).isEmpty();
    }
}
