package org.assize.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assize.BootstrapProfile;
import org.assize.TestDatabase;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(BootstrapProfile.class)
class SignInIT {

    private static final String PASSWORD = "seven quiet lamps";

    @Inject
    Jdbi jdbi;

    @Inject
    SignIn signIn;

    @Inject
    CreateToken createToken;

    @Inject
    PersonBehind behind;

    @Inject
    ChoosePassword choose;

    @Inject
    ChangeOwnPassword changeOwn;

    @Inject
    Sessions sessions;

    @Inject
    SignInLinks links;

    @Inject
    org.assize.platform.AssizeClock clock;

    private static RequestSpecification asBootstrap() {
        return given().header("Authorization", "Bearer " + BootstrapProfile.TOKEN)
                .contentType("application/json");
    }

    private static String person(String username, String... roles) {
        return asBootstrap()
                .body("{\"username\":\"%s\",\"displayName\":\"%s\",\"roles\":[\"%s\"],\"password\":\"%s\"}"
                        .formatted(username, username, String.join("\",\"", roles), PASSWORD))
                .post("/api/v1/people")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Response submit(String username, String password) {
        return given().redirects()
                .follow(false)
                .formParam("username", username)
                .formParam("password", password)
                .post("/j_security_check");
    }

    @Test
    void theRightPasswordLeavesACookieThatScriptsCanNotRead() {
        person("ada", "lead");
        Response answer = submit("ADA", PASSWORD);
        answer.then().statusCode(303).header("Location", equalTo("/"));
        Cookie cookie = answer.getDetailedCookie(SignInForm.COOKIE);
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualToIgnoringCase("Lax");
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(signedIn(cookie.getValue())).isPresent();
        given().cookie(cookie).get("/api/v1/people").then().statusCode(401);
    }

    @Test
    void aWrongPasswordAnUnknownNameAndAnotherSiteAreRefusedAlike() {
        person("bea", "lead");
        for (Response refused : List.of(submit("bea", "wrong"), submit("nobody", PASSWORD), submit("", ""))) {
            refused.then().statusCode(303).header("Location", equalTo("/login?error"));
            assertThat(refused.getCookies()).doesNotContainKey(SignInForm.COOKIE);
        }
        given().header("Origin", "https://elsewhere.example")
                .formParam("username", "bea")
                .formParam("password", PASSWORD)
                .post("/j_security_check")
                .then()
                .statusCode(403);
    }

    @Test
    void whatIsNoNameAndNoAddressIsRefusedLikeAnyOther() {
        for (String name : List.of("\0", "be\0a", " ", "x".repeat(5_000))) {
            submit(name, PASSWORD).then().statusCode(303).header("Location", equalTo("/login?error"));
        }
        for (String origin : List.of("http://[", "null", "%", "http://a b")) {
            given().header("Origin", origin)
                    .formParam("username", "bea")
                    .formParam("password", PASSWORD)
                    .post("/j_security_check")
                    .then()
                    .statusCode(403);
        }
    }

    @Test
    void atAnOpenBrowserNobodyHasMoreGuessesThanAtTheDoor() {
        var kim = new Actor.SignedIn(UUID.fromString(person("kim", "investigator")), "kim", Set.of(Role.INVESTIGATOR));
        String wanted = "nine loud kettles";
        assertThat(changeOwn.change(kim, PASSWORD, "short"))
                .isEqualTo(new ChangeOwnPassword.Refused(List.of(Fault.PASSWORD_SHORT)));
        for (int guess = 1; guess <= People.FREE_GUESSES; guess++) {
            assertThat(changeOwn.change(kim, "wrong " + guess, wanted))
                    .isEqualTo(new ChangeOwnPassword.Refused(List.of(Fault.PASSWORD_WRONG)));
        }
        assertThat(changeOwn.change(kim, PASSWORD, wanted))
                .isEqualTo(new ChangeOwnPassword.Refused(List.of(Fault.PASSWORD_LOCKED)));
        jdbi.useHandle(handle -> handle.execute("update assize.person set locked_until = null where id = ?", kim.id()));
        assertThat(changeOwn.change(kim, PASSWORD, wanted)).isInstanceOf(ChangeOwnPassword.Changed.class);
        assertThat(signIn.signIn("kim", wanted)).isPresent();
    }

    @Test
    void behindATokenIsThePersonWhoMadeItHoweverManyTokensLater() {
        UUID lee = UUID.fromString(person("lee", "administrator"));
        var admin = new Actor.SignedIn(lee, "lee", Set.of(Role.ADMINISTRATOR));
        UUID first =
                ((CreateToken.Created) createToken.create(admin, "first", Set.of(Permission.MANAGE_TOKENS), null)).id();
        var token = new Actor.Token(first, "first", Set.of(Permission.MANAGE_TOKENS));
        UUID second = ((CreateToken.Created)
                        createToken.create(token, "second", Set.of(Permission.MANAGE_TOKENS), null))
                .id();
        UUID nobodys = ((CreateToken.Created)
                        createToken.create(Actor.SYSTEM, "third", Set.of(Permission.READ_CASES), null))
                .id();
        assertThat(List.of(lee, first, second))
                .allSatisfy(actor -> assertThat(behind.of(actor)).isEqualTo(lee));
        assertThat(behind.of(nobodys)).isEqualTo(nobodys);
        assertThat(behind.of(Actor.SYSTEM_ID)).isEqualTo(Actor.SYSTEM_ID);
    }

    @Test
    void aHundredGuessesAtOnceAreFiveGuesses() throws Exception {
        String id = person("cyd", "investigator");
        Callable<Integer> guess = () -> submit("cyd", "a wrong guess").statusCode();
        try (var threads = Executors.newFixedThreadPool(100)) {
            for (var answer : threads.invokeAll(
                    IntStream.range(0, 100).mapToObj(i -> guess).toList())) {
                assertThat(answer.get()).isEqualTo(303);
            }
        }
        assertThat(count("select failed_sign_ins from assize.person where id = '" + id + "'"))
                .isEqualTo(5);
        assertThat(count(
                        "select count(*) from assize.audit_event where kind = 'person.sign_in_failed' and payload like '%"
                                + id + "%'"))
                .isEqualTo(5);
        assertThat(count("select count(*) from assize.audit_event where kind = 'person.locked_out' and payload like '%"
                        + id + "%'"))
                .isEqualTo(1);
        assertThat(signIn.signIn("cyd", PASSWORD))
                .as("locked for now, with the right password too")
                .isEmpty();
    }

    @Test
    void aDemotionActsWithinFiveSeconds() throws Exception {
        String id = person("dot", "lead");
        String cookie = signIn.signIn("dot", PASSWORD).orElseThrow();
        assertThat(signedIn(cookie).orElseThrow().may(Permission.STEER_CASES)).isTrue();
        asBootstrap()
                .body("{\"roles\":[\"investigator\"]}")
                .patch("/api/v1/people/" + id)
                .then()
                .statusCode(200)
                .body("roles", equalTo(List.of("investigator")));
        assertSignedOutWithin(Duration.ofSeconds(5), cookie);

        String again = signIn.signIn("dot", PASSWORD).orElseThrow();
        assertThat(signedIn(again).orElseThrow().may(Permission.STEER_CASES)).isFalse();
        jdbi.useHandle(
                handle -> handle.execute("update assize.person set active = false where id = ?", UUID.fromString(id)));
        assertSignedOutWithin(Duration.ofSeconds(5), again);
        assertThat(signIn.signIn("dot", PASSWORD)).isEmpty();
    }

    @Test
    void aLinkWorksOnce() {
        String link = asBootstrap()
                .body("{\"username\":\"eve\",\"displayName\":\"Eve\",\"roles\":[\"auditor\"]}")
                .post("/api/v1/people")
                .then()
                .statusCode(201)
                .extract()
                .path("link");
        String secret = link.substring(link.indexOf('=') + 1);
        assertThat(choose.invitation(secret)).isPresent();
        assertThat(choose.choose(secret, "", "", "short")).isInstanceOf(ChoosePassword.Refused.class);
        assertThat(choose.choose(secret, "", "", "password1234")).isInstanceOf(ChoosePassword.Refused.class);
        assertThat(choose.choose(secret, "mallory", "Mallory", PASSWORD)).isInstanceOf(ChoosePassword.Chosen.class);
        assertThat(signIn.signIn("eve", PASSWORD)).isPresent();
        assertThat(choose.choose(secret, "", "", "nine loud kettles")).isInstanceOf(ChoosePassword.LinkOver.class);
        assertThat(signIn.signIn("eve", PASSWORD)).isPresent();
        assertThat(choose.invitation("made-up")).isEmpty();
    }

    @Test
    void whereSomebodyIsNobodyBecomesTheFirst() {
        person("fay", "investigator");
        String secret = links.make(SignInLinks.Purpose.FIRST_ADMINISTRATOR, null, clock.now());
        assertThat(choose.choose(secret, "intruder", "Intruder", PASSWORD)).isInstanceOf(ChoosePassword.LinkOver.class);
    }

    @Test
    void aResetTakesThePasswordAndTheSessionsAway() {
        String id = person("gil", "investigator");
        String cookie = signIn.signIn("gil", PASSWORD).orElseThrow();
        String link = asBootstrap()
                .post("/api/v1/people/" + id + "/links")
                .then()
                .statusCode(201)
                .extract()
                .path("link");
        assertThat(signedIn(cookie)).isEmpty();
        assertThat(signIn.signIn("gil", PASSWORD)).isEmpty();
        choose.choose(link.substring(link.indexOf('=') + 1), "", "", "nine loud kettles");
        assertThat(signIn.signIn("gil", "nine loud kettles")).isPresent();
    }

    @Test
    void somebodyCanAlwaysManagePeople() {
        jdbi.useHandle(handle ->
                handle.execute("update assize.person set active = false where 'administrator' = any (roles)"));
        String first = person("hal", "administrator");
        String second = person("ida", "administrator");
        asBootstrap()
                .body("{\"active\":false}")
                .patch("/api/v1/people/" + second)
                .then()
                .statusCode(200);
        for (String attempt : List.of("{\"roles\":[\"lead\"]}", "{\"active\":false}")) {
            asBootstrap()
                    .body(attempt)
                    .patch("/api/v1/people/" + first)
                    .then()
                    .statusCode(409)
                    .body("type", equalTo("last-administrator"));
        }
        asBootstrap().post("/api/v1/people/" + first + "/links").then().statusCode(409);
    }

    @Test
    void aChangeInViewOfAnOldVersionIsRefused() {
        String id = person("jon", "lead");
        asBootstrap()
                .body("{\"displayName\":\"Jon\",\"version\":0}")
                .patch("/api/v1/people/" + id)
                .then()
                .statusCode(200);
        asBootstrap()
                .body("{\"displayName\":\"John\",\"version\":0}")
                .patch("/api/v1/people/" + id)
                .then()
                .statusCode(409)
                .body("type", equalTo("stale"));
        asBootstrap()
                .body("{\"username\":\"JON\",\"displayName\":\"x\",\"roles\":[\"lead\"]}")
                .post("/api/v1/people")
                .then()
                .statusCode(422)
                .body("errors[0].rule", equalTo("taken"));
    }

    @Test
    void aLongPasswordCountsToItsEnd() {
        var passwords = new Passwords(4);
        String hash = passwords.hash("长".repeat(60) + "a");
        assertThat(passwords.matches("长".repeat(60) + "a", hash)).isTrue();
        assertThat(passwords.matches("长".repeat(60) + "b", hash)).isFalse();
    }

    private Optional<Actor.SignedIn> signedIn(String cookie) {
        return sessions.named(cookie).flatMap(sessions::live);
    }

    private void assertSignedOutWithin(Duration patience, String cookie) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (signedIn(cookie).isPresent()) {
            assertThat(System.nanoTime()).as("signed out in time").isLessThan(end);
            Thread.sleep(100);
        }
    }

    private int count(String question) {
        return jdbi.withHandle(
                handle -> handle.createQuery(question).mapTo(Integer.class).one());
    }
}
