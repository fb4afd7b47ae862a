package org.assize.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinkGroupTest {

    /** A small world: who has what. Tells of an identifier what the database would. */
    private static final class World implements LinkGroup.Source {
        final List<SharedIdentifier> all = new ArrayList<>();
        private final Random order = new Random(5);

        World has(IdentifierKind kind, String value, int accounts, String... sellers) {
            all.add(new SharedIdentifier(new Identifier(kind, value), new TreeSet<>(Arrays.asList(sellers)), accounts));
            return this;
        }

        World has(IdentifierKind kind, String value, String... sellers) {
            return has(kind, value, sellers.length, sellers);
        }

        @Override
        public List<SharedIdentifier> of(Collection<String> sellerIds) {
            List<SharedIdentifier> told = new ArrayList<>(all.stream()
                    .filter(one -> one.sellers().stream().anyMatch(sellerIds::contains))
                    .toList());
            Collections.shuffle(told, order);
            return told;
        }
    }

    /** Nine shops, each tied to the one before it, by account and device in turn. */
    private static World chain() {
        World world = new World();
        IntStream.range(1, 9)
                .forEach(i -> world.has(
                        i % 2 == 0 ? IdentifierKind.BANK_ACCOUNT : IdentifierKind.DEVICE,
                        "x" + i,
                        "s" + (i - 1),
                        "s" + i));
        return world;
    }

    private static List<String> ids(LinkGroup group) {
        return group.members().stream().map(LinkGroup.Member::sellerId).toList();
    }

    @Test
    void aChainIsFoundWholeFromAnyOfItsSellers() {
        for (int i = 0; i < 9; i++) {
            LinkGroup group = LinkGroup.around(Set.of("s" + i), 100, List.of(), chain());
            assertThat(ids(group)).hasSize(9).startsWith("s" + i);
            assertThat(group.links()).hasSize(8);
            assertThat(group.isCut()).isFalse();
        }
        assertThat(LinkGroup.around(Set.of("s0"), 100, List.of(), chain()).members())
                .extracting(LinkGroup.Member::steps)
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    @ParameterizedTest
    @EnumSource(IdentifierKind.class)
    void whatTooManyHaveIsAHubAndConnectsNobody(IdentifierKind kind) {
        World within = new World().has(kind, "v", kind.hubAbove(), "a", "b");
        assertThat(ids(LinkGroup.around(Set.of("a"), 100, List.of(), within))).containsExactly("a", "b");
        World beyond = new World().has(kind, "v", kind.hubAbove() + 1, "a", "b");
        LinkGroup group = LinkGroup.around(Set.of("a"), 100, List.of(), beyond);
        assertThat(ids(group)).containsExactly("a");
        assertThat(group.links()).isEmpty();
        assertThat(group.hubs())
                .singleElement()
                .satisfies(hub -> assertThat(hub.accounts()).isEqualTo(kind.hubAbove() + 1));
        assertThat(group.isCut()).isFalse();
    }

    @Test
    void twoRingsBehindOneCarrierStayTwo() {
        World world = chain().has(IdentifierKind.BANK_ACCOUNT, "other", "t0", "t1")
                .has(IdentifierKind.IP, "100.64.0.1", 412, "s3", "t0");
        assertThat(ids(LinkGroup.around(Set.of("s3"), 100, List.of(), world)))
                .hasSize(9)
                .doesNotContain("t0");
        assertThat(ids(LinkGroup.around(Set.of("t0"), 100, List.of(), world))).containsExactly("t0", "t1");
    }

    @Test
    void whoIsLeftOutIsCountedAndComesWhenAskedFor() {
        LinkGroup near = LinkGroup.around(Set.of("s0"), 4, List.of(), chain());
        assertThat(ids(near)).containsExactly("s0", "s1", "s2", "s3");
        assertThat(near.isCut()).isTrue();
        assertThat(near.members()).extracting(LinkGroup.Member::beyond).containsExactly(0, 0, 0, 1);
        LinkGroup further = LinkGroup.around(Set.of("s0"), 4, List.of("s3", "s4", "not in it"), chain());
        assertThat(ids(further)).containsExactly("s0", "s1", "s2", "s3", "s4", "s5");
    }

    @Test
    void theNearestHaveMostInCommonAndEqualDataGivesAnEqualGroup() {
        World world = new World()
                .has(IdentifierKind.PHONE, "p", "a", "b", "c", "d")
                .has(IdentifierKind.DEVICE, "d", "a", "d");
        LinkGroup first = LinkGroup.around(Set.of("a"), 3, List.of(), world);
        assertThat(ids(first)).containsExactly("a", "d", "b");
        for (int i = 0; i < 20; i++) {
            assertThat(LinkGroup.around(Set.of("a"), 3, List.of(), world)).isEqualTo(first);
        }
    }

    @Test
    void neverMoreThanABoundedGroup() {
        World world = new World();
        for (int i = 0; i < 40; i++) {
            int at = i * 20;
            world.has(
                    IdentifierKind.BANK_ACCOUNT,
                    "b" + i,
                    IntStream.rangeClosed(at, at + 20).mapToObj(s -> "s" + s).toArray(String[]::new));
        }
        List<String> everybody = IntStream.range(0, 800).mapToObj(s -> "s" + s).toList();
        assertThat(LinkGroup.around(Set.of("s0"), 12, everybody, world).members())
                .hasSize(LinkGroup.MOST);
    }
}
