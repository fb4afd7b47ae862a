package org.assize.workbench;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.assize.BrowserTest;
import org.assize.JourneyProfile;
import org.assize.ManyCases;
import org.junit.jupiter.api.Test;

/** A lead finds a case, narrows a list and acts on all of it, without touching the mouse. */
@QuarkusIntegrationTest
@TestProfile(JourneyProfile.class)
class ListsJourneyIT extends BrowserTest {

    private static final int MANY = 500;
    private static final LocatorAssertions.IsVisibleOptions AFTER_WORK =
            new LocatorAssertions.IsVisibleOptions().setTimeout(60_000);

    private static String will(int cases) {
        return String.format(Locale.ENGLISH, "%,d cases wait for", cases);
    }

    @Test
    void aLeadFindsACaseInThreeKeysAndActsOnHundredsAtOnceWithAWayBack() throws InterruptedException {
        ManyCases.bring();
        person("Lin", "investigator");
        signIn(person("Greta", "lead"));

        // three keys: to the field, the number, open
        page.keyboard().press("/");
        page.keyboard().press("7");
        page.keyboard().press("Enter");
        page.waitForURL(Pattern.compile(".*/case/.*"));
        assertThat(page.locator("h1")).containsText("7");

        // and with an id that somebody has sent
        String pasted = asking().get("/api/v1/queues/orders/cases?limit=1").path("items[0].subject.id");
        settle(page);
        page.keyboard().press("/");
        assertThat(page.locator(".search-input").first()).isFocused();
        page.keyboard().insertText(pasted);
        page.keyboard().press("Enter");
        assertThat(page.locator(".desk-head")).containsText(pasted);

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
        int before = ManyCases.open();
        press("b");
        Locator will = page.locator(".bulk-will p.strong");
        assertThat(will).containsText("alone");
        int previewed = Integer.parseInt(will.textContent().replace(",", "").replaceAll(" .*", ""));
        assertThat(previewed).isGreaterThanOrEqualTo(MANY);
        assertAccessible();
        press("Control+Enter");
        assertThat(page.locator(".form .field-fault:visible")).isVisible();
        page.keyboard().type("one scheme, one pair of eyes");
        press("Control+Enter");
        Locator bar = page.locator(".undo-bar");
        assertThat(bar).isVisible(AFTER_WORK);
        assertThat(bar).containsText(will(previewed));
        assertThat(page.locator("assize-countdown")).hasText(Pattern.compile("[12]?\\d s"));
        assertAccessible();
        assertThat(asking().get("/api/v1/queues/orders/cases?limit=500")
                        .<Integer>path("items.findAll { it.assignedTo == 'Lin' }.size()"))
                .isGreaterThanOrEqualTo(MANY);
        var act = asking().get("/api/v1/audit/events?kind=bulk.acted");
        assertThat(act.<List<Integer>>path("items.payload.cases")).containsExactly(previewed);
        press("z");
        assertThat(bar).containsText("as they were");
        assertThat(asking().get("/api/v1/queues/orders/cases?limit=500")
                        .<Integer>path("items.findAll { it.assignedTo == 'Lin' }.size()"))
                .isZero();
        assertThat(ManyCases.open()).isEqualTo(before);

        // letters are the person's own
        open("/keys");
        assertAccessible();
        tabTo(page.locator(".key-field").first());
        page.keyboard().type("q");
        settle(page);
        open("/queues/orders");
        press("n");
        assertThat(page).hasURL(Pattern.compile(".*/queues/orders"));
        press("q");
        page.waitForURL(Pattern.compile(".*/case/.*"));
    }

    @Test
    void whoAskedForAPageComesToItOnceTheyHaveSaidWhoTheyAre() {
        String username = person("Ada", "investigator");
        Pattern door = Pattern.compile(".*/login(\\?.*)?");
        Pattern asked = Pattern.compile(".*/queues/orders\\?value=1000");
        page.navigate("/queues/orders?value=1000");
        page.waitForURL(door);
        settle(page);
        name(page, "nobody", "nothing");
        page.waitForURL("**/login?error");
        settle(page);
        name(page, username, PASSWORD);
        assertThat(page).hasURL(asked);
        settle(page);

        // a session that ended in the middle leads back to where it ended
        page.context().clearCookies(new BrowserContext.ClearCookiesOptions().setName("assize_session"));
        page.keyboard().press("n");
        page.waitForURL(door);
        settle(page);
        name(page, username, PASSWORD);
        assertThat(page).hasURL(asked);
    }
}
