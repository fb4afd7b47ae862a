package org.assize.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assize.subject.AttributeType;
import org.assize.subject.FraudKnowledge;
import org.assize.subject.Order;
import org.assize.subject.Seller;
import org.junit.jupiter.api.Test;

class FeatureEngineTest {

    private static final Map<String, AttributeType> ATTRIBUTES = Map.of(
            "channel", AttributeType.CATEGORICAL,
            "weight", AttributeType.NUMERIC,
            "since", AttributeType.INSTANT,
            "story", AttributeType.TEXT);
    private static final FeatureCatalog ORDERS = FeatureCatalog.orders().withAttributes(ATTRIBUTES);
    private static final FeatureCatalog SELLERS = FeatureCatalog.sellers().withAttributes(ATTRIBUTES);

    @Property(tries = 80)
    void everyValueIsWhatItsDefinitionSaysWhateverTheOrderOfArrival(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int size) {
        Random random = new Random(seed);
        RandomHistory history = RandomHistory.of(seed, size);
        FeatureOptions options = options(random);
        FeatureCatalog orders = some(ORDERS, random);
        FeatureCatalog sellers = some(SELLERS, random);
        FeatureOracle oracle = new FeatureOracle(history, options);
        List<Order> inTime = new ArrayList<>(history.orders());
        Collections.shuffle(inTime, random);
        inTime.sort(Comparator.comparing(Order::placedAt));

        FeatureEngine engine = told(new FeatureEngine(orders, sellers, options), history);
        for (Order order : inTime) {
            Instant at = order.placedAt();
            if (random.nextInt(3) == 0) {
                Seller seller = history.sellers().get(random.nextInt(8));
                double[] vector = engine.vector(seller, at);
                for (FeatureDefinition f : sellers.features()) {
                    same(
                            f,
                            seller.sellerId() + " at " + at,
                            vector[sellers.position(f.name())],
                            oracle.value(f, seller, at));
                }
            }
            double[] vector = engine.vector(order);
            for (FeatureDefinition f : orders.features()) {
                same(f, order.toString(), vector[orders.position(f.name())], oracle.value(f, order));
            }
            engine.observe(order);
        }
    }

    @Property(tries = 60)
    void manyVectorsAtOnceAreThoseOfOneAtATime(@ForAll long seed, @ForAll @IntRange(min = 1, max = 900) int size) {
        Random random = new Random(seed);
        RandomHistory history = RandomHistory.of(seed, size);
        FeatureOptions options = options(random);
        FeatureCatalog orders = some(ORDERS, random);
        FeatureCatalog sellers = some(SELLERS, random);
        List<Order> inTime = new ArrayList<>(history.orders());
        inTime.sort(Comparator.comparing(Order::placedAt));
        FeatureEngine one = told(new FeatureEngine(orders, sellers, options), history);
        FeatureEngine many = told(new FeatureEngine(new FeaturePlan(orders, sellers, options)), history);
        for (int from = 0; from < size; ) {
            int until = Math.min(size, from + 1 + random.nextInt(random.nextBoolean() ? 3 : 600));
            List<Order> next = inTime.subList(from, until);
            if (random.nextInt(4) == 0) {
                next.forEach(many::observe);
                next.forEach(one::observe);
            } else {
                double[][] vectors = new double[next.size()][orders.size()];
                many.vectors(next, vectors);
                for (int i = 0; i < next.size(); i++) {
                    assertThat(vectors[i]).containsExactly(one.vector(next.get(i)));
                    one.observe(next.get(i));
                }
            }
            from = until;
            if (from < size && random.nextInt(3) == 0) {
                Seller seller = history.sellers().get(random.nextInt(8));
                Instant at = inTime.get(from).placedAt();
                assertThat(many.vector(seller, at)).containsExactly(one.vector(seller, at));
            }
        }
    }

    @Property(tries = 50)
    void aFewLoadedEventsGiveTheVectorsOfTheWholeHistory(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int size) {
        Random random = new Random(seed);
        RandomHistory history = RandomHistory.of(seed, size);
        FeatureOptions options = options(random);
        FeatureCatalog orders = some(ORDERS, random);
        FeatureCatalog sellers = some(SELLERS, random);
        List<Order> inTime = new ArrayList<>(history.orders());
        inTime.sort(Comparator.comparing(Order::placedAt));
        PointInTime pointInTime = new PointInTime(orders, sellers, options);

        FeatureEngine engine = told(new FeatureEngine(orders, sellers, options), history);
        List<Order> subjects = new ArrayList<>();
        List<double[]> swept = new ArrayList<>();
        for (Order order : inTime) {
            if (random.nextInt(4) == 0) {
                Seller seller = history.sellers().get(random.nextInt(8));
                Instant at = order.placedAt();
                var moment = new PointInTime.SellerMoment(seller, at);
                assertThat(pointInTime.sellers(
                                List.of(moment), loadedFor(seller, at, history, pointInTime.sellerNeeds())))
                        .containsExactly(engine.vector(seller, at));
            }
            double[] vector = engine.vector(order);
            engine.observe(order);
            if (random.nextInt(3) == 0) {
                subjects.add(order);
                swept.add(vector);
                assertThat(pointInTime.orders(
                                List.of(order), loadedFor(List.of(order), history, pointInTime.orderNeeds())))
                        .containsExactly(vector);
            }
        }
        assertThat(pointInTime.orders(subjects, loadedFor(subjects, history, pointInTime.orderNeeds())))
                .containsExactlyElementsOf(swept);
    }

    @Property(tries = 60)
    void whatHappensToAnOrderLaterIsNotSeenEarlier(@ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int size) {
        Random random = new Random(seed);
        RandomHistory history = RandomHistory.of(seed, size);
        FeatureOptions options = options(random);
        List<Order> inTime = new ArrayList<>(history.orders());
        inTime.sort(Comparator.comparing(Order::placedAt));
        FeatureEngine engine = told(new FeatureEngine(ORDERS, SELLERS, options), history);
        for (Order order : inTime) {
            double[] vector = engine.vector(order);
            if (random.nextInt(3) == 0) {
                Instant at = order.placedAt();
                FeatureEngine then = told(new FeatureEngine(ORDERS, SELLERS, options), history);
                inTime.stream()
                        .filter(past -> past.placedAt().isBefore(at))
                        .forEach(past -> then.observe(RandomHistory.asOf(past, at)));
                double[] live = then.vector(order);
                for (FeatureDefinition f : ORDERS.features()) {
                    int i = ORDERS.position(f.name());
                    same(f, order + " live and in history", live[i], vector[i]);
                }
                Seller seller = history.sellers().get(random.nextInt(8));
                assertThat(then.vector(seller, at)).containsExactly(engine.vector(seller, at));
            }
            engine.observe(order);
        }
    }

    @Property(tries = 15)
    void whatArrivesLateCountsFromItsOwnInstantForWhoeverLooksAfterItsArrival(@ForAll long seed) {
        Random random = new Random(seed);
        RandomHistory history = RandomHistory.of(seed, 60);
        FeatureOptions options = options(random);
        PointInTime pointInTime = new PointInTime(ORDERS, SELLERS, options);
        List<Order> arrived = new ArrayList<>();
        for (Order order : history.orders()) {
            arrived.add(order);
            RandomHistory here = new RandomHistory(
                    arrived, history.fraud(), history.sellers(), history.sellerVersions(), history.sellerFraud());
            double[] live = pointInTime
                    .orders(List.of(order), loadedFor(List.of(order), here, pointInTime.orderNeeds()))
                    .getFirst();
            FeatureOracle oracle = new FeatureOracle(here, options);
            for (FeatureDefinition f : ORDERS.features()) {
                same(f, order + " on its arrival", live[ORDERS.position(f.name())], oracle.value(f, order));
            }
        }
        FeatureOracle whole = new FeatureOracle(history, options);
        for (Order order : history.orders()) {
            double[] again = pointInTime
                    .orders(List.of(order), loadedFor(List.of(order), history, pointInTime.orderNeeds()))
                    .getFirst();
            for (FeatureDefinition f : ORDERS.features()) {
                same(f, order + " when all is here", again[ORDERS.position(f.name())], whole.value(f, order));
            }
        }
    }

    @Test
    void whatComesTooLateOrTwiceIsRefusedAndNothingIsLost() {
        List<Order> orders = new ArrayList<>(RandomHistory.of(5, 40).orders());
        orders.sort(Comparator.comparing(Order::placedAt));
        Order first = orders.getFirst();
        Order last = orders.getLast();
        FeatureEngine engine = new FeatureEngine(ORDERS, SELLERS, FeatureOptions.DEFAULT);
        orders.forEach(engine::observe);
        double[] before = engine.vector(last);
        assertThatThrownBy(() -> engine.observe(last)).hasMessageContaining("already observed");
        assertThatThrownBy(() -> engine.observe(first))
                .hasMessageContaining("comes after a vector for a later instant");
        assertThatThrownBy(() -> engine.know(new FraudKnowledge("x", true, first.placedAt())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(engine.vector(last)).containsExactly(before);
    }

    @Property(tries = 30)
    void noMoreIsReadThanAllowedHoweverManyOrdersAKeyHas(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int most) {
        RandomHistory history = RandomHistory.of(seed, 200);
        PointInTime pointInTime = new PointInTime(ORDERS, SELLERS, FeatureOptions.DEFAULT.withMostOrders(most));
        for (Order order : history.orders().subList(150, 200)) {
            for (KeySelection read : pointInTime.orderNeeds().selections(List.of(order))) {
                assertThat(selected(read, history)).hasSizeLessThanOrEqualTo(most + 1);
            }
            assertThat(pointInTime.orderNeeds().selections(List.of(order))).hasSizeLessThanOrEqualTo(6);
        }
    }

    private static LoadedEvents loadedFor(List<Order> subjects, RandomHistory history, HistoryNeeds needs) {
        Set<Order> orders = new HashSet<>();
        needs.selections(subjects).forEach(s -> orders.addAll(selected(s, history)));
        Set<String> sellers = new HashSet<>();
        subjects.forEach(o -> sellers.add(o.sellerId()));
        List<Seller> told = needs.seller()
                ? history.sellers().stream()
                        .filter(s -> sellers.contains(s.sellerId()))
                        .toList()
                : List.of();
        return new LoadedEvents(
                orders,
                needs.fraud() ? knowledge(orders, history) : List.of(),
                told,
                versions(told, history),
                List.of());
    }

    private static LoadedEvents loadedFor(Seller seller, Instant at, RandomHistory history, HistoryNeeds needs) {
        Set<Order> orders = new HashSet<>();
        needs.selections(seller.sellerId(), at).forEach(s -> orders.addAll(selected(s, history)));
        List<Order> recent = orders.stream()
                .filter(o -> !o.placedAt().isBefore(at.minus(Duration.ofDays(30))))
                .toList();
        needs.buyerSelections(recent).forEach(s -> orders.addAll(selected(s, history)));
        List<Seller> own = everWas(seller, history).toList();
        List<Seller> sharing = history.sellers().stream()
                .filter(other -> needs.shared().stream()
                        .anyMatch(i -> own.stream()
                                .map(mine -> KnownSellers.identifier(mine, i, Set.of()))
                                .filter(Objects::nonNull)
                                .anyMatch(mine -> everWas(other, history)
                                        .anyMatch(
                                                theirs -> mine.equals(KnownSellers.identifier(theirs, i, Set.of()))))))
                .toList();
        List<Seller> told =
                Stream.concat(Stream.of(seller), sharing.stream()).distinct().toList();
        return new LoadedEvents(
                orders,
                needs.fraud() ? knowledge(orders, history) : List.of(),
                told,
                versions(told, history),
                needs.sharedFraud()
                        ? history.sellerFraud().stream()
                                .filter(f -> sharing.stream()
                                        .anyMatch(s -> s.sellerId().equals(f.sellerId())))
                                .toList()
                        : List.of());
    }

    private static Stream<Seller> everWas(Seller seller, RandomHistory history) {
        return Stream.concat(
                Stream.of(seller), versions(List.of(seller), history).stream().map(SellerVersion::seller));
    }

    private static List<SellerVersion> versions(List<Seller> sellers, RandomHistory history) {
        return history.sellerVersions().stream()
                .filter(v -> sellers.stream()
                        .anyMatch(s -> s.sellerId().equals(v.seller().sellerId())))
                .toList();
    }

    /** Its newest; of those that share an instant any, hence the latest told. */
    private static List<Order> selected(KeySelection selection, RandomHistory history) {
        return history.orders().reversed().stream()
                .filter(o -> selection.value().equals(selection.key().valueIn(o)))
                .filter(o ->
                        selection.key() != OrderKey.SHIP_TO || Objects.equals(selection.country(), o.shipToCountry()))
                .filter(o ->
                        !o.placedAt().isBefore(selection.from()) && o.placedAt().isBefore(selection.until()))
                .sorted(Comparator.comparing(Order::placedAt).reversed())
                .limit(selection.most())
                .toList();
    }

    private static List<FraudKnowledge> knowledge(Set<Order> orders, RandomHistory history) {
        return history.fraud().stream()
                .filter(f -> orders.stream().anyMatch(o -> o.orderId().equals(f.orderId())))
                .toList();
    }

    private static FeatureEngine told(FeatureEngine engine, RandomHistory history) {
        history.sellers().forEach(engine::know);
        history.sellerVersions().forEach(engine::know);
        history.fraud().forEach(engine::know);
        history.sellerFraud().forEach(engine::know);
        return engine;
    }

    private static FeatureOptions options(Random random) {
        FeatureOptions d = FeatureOptions.DEFAULT;
        FeatureOptions options = random.nextBoolean()
                ? d
                : new FeatureOptions(
                        d.rates(),
                        Duration.ofHours(random.nextInt(24 * 10)),
                        Duration.ofHours(1 + random.nextInt(24 * 29)),
                        d.lowReview(),
                        d.mostOrders(),
                        d.publicMailDomains());
        // few enough that most keys have more, and few enough buyers' orders, too
        return random.nextBoolean()
                ? options
                : options.withMostOrders(1 + random.nextInt(random.nextBoolean() ? 8 : 400));
    }

    /** All of a catalogue, or part of it: what is left out must not be missed. */
    private static FeatureCatalog some(FeatureCatalog catalog, Random random) {
        int oneIn = 1 + random.nextInt(10);
        List<String> names = catalog.names().stream()
                .filter(_ -> oneIn == 1 || random.nextInt(oneIn) == 0)
                .toList();
        return catalog.only(names);
    }

    private static void same(FeatureDefinition feature, String subject, double actual, double expected) {
        assertThat(Double.doubleToLongBits(actual))
                .as("%s of %s: %s, not %s", feature.name(), subject, expected, actual)
                .isEqualTo(Double.doubleToLongBits(expected));
    }
}
