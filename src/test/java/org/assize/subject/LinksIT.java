package org.assize.subject;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.assize.security.Actor;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LinksIT {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    @Inject
    Jdbi jdbi;

    @Inject
    Links links;

    /** Makes what each test writes its own. */
    String own = "";

    int orders;

    @BeforeEach
    void afresh() {
        own = UUID.randomUUID().toString().substring(0, 8) + "-";
        orders = 0;
    }

    private void seller(
            String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String bank,
            @Nullable String device,
            @Nullable String ip) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into seller (seller_id, email, phone, bank_account, device_id, ip, content_hash, recorded_at)
                        values (:id, :email, :phone, :bank, :device, :ip, '', now())""")
                .bind("id", own + name)
                .bind("email", email)
                .bind("phone", phone)
                .bind("bank", bank)
                .bind("device", device)
                .bind("ip", ip)
                .execute());
    }

    private void seller(String name) {
        seller(name, null, null, null, null, null);
    }

    private void order(String seller, String buyer, @Nullable String device, @Nullable String ip) {
        int number = orders++;
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, device_id, ip,
                                            content_hash, recorded_at)
                        values (:id, :at, :seller, :buyer, 1000, 'EUR', :device, :ip, '', now())""")
                .bind("id", own + "o" + number)
                .bind("at", NOW.plus(number, ChronoUnit.MINUTES))
                .bind("seller", own + seller)
                .bind("buyer", own + buyer)
                .bind("device", device)
                .bind("ip", ip)
                .execute());
    }

    private LinkGroup around(SubjectRef subject) {
        return links.around(Actor.SYSTEM, subject, 100, List.of());
    }

    private List<String> found(String seller) {
        return around(SubjectRef.seller(own + seller)).members().stream()
                .map(member -> member.sellerId().substring(own.length()))
                .toList();
    }

    @Test
    void eachIdentifierOfASellerTiesItToWhoeverHasTheSame() {
        seller("a", "x@" + own + "shop.example", own + "1", null, null, null);
        seller("b", "y@" + own + "Shop.example", null, own + "bank", null, null);
        seller("c", null, null, own + "bank", own + "device", null);
        seller("d", null, null, null, own + "device", own + "ip");
        seller("e", null, own + "1", null, null, own + "ip");
        seller("f", "z@" + own + "other.example", own + "2", own + "b2", own + "d2", own + "i2");
        LinkGroup group = around(SubjectRef.seller(own + "a"));
        assertThat(found("a")).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
        assertThat(group.links())
                .extracting(one -> one.identifier().kind())
                .containsExactly(
                        IdentifierKind.BANK_ACCOUNT,
                        IdentifierKind.DEVICE,
                        IdentifierKind.PHONE,
                        IdentifierKind.EMAIL_DOMAIN,
                        IdentifierKind.IP);
        assertThat(found("f")).containsExactly("f");
    }

    @Test
    void aMailProviderTiesNobodyAndOneAddressDoes() {
        seller("a", own + "a@gmail.com", null, null, null, null);
        seller("b", own + "b@gmail.com", null, null, null, null);
        seller("c", own + "a@gmail.com", null, null, null, null);
        assertThat(found("a")).containsExactly("a", "c");
        assertThat(around(SubjectRef.seller(own + "a")).hubs()).isEmpty();
    }

    @Test
    void buyersGiveACarriersAddressAway() {
        seller("a", null, null, null, null, own + "carrier");
        seller("b", null, null, null, null, own + "carrier");
        assertThat(found("a")).containsExactly("a", "b");
        for (int i = 0; i < 40; i++) {
            order("b", "buyer" + i, null, own + "carrier");
        }
        LinkGroup group = around(SubjectRef.seller(own + "a"));
        assertThat(group.members()).hasSize(1);
        assertThat(group.hubs()).singleElement().satisfies(hub -> {
            assertThat(hub.identifier()).isEqualTo(new Identifier(IdentifierKind.IP, own + "carrier"));
            assertThat(hub.accounts()).isEqualTo(42);
        });
    }

    @Test
    void ofADomainThatMoreHaveThanAreCountedEachCanBeLookedAt() {
        String domain = own + "many.example";
        jdbi.useHandle(handle ->
                handle.createUpdate("""
                        insert into seller (seller_id, email, content_hash, recorded_at)
                        select :own || i, 'shop' || i || '@' || :domain, '', now() from generate_series(1, 1200) i""").bind("own", own).bind("domain", domain).execute());
        for (int i : new int[] {1, 600, 1_200}) {
            LinkGroup group = around(SubjectRef.seller(own + i));
            assertThat(group.members()).hasSize(1);
            assertThat(group.hubs())
                    .singleElement()
                    .satisfies(hub -> assertThat(hub.accounts()).isEqualTo(SharedIdentifier.COUNTED));
        }
    }

    @Test
    void ordersTieOnlyWhereOneIdentifierIsBehindAGoodPartOfBoth() {
        seller("praised");
        seller("praised too");
        seller("busy");
        for (int i = 0; i < 4; i++) {
            order("praised", "crew" + i, own + "tablet", null);
            order("praised too", "crew" + i, own + "tablet", null);
            order("busy", "crew" + i, own + "tablet", null);
        }
        for (int i = 0; i < 100; i++) {
            order("busy", "guest" + i, null, null);
        }
        // a regular of two shops, on one device
        seller("elsewhere");
        for (int i = 0; i < 3; i++) {
            order("praised", "regular", own + "phone", null);
            order("elsewhere", "regular", own + "phone", null);
        }
        for (int i = 0; i < 13; i++) {
            order("praised", "passer-by" + i, null, null);
            order("elsewhere", "passer-by-too" + i, null, null);
        }
        assertThat(found("praised")).containsExactly("praised", "praised too");
        assertThat(around(SubjectRef.seller(own + "praised")).links())
                .singleElement()
                .satisfies(one -> assertThat(one.identifier().kind()).isEqualTo(IdentifierKind.DEVICE));
        assertThat(found("busy")).containsExactly("busy");
    }

    @Test
    void aSellersOwnDeviceBehindOrdersElsewhereTiesTheTwo() {
        seller("owner", null, null, null, own + "laptop", null);
        seller("praised");
        for (int i = 0; i < 3; i++) {
            order("praised", "crew" + i, own + "laptop", null);
        }
        assertThat(found("owner")).containsExactly("owner", "praised");
    }

    @Test
    void anOrderLeadsToItsSellerAndToWhereItsBuyerRecurs() {
        seller("a", null, null, own + "bank", null, null);
        seller("sister", null, null, own + "bank", null, null);
        seller("b");
        order("a", "buyer", null, null);
        for (int i = 0; i < 3; i++) {
            order("b", "buyer", null, null);
        }
        LinkGroup group = around(SubjectRef.order(own + "o0"));
        assertThat(group.members())
                .extracting(LinkGroup.Member::sellerId)
                .containsExactlyInAnyOrder(own + "a", own + "sister", own + "b");
        assertThat(group.links())
                .extracting(one -> one.identifier().kind())
                .containsExactly(IdentifierKind.BANK_ACCOUNT, IdentifierKind.BUYER);
        assertThat(around(SubjectRef.order(own + "none")).members()).isEmpty();
    }
}
