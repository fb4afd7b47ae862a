package org.assize.workbench.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.assize.BrowserTest;
import org.assize.JourneyProfile;
import org.assize.ManyCases;
import org.assize.verdict.Action;
import org.assize.verdict.Confidence;
import org.assize.verdict.Decision;
import org.assize.verdict.Typology;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an investigator does with the cases of a day, without a mouse at hand. */
@QuarkusIntegrationTest
@TestProfile(JourneyProfile.class)
class WorkdayJourneyIT extends BrowserTest {

    private static final int IN_A_ROW = 20;
    private static final String QUEUE = "/api/v1/queues/orders/policy";

    /** A lease of a minute, and what a browser takes to say that it is over. */
    private static final LocatorAssertions.ContainsTextOptions AFTER_A_LEASE =
            new LocatorAssertions.ContainsTextOptions().setTimeout(90_000);

    @BeforeEach
    void somethingWaits() throws InterruptedException {
        ManyCases.bring();
    }

    // ------------------------------------------------------------------------------------------------ twenty verdicts

    /** One verdict as it is typed; all kinds of it come within twenty turns. */
    private record Typed(
            Decision decision,
            @Nullable Typology typology,
            Confidence confidence,
            boolean useful,
            List<Action> actions,
            String rationale) {

        static Typed of(int turn, List<Action> allowed) {
            Decision decision = turn < Typology.values().length
                    ? Decision.FRAUD
                    : turn % 2 == 0 ? Decision.LEGITIMATE : Decision.INCONCLUSIVE;
            List<Action> chosen = new ArrayList<>();
            for (int i = 0; i < allowed.size(); i++) {
                if (decision == Decision.FRAUD && (turn + 1 >> i & 1) == 1) {
                    chosen.add(allowed.get(i));
                }
            }
            return new Typed(
                    decision,
                    decision == Decision.FRAUD ? Typology.values()[turn] : null,
                    turn % 3 == 0 ? Confidence.LIKELY : Confidence.CERTAIN,
                    turn % 4 != 0,
                    chosen,
                    "Turn " + turn + ": flixcu are letters here, 1 to 9 are figures.");
        }

        /** The same as others read it: in the file of the case, or in the trail. */
        static Map<String, Object> read(JsonPath from, String at) {
            Map<String, Object> read = new LinkedHashMap<>();
            for (String field : List.of("decision", "typology", "confidence", "flagUseful", "actions")) {
                Object value = from.get(at + "." + field);
                read.put(field, value instanceof String code ? code.toUpperCase(Locale.ROOT) : value);
            }
            return read;
        }

        Map<String, Object> expected() {
            Map<String, Object> expected = new LinkedHashMap<>();
            expected.put("decision", decision.name());
            expected.put("typology", typology == null ? null : typology.name());
            expected.put("confidence", confidence.name());
            expected.put("flagUseful", useful);
            expected.put("actions", actions.stream().map(Action::code).toList());
            return expected;
        }
    }

    private void type(Typed verdict, List<Action> allowed) {
        press(verdict.decision().name().substring(0, 1).toLowerCase(Locale.ROOT));
        if (verdict.typology() != null) {
            press(Integer.toString(verdict.typology().ordinal() + 1));
        }
        press("c");
        if (verdict.confidence() == Confidence.LIKELY) {
            press("c");
        }
        press("u");
        if (!verdict.useful()) {
            press("u");
        }
        page.keyboard().press("a");
        for (Action each : allowed) {
            if (verdict.actions().contains(each)) {
                page.keyboard().press("Space");
            }
            page.keyboard().press("Tab");
        }
        page.keyboard().press("r");
        page.keyboard().type(verdict.rationale());
    }

    @Test
    void twentyCasesInARowAreWhatWasTyped() {
        List<Action> allowed = asking().get(QUEUE).<List<String>>path("terms.actions").stream()
                .map(code -> Action.valueOf(code.toUpperCase(Locale.ROOT)))
                .filter(each -> each != Action.NONE)
                .sorted()
                .toList();
        signIn(person("Ada", "investigator"));
        press("2");
        Map<String, Typed> closed = new LinkedHashMap<>();
        for (int turn = 0; turn < IN_A_ROW; turn++) {
            String id = caseOnTheDesk();
            assertThat(closed).doesNotContainKey(id);
            assertThat(page.locator(":focus")).hasAttribute("data-key", "f");
            Typed verdict = Typed.of(turn, allowed);
            type(verdict, allowed);
            if (turn % 9 == 0) {
                assertAccessible();
            }
            page.keyboard().press("Control+Enter");
            assertThat(page).not().hasURL(Pattern.compile(".*" + id));
            closed.put(id, verdict);
        }
        closed.forEach((id, verdict) -> {
            JsonPath file = asking().get("/api/v1/cases/" + id).jsonPath();
            assertThat(file.getString("case.state")).isEqualToIgnoringCase("closed");
            assertThat(file.getList("verdicts")).hasSize(1);
            assertThat(Typed.read(file, "verdicts[0]")).isEqualTo(verdict.expected());
            assertThat(file.getString("verdicts[0].rationale")).isEqualTo(verdict.rationale());
            assertThat(file.getString("verdicts[0].reachedBy")).isEqualTo("Ada");
            JsonPath trail = asking().get("/api/v1/audit/events?kind=verdict.reached&case=" + id)
                    .jsonPath();
            assertThat(trail.getList("items")).hasSize(1);
            assertThat(Typed.read(trail, "items[0].payload")).isEqualTo(verdict.expected());
            assertThat(trail.getString("items[0].actor.name")).isEqualTo("Ada");
        });
        press("Shift+G", "w");
        assertThat(page).hasURL(Pattern.compile(".*/my-work"));
        assertAccessible();
    }

    // ------------------------------------------------------------------------------------------------- acts on a case

    private String take() {
        open("/");
        press("2");
        return caseOnTheDesk();
    }

    private static String number(String id) {
        return asking().get("/api/v1/cases/" + id).path("case.number").toString();
    }

    /** By its number, from wherever somebody is. */
    private static void find(Page at, String id) {
        press(at, "/");
        at.keyboard().type(number(id));
        at.keyboard().press("Enter");
        at.waitForURL("**/case/" + id);
        settle(at);
    }

    private void reason(String words) {
        assertThat(page.locator("vaadin-dialog textarea")).isFocused();
        page.keyboard().type(words);
        assertThat(page.locator("vaadin-dialog textarea")).hasValue(words);
    }

    @Test
    void aCaseIsPutAsideHandedOverAndEscalatedByOneKeyEach() {
        String mila = person("Mila", "investigator");
        signIn(person("Ada", "investigator"));
        try (BrowserContext second = newSession(ColorScheme.DARK)) {
            Page theirs = newPage(second);
            signIn(theirs, mila, PASSWORD);

            // what is typed before the dialog has come is for the dialog, and none of it is a key of the page
            String aside = take();
            press("s");
            page.keyboard().type("while the bank looks for it");
            assertThat(page.locator("vaadin-dialog textarea")).hasValue("while the bank looks for it");
            assertAccessible();
            // and a key pressed while the dialog goes is for what comes then
            page.keyboard().press("Control+Enter");
            page.keyboard().press("n");
            assertThat(page).not().hasURL(Pattern.compile(".*" + aside));
            String handed = caseOnTheDesk();
            JsonPath snoozed = asking().get("/api/v1/cases/" + aside).jsonPath();
            assertThat(snoozed.getString("case.state")).isEqualToIgnoringCase("snoozed");
            assertThat(Instant.parse(snoozed.getString("case.snoozedUntil")))
                    .isBetween(
                            Instant.now().plus(230, ChronoUnit.MINUTES),
                            Instant.now().plus(4, ChronoUnit.HOURS));
            find(theirs, aside);
            assertThat(theirs.locator(".stand-body")).containsText("Put aside until");

            press("h");
            assertThat(page.locator("vaadin-dialog vaadin-combo-box input")).isFocused();
            page.keyboard().type("Mila");
            press("Enter");
            assertAccessible();
            press("Tab");
            reason("Your shop, I think");
            press("Control+Enter");
            assertThat(page).hasURL(Pattern.compile(".*/queues/orders"));
            assertThat(theirs.locator(".bell-count")).hasText("1");
            press(theirs, "Shift+N");
            assertThat(theirs.getByText("Your shop, I think")).isVisible();
            press(theirs, "j", "Enter");
            theirs.waitForURL(Pattern.compile(".*/case/" + handed + ".*"));
            press(theirs, "w", "t");
            assertThat(theirs.locator(".verdict-fields")).isVisible();
            assertThat(theirs.locator(".timeline")).containsText("Your shop, I think");

            press("n");
            String raised = caseOnTheDesk();
            press("e");
            reason("More than I may decide");
            assertAccessible();
            press("Control+Enter");
            assertThat(page).hasURL(Pattern.compile(".*/queues/orders"));
            assertAccessible();
            String queue = asking().get("/api/v1/cases/" + raised).path("case.queue");
            assertThat(queue).isNotEqualTo("orders");
            theirs.navigate("/queues/" + queue);
            settle(theirs);
            assertThat(theirs.locator("vaadin-grid")
                            .getByText(number(raised), new Locator.GetByTextOptions().setExact(true)))
                    .isVisible();
            find(theirs, raised);
            press(theirs, "w", "t");
            assertThat(theirs.locator(".verdict-fields")).isVisible();
            assertThat(theirs.locator(".timeline")).containsText("More than I may decide");
        }
    }

    /** A day whose figure is the month's, and before noon: typed alike wherever the month stands first, or a day has two halves. */
    private static LocalDateTime someMorning() {
        LocalDate from = LocalDate.now(ZoneOffset.UTC).plusDays(2);
        return from.datesUntil(from.plusYears(1))
                .filter(day -> day.getDayOfMonth() == day.getMonthValue())
                .findFirst()
                .orElseThrow()
                .atTime(9, 45);
    }

    @Test
    void aCaseSleepsUntilAnExactMinuteAndAClosedOneIsOpenedAgain() {
        signIn(person("Ada", "investigator"));
        String aside = take();
        press("s");
        reason("The parcel is due on that day");
        press("Shift+Tab");
        LocalDateTime until = someMorning();
        press("Enter");
        Locator chosen = page.locator("vaadin-select-item:focus");
        assertThat(chosen).isVisible();
        press("End");
        assertThat(chosen).hasText("At a day and time");
        press("Enter");
        Locator exact = page.locator(".exact-time");
        assertThat(exact).isFocused();
        for (String part : List.of("dd", "MM", "yyyy")) {
            page.keyboard().type(DateTimeFormatter.ofPattern(part).format(until));
        }
        press("ArrowRight");
        page.keyboard().type("0945a");
        assertThat(exact).hasValue(until.toString());
        assertAccessible();
        press("Control+Enter");
        assertThat(page).hasURL(Pattern.compile(".*/queues/orders"));
        assertThat(asking().get("/api/v1/cases/" + aside).<String>path("case.snoozedUntil"))
                .isEqualTo(until.toInstant(ZoneOffset.UTC).toString());

        String decided = take();
        type(Typed.of(0, List.of()), List.of());
        page.keyboard().press("Control+Enter");
        assertThat(page).not().hasURL(Pattern.compile(".*" + decided));
        Page theirs = page;
        try (BrowserContext second = newSession(ColorScheme.LIGHT)) {
            page = newPage(second);
            signIn(person("Greta", "lead"));
            find(page, decided);
            assertThat(page.locator(".stand-body")).containsText("Fraud");
            assertAccessible();
            press("Shift+R");
            reason("The buyer has called");
            assertAccessible();
            press("Control+Enter");
            assertThat(page.locator(".stand-body")).not().containsText("Fraud");
            assertThat(page.locator(".stand-body [data-key=w]")).isVisible();
            press("y");
            assertThat(page.locator(".verdicts")).containsText("flixcu");
        } finally {
            page = theirs;
        }
        assertThat(asking().get("/api/v1/cases/" + decided).<String>path("case.state"))
                .isEqualToIgnoringCase("waiting");
        assertThat(asking().get("/api/v1/audit/events?kind=case.reopened&case=" + decided)
                        .<List<String>>path("items.actor.name"))
                .containsExactly("Greta");
    }

    // ------------------------------------------------------------------------------------------------ a lease runs out

    private static int leaseOf(int minutes) {
        JsonPath policy = asking().get(QUEUE).jsonPath();
        Map<String, Object> terms = new LinkedHashMap<>(policy.getMap("terms"));
        int before = (Integer) terms.put("leaseMinutes", minutes);
        asking().contentType("application/json")
                .body(Map.of("version", policy.getInt("version"), "terms", terms))
                .put(QUEUE)
                .then()
                .statusCode(200);
        return before;
    }

    private static List<String> claims(String id) {
        return asking().get("/api/v1/audit/events?kind=case.claimed&case=" + id).path("items.actor.name");
    }

    @Test
    void aLeaseThatRunsOutWhileSomebodyTypesTakesNothingFromThem() {
        int before = leaseOf(1);
        try {
            signIn(person("Ada", "investigator"));
            String id = take();
            int taken = claims(id).size();
            press("f", "2", "r");
            typeAndBeHeard(page, "Forty of them in one night");
            // then the phone rings
            assertThat(page.locator(".desk-band")).containsText("Your lease ended", AFTER_A_LEASE);
            assertThat(page.locator(".desk-band")).containsText("kept as your draft");
            assertThat(page.locator(".verdict textarea")).isFocused();
            assertAccessible();
            // the sentence is finished, and its letters are no keys
            typeAndBeHeard(page, ", and now one more");
            page.keyboard().press("Control+Enter");
            assertThat(page).hasURL(Pattern.compile(".*" + id));
            press("Escape", "w");
            assertThat(page.locator(".desk-band")).isEmpty();
            assertThat(page.locator(".choice-decision [data-key=f]")).hasAttribute("aria-pressed", "true");
            assertThat(page.locator(".choice-typology [data-key='2']")).hasAttribute("aria-pressed", "true");
            assertThat(page.locator(".verdict textarea")).hasValue("Forty of them in one night, and now one more");
            press("c", "u", "r", "End");
            page.keyboard().type(" by card.");
            page.keyboard().press("Control+Enter");
            assertThat(page).not().hasURL(Pattern.compile(".*" + id));
            assertThat(asking().get("/api/v1/cases/" + id).<String>path("verdicts[0].rationale"))
                    .isEqualTo("Forty of them in one night, and now one more by card.");
            // it may be a case that somebody opened again, with claims from before
            assertThat(claims(id)).hasSize(taken + 1).endsWith("Ada", "Ada");
        } finally {
            leaseOf(before);
        }
    }
}
