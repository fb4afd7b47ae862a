package org.assize.workbench;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.assize.casework.Casebook;
import org.assize.security.Actor;
import org.assize.security.CreateToken;
import org.assize.security.NotPermitted;
import org.assize.security.Permission;
import org.assize.security.Role;
import org.assize.subject.Match;
import org.assize.subject.SearchQuery;
import org.assize.subject.SubjectRef;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SearchIT {

    @Inject
    Search search;

    @Inject
    Casebook book;

    @Inject
    Jdbi jdbi;

    @Inject
    CreateToken createToken;

    Actor ada;
    Actor auditor;

    /** Of this test alone, so that others do not find it. */
    String mark;

    @BeforeEach
    void people() {
        ada = book.person("Ada", Role.INVESTIGATOR);
        auditor = book.person("Olga", Role.AUDITOR);
        mark = UUID.randomUUID().toString().substring(0, 8);
    }

    private void seller(String id, @Nullable String name, Map<String, String> identifiers) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into seller (seller_id, name, email, phone, bank_account, device_id, ip, content_hash, recorded_at)
                        values (:id, :name, :email, :phone, :bank, :device, :ip, '\\x00', now())""")
                .bind("id", id)
                .bind("name", name)
                .bind("email", identifiers.get("email"))
                .bind("phone", identifiers.get("phone"))
                .bind("bank", identifiers.get("bank"))
                .bind("device", identifiers.get("device"))
                .bind("ip", identifiers.get("ip"))
                .execute());
    }

    private void order(String id, String seller, String buyer, String payment) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, payment_id, ip, content_hash,
                          recorded_at)
                        values (:id, now(), :seller, :buyer, 1250, 'EUR', :payment, '198.51.100.77', '\\x00', now())""")
                .bind("id", id)
                .bind("seller", seller)
                .bind("buyer", buyer)
                .bind("payment", payment)
                .execute());
    }

    private Search.Results find(Actor who, String typed) {
        return search.find(who, SearchQuery.of(typed), 5);
    }

    private List<String> sellers(String typed) {
        return find(ada, typed).sellers().hits().stream()
                .map(hit -> hit.seller().sellerId())
                .toList();
    }

    @Test
    void aCaseIsFoundByItsNumberAndASubjectComesWithItsCase() {
        String id = "S-" + mark.toUpperCase(java.util.Locale.ROOT);
        seller(id, null, Map.of());
        UUID caseId = book.open(SubjectRef.seller(id));
        long number = book.count("select number from fraud_case where id = ?", caseId);
        assertThat(find(ada, "#" + number).cases())
                .singleElement()
                .satisfies(its -> assertThat(its.id()).isEqualTo(caseId));
        // as the marketplace writes it, and as people type it
        for (String typed : List.of(id, id.toLowerCase(java.util.Locale.ROOT))) {
            assertThat(find(ada, typed).sellers().hits()).singleElement().satisfies(hit -> {
                assertThat(hit.seller().match()).isEqualTo(Match.beginning(Match.Field.ID, id.length()));
                assertThat(hit.fraudCase())
                        .isNotNull()
                        .satisfies(its -> assertThat(its.id()).isEqualTo(caseId));
            });
        }
    }

    @Test
    void idsAreFoundByTheirBeginning() {
        for (int i = 0; i < 8; i++) {
            seller(mark + "-" + i, null, Map.of());
            order("o" + mark + "-" + i, mark + "-0", "b" + mark + "-" + i % 3, "p" + mark);
        }
        Search.Results found = find(ada, mark);
        assertThat(found.sellers().hits()).hasSize(5);
        assertThat(found.sellers().more()).isTrue();
        assertThat(find(ada, "o" + mark + "-3").orders().hits()).hasSize(1);
        assertThat(find(ada, "B" + mark).people().hits())
                .extracting(person -> person.id() + " " + person.orders())
                .containsExactly("b" + mark + "-0 3", "b" + mark + "-1 3", "b" + mark + "-2 2");
        assertThat(find(ada, "p" + mark).orders().hits())
                .hasSize(5)
                .allSatisfy(hit -> assertThat(hit.order().match().field()).isEqualTo(Match.Field.PAYMENT));
    }

    @Test
    void aNameIsFoundThoughItIsMisspeltOrHalfTyped() {
        String shop = "Quorvex" + mark.replaceAll("\\d", "k");
        seller(mark + "-n", "Café " + shop + " GmbH & Co. KG", Map.of());
        assertThat(sellers(shop)).contains(mark + "-n");
        assertThat(sellers("gmbh " + shop.toUpperCase(java.util.Locale.ROOT) + " cafe"))
                .contains(mark + "-n");
        // left out, mistaken, swapped
        assertThat(sellers(shop.replace("rv", "v"))).contains(mark + "-n");
        assertThat(sellers(shop.replace("rv", "rf"))).contains(mark + "-n");
        assertThat(sellers(shop.replace("rv", "vr"))).contains(mark + "-n");
        assertThat(sellers(shop.substring(0, 9))).contains(mark + "-n");
        Match match = find(ada, shop).sellers().hits().getFirst().seller().match();
        assertThat(match).isEqualTo(new Match(Match.Field.NAME, List.of(new Match.Mark(5, 5 + shop.length()))));
    }

    @Test
    void theBeginningOfAnIdIsNotTakenForAName() {
        seller(mark + "-o", "Uroda " + mark + " Sp. z o.o.", Map.of());
        assertThat(sellers("O-4012")).isEmpty();
        assertThat(sellers("o")).doesNotContain(mark + "-o");
    }

    @Test
    void aChineseNameIsFoundByAnyPartOfIt() {
        seller(mark + "-z", "深圳市鑫" + "翮骥商贸有限公司", Map.of());
        assertThat(sellers("翮骥")).contains(mark + "-z");
        assertThat(sellers("深圳市鑫翮")).contains(mark + "-z");
        assertThat(sellers("翮商")).doesNotContain(mark + "-z");
    }

    @Test
    void aNameThatChangesIsFoundByTheNewOne() {
        seller(mark + "-c", "Oldword" + mark, Map.of());
        jdbi.useHandle(handle ->
                handle.execute("update seller set name = ? where seller_id = ?", "Newword" + mark, mark + "-c"));
        assertThat(sellers("newword" + mark)).containsExactly(mark + "-c");
        assertThat(sellers("oldword" + mark)).isEmpty();
    }

    @Test
    void identifiersAreFoundWholeAndOnlyByWhoMayFindPeopleByThem() {
        Map<String, String> identifiers = Map.of(
                "email", mark + "@example.org",
                "phone", "+4915" + Math.abs(mark.hashCode()),
                "bank", "DE" + (10 + Math.abs(mark.hashCode()) % 80) + "370400440532013000",
                "ip", "2001:db8::" + mark.substring(0, 4),
                "device", "dev-" + mark);
        seller(mark + "-i", null, identifiers);
        identifiers.forEach((field, value) -> {
            Search.Results found = find(ada, value);
            assertThat(found.withheld()).isFalse();
            assertThat(found.sellers().hits()).as(field).hasSize(1);
            assertThat(found.sellers().hits().getFirst().seller().match().marks())
                    .isEmpty();
            assertThat(find(ada, value.substring(0, value.length() - 2))
                            .sellers()
                            .hits())
                    .as("a part of " + field)
                    .isEmpty();
            Search.Results auditors = find(auditor, value);
            boolean personal = !field.equals("device");
            assertThat(auditors.withheld()).as(field).isEqualTo(personal);
            assertThat(auditors.sellers().hits()).as(field).hasSize(personal ? 0 : 1);
        });
        // as it is read out
        String bank = Objects.requireNonNull(identifiers.get("bank"));
        assertThat(sellers(bank.substring(0, 4) + " " + bank.substring(4, 8) + " " + bank.substring(8)))
                .containsExactly(mark + "-i");
        // orders come by ip only for those, too
        order("ip" + mark, mark + "-i", "b" + mark, "p" + mark);
        assertThat(find(ada, "198.51.100.77").orders().hits()).isNotEmpty();
        assertThat(find(auditor, "198.51.100.77").orders().hits()).isEmpty();
    }

    @Test
    void whoMayNotReadCasesFindsNothing() {
        Actor service = book.person("feed", Role.SERVICE);
        assertThatThrownBy(() -> find(service, "x")).isInstanceOf(NotPermitted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'",
                "' or 1=1 --",
                "%",
                "_",
                "\\",
                "100%_\\'\"",
                ":name ? ?? :: {call}",
                "& | ! <-> ( )",
                "{a,b}",
                "\u0000\u0007",
                "a\u202eb",
                "\uD83D\uDE00\uD83D",
                "<script>alert(1)</script>",
                "0x00 \\x00",
                "select pg_sleep(10)"
            })
    void nothingThatIsTypedIsTakenForAnythingButText(String typed) {
        seller("%" + mark, "100%_ " + mark, Map.of());
        Search.Results found = find(ada, typed);
        assertThat(found.sellers().hits())
                .extracting(hit -> hit.seller().sellerId())
                .allSatisfy(id -> assertThat(id).as(typed).startsWith("%"));
    }

    @Test
    void aLongTextIsAnsweredToo() {
        assertThat(find(ada, "lorem ipsum ".repeat(10_000)).isEmpty()).isTrue();
        assertThat(find(ada, "x".repeat(100_000)).isEmpty()).isTrue();
    }

    @Test
    void programsSearchAsTheirScopesAllow() {
        seller(mark + "-r", null, Map.of("email", mark + "@example.org"));
        String reader = token(Permission.READ_CASES);
        String finder = token(Permission.READ_CASES, Permission.FIND_BY_IDENTIFIER);
        with(reader, mark + "-r")
                .then()
                .statusCode(200)
                .body("sellers.hits.seller.sellerId", hasItem(mark + "-r"))
                .body("withheld", equalTo(false));
        with(reader, mark + "@example.org")
                .then()
                .body("sellers.hits.size()", equalTo(0))
                .body("withheld", equalTo(true));
        with(finder, mark + "@example.org")
                .then()
                .body("sellers.hits[0].seller.match.field", equalTo("EMAIL"))
                .body("withheld", equalTo(false));
        with(reader, " ").then().statusCode(400);
        with(token(Permission.READ_LABELS), "x").then().statusCode(403);
    }

    private static io.restassured.response.Response with(String token, String typed) {
        return given().header("Authorization", "Bearer " + token)
                .queryParam("q", typed)
                .get("/api/v1/search");
    }

    private String token(Permission... scopes) {
        return switch (createToken.create(Actor.SYSTEM, "search " + mark, Set.of(scopes), null)) {
            case CreateToken.Created created -> created.secret();
            case CreateToken.Refused refused -> throw new AssertionError(refused.faults());
        };
    }
}
