package org.assize.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.Cookie;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.util.List;
import org.assize.BrowserTest;
import org.junit.jupiter.api.Test;

@QuarkusIntegrationTest
class SignInPageIT extends BrowserTest {

    @Test
    void whoIsNotSignedInIsAskedWhoTheyAreWithTheCursorInTheFirstField() {
        open("/");
        page.waitForURL("**/login");
        settle(page);
        assertThat(page.evaluate("() => document.activeElement.name")).isEqualTo("username");
        assertAccessible();
    }

    @Test
    void aWrongPasswordIsRefusedInWordsThatDoNotTellWhichOfTheTwoWasWrong() {
        open("/login");
        page.fill("input[name=username]", "nobody");
        page.fill("input[name=password]", "nothing");
        page.click("button[type=submit]");
        assertThat(page.getByText("Name and password do not match").textContent())
                .contains("locked");
    }

    @Test
    void darkIsDrawnFromTheFirstPaintAndReadsWell() {
        page.context()
                .addCookies(List.of(new Cookie("assize-look", "theme:dark.language:zh-CN")
                        .setDomain("localhost")
                        .setPath("/")));
        open("/login");
        assertThat(page.evaluate("() => document.documentElement.dataset.theme"))
                .isEqualTo("dark");
        assertThat(page.evaluate("() => document.documentElement.lang")).isEqualTo("zh-CN");
        assertThat(page.textContent("h1")).isEqualTo("登录");
        assertThat(page.content()).doesNotContain("⟦");
        assertAccessible();
    }

    @Test
    void noScriptCanReadTheIdOfTheSession() {
        open("/login");
        assertThat(page.context().cookies())
                .filteredOn(cookie -> cookie.name.equals("JSESSIONID"))
                .isNotEmpty()
                .allMatch(cookie -> cookie.httpOnly);
    }
}
