package org.assize.workbench.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assize.ingest.Feed;
import org.assize.ingest.FeedMapping;
import org.assize.subject.Order;
import org.assize.subject.Outcome;
import org.assize.subject.Seller;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.assize.workbench.demo.SimulatedMarketplace.Figures;
import org.assize.workbench.demo.SimulatedMarketplace.Options;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedMarketplaceTest {
    private static final Instant END = Instant.parse("2026-11-22T10:30:00Z");
    private static SimulatedMarketplace marketplace;
    private static List<Seller> sellers;
    private static List<Order> orders;
    private static List<Outcome> outcomes;
    private static Duration took;

    @BeforeAll
    static void simulate() {
        long before = System.nanoTime();
        marketplace = new SimulatedMarketplace(7, END, Options.DEFAULT);
        sellers = marketplace.sellers(END);
        orders = marketplace.orders(marketplace.start(), END);
        outcomes = marketplace.outcomes(Instant.MIN, END);
        took = Duration.ofNanos(System.nanoTime() - before);
    }

    @Test
    void isLargeEnoughAndAsRareInFraudAsRealMarketplaces() {
        Figures figures = marketplace.figures();
        assertThat(figures.sellers()).isGreaterThanOrEqualTo(2_000);
        assertThat(figures.orders()).isGreaterThanOrEqualTo(60_000);
        assertThat((double) figures.fraudOrders() / figures.orders()).isBetween(.015, .03);
        assertThat((double) figures.fraudSellers() / figures.sellers()).isBetween(.03, .05);
        assertThat(figures.fraudOrdersByTypology()).hasSize(SchemeKind.values().length);
        assertThat(figures.fraudOrdersByTypology().values()).allMatch(count -> count >= 20);
        assertThat(marketplace.truth().schemes().stream()
                        .filter(scheme -> scheme.running(END))
                        .map(Scheme::kind)
                        .collect(Collectors.toSet()))
                .as("every kind of scheme is at work on the last day")
                .hasSize(SchemeKind.values().length);
        assertThat(took).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void equalSeedAndEndGiveEqualBytesAndAnotherSeedAnotherWorld(@TempDir Path directory) throws IOException {
        Options small = new Options(90, 150, 2_000, 900);
        new SimulatedMarketplace(11, END, small).writeFeeds(directory.resolve("a"));
        new SimulatedMarketplace(11, END, small).writeFeeds(directory.resolve("b"));
        new SimulatedMarketplace(12, END, small).writeFeeds(directory.resolve("c"));
        for (String file : List.of("sellers.csv", "orders.csv", "outcomes.csv", "orders.map.json")) {
            assertThat(directory.resolve("a").resolve(file))
                    .hasSameBinaryContentAs(directory.resolve("b").resolve(file));
        }
        assertThat(Files.mismatch(directory.resolve("a/orders.csv"), directory.resolve("c/orders.csv")))
                .isNotEqualTo(-1);
    }

    @Test
    void everyReferenceResolvesAndEveryAmountIsInTheMarketsCurrency() {
        Map<String, Seller> byId = sellers.stream().collect(Collectors.toMap(Seller::sellerId, s -> s));
        Set<String> ids = new HashSet<>();
        for (Order order : orders) {
            assertThat(byId).containsKey(order.sellerId());
            Seller seller = requireNonNull(byId.get(order.sellerId()));
            assertThat(order.amount().currency())
                    .isEqualTo(Market.of(requireNonNull(seller.market())).currency());
            assertThat(order.amount().minor()).isPositive();
            assertThat(order.placedAt()).isAfterOrEqualTo(seller.registeredAt());
            assertThat(ids.add(order.orderId())).isTrue();
        }
        assertThat(outcomes)
                .allMatch(outcome -> outcome.subject().kind() == SubjectKind.SELLER
                        ? byId.containsKey(outcome.subject().id())
                        : ids.contains(outcome.subject().id()));
        assertThat(outcomes.stream()
                        .map(o -> o.subject() + o.source())
                        .distinct()
                        .count())
                .isEqualTo(outcomes.size());
        assertThat(marketplace.truth().facts(SubjectKind.ORDER))
                .allMatch(fact -> ids.contains(fact.subject().id()));
        assertThat(orders.stream().map(o -> o.amount().currency()).distinct())
                .contains("EUR", "GBP", "PLN", "SEK", "USD", "JPY", "CNY");
    }

    @Test
    void nothingShowsBeforeItHappened() {
        for (Order order : orders) {
            if (order.deliveredAt() != null) {
                assertThat(order.deliveredAt()).isAfter(order.placedAt()).isBeforeOrEqualTo(END);
            }
            if ("delivered".equals(order.status()) || "returned".equals(order.status())) {
                assertThat(order.deliveredAt()).isNotNull();
            }
        }
        assertThat(orders.stream().filter(order -> order.placedAt().isAfter(END.minus(Duration.ofHours(6)))))
                .isNotEmpty()
                .allMatch(order -> order.deliveredAt() == null && order.reviewScore() == null);
        assertThat(outcomes).allMatch(outcome -> !outcome.knownAt().isAfter(END));
        assertThat(marketplace.outcomes(END, Instant.MAX))
                .as("truth still to come")
                .hasSizeGreaterThan(100);
        Map<SubjectRef, Instant> placed = orders.stream().collect(Collectors.toMap(Order::ref, Order::placedAt));
        assertThat(outcomes.stream().filter(outcome -> outcome.source().equals("chargeback")))
                .allMatch(outcome -> {
                    double days = Duration.between(placed.get(outcome.subject()), outcome.knownAt())
                                    .toMinutes()
                            / 1440.0;
                    return days >= 4.99 && days <= 45.01;
                });
        Instant day60 = marketplace.start().plus(Duration.ofDays(60));
        assertThat(marketplace.orders(marketplace.start(), day60))
                .allMatch(order ->
                        order.deliveredAt() == null || !order.deliveredAt().isAfter(day60));
        assertThat(marketplace.newOrChangedOrders(day60, END))
                .hasSizeGreaterThan(marketplace.orders(day60, END).size());
    }

    @Test
    void bannedSellersSellNoMore() {
        Map<String, Instant> bans = new HashMap<>();
        outcomes.stream()
                .filter(outcome -> outcome.source().equals("platform_ban"))
                .forEach(outcome -> bans.put(outcome.subject().id(), outcome.knownAt()));
        outcomes.stream()
                .filter(outcome -> outcome.source().equals("ban_lifted"))
                .forEach(outcome -> bans.remove(outcome.subject().id()));
        assertThat(bans).hasSizeGreaterThan(20);
        assertThat(orders)
                .noneMatch(order ->
                        bans.containsKey(order.sellerId()) && order.placedAt().isAfter(bans.get(order.sellerId())));
    }

    @Test
    void outcomesAreLateIncompleteAndSometimesWrong() {
        Truth truth = marketplace.truth();
        Set<SubjectRef> told =
                outcomes.stream().filter(Outcome::fraud).map(Outcome::subject).collect(Collectors.toSet());
        double reported = (double) truth.facts(SubjectKind.ORDER).stream()
                        .filter(fact -> told.contains(fact.subject()))
                        .count()
                / truth.facts(SubjectKind.ORDER).size();
        long wrong = told.stream().filter(subject -> !truth.isFraud(subject)).count();
        assertThat(reported).isBetween(.25, .75);
        assertThat(wrong).isBetween(20L, 200L);
    }

    @Test
    void aRingOfAtLeastEightSellersHangsTogetherOnlyLinkByLink() {
        List<Seller> ring = sellers.stream()
                .filter(seller -> {
                    Truth.Fact fact = marketplace.truth().about(seller.ref());
                    return fact != null && fact.scheme().id().equals("fake_shop-08");
                })
                .toList();
        assertThat(ring).hasSizeGreaterThanOrEqualTo(8);
        Deque<Seller> open = new ArrayDeque<>(List.of(ring.getFirst()));
        Set<Seller> reached = new HashSet<>(open);
        while (!open.isEmpty()) {
            Seller at = open.remove();
            ring.stream()
                    .filter(other -> Stream.of(at.bankAccount(), at.deviceId(), at.ip())
                            .anyMatch(Set.of(other.bankAccount(), other.deviceId(), other.ip())::contains))
                    .filter(reached::add)
                    .forEach(open::add);
        }
        assertThat(reached).hasSize(ring.size());
        assertThat(ring.stream().map(Seller::bankAccount).distinct().count()).isGreaterThan(3);
    }

    @Test
    void honestPeopleShareCarrierNetworksByTheHundred() {
        Map<String, Set<String>> buyersByIp = new HashMap<>();
        orders.stream()
                .filter(order -> order.ip() != null && !marketplace.truth().isFraud(order.ref()))
                .forEach(order -> buyersByIp
                        .computeIfAbsent(order.ip(), ip -> new HashSet<>())
                        .add(order.buyerId()));
        assertThat(buyersByIp.values().stream()
                        .filter(buyers -> buyers.size() >= 200)
                        .count())
                .isGreaterThan(10);
    }

    @Test
    void noSimpleRuleSeparates() {
        Map<String, Seller> byId = sellers.stream().collect(Collectors.toMap(Seller::sellerId, s -> s));
        Map<String, Set<String>> buyersByDevice = new HashMap<>();
        Map<String, Integer> ordersByBuyer = new HashMap<>();
        for (Order order : orders) {
            if (order.deviceId() != null) {
                buyersByDevice
                        .computeIfAbsent(order.deviceId(), d -> new HashSet<>())
                        .add(order.buyerId());
            }
            ordersByBuyer.merge(order.buyerId(), 1, Integer::sum);
        }
        List<Predicate<Order>> rules = List.of(
                order -> order.attributes().numeric().getOrDefault("price_to_market", 1.0) < .6,
                order -> Duration.between(
                                        requireNonNull(byId.get(order.sellerId()))
                                                .registeredAt(),
                                        order.placedAt())
                                .toDays()
                        < 30,
                order -> buyersByDevice
                                .getOrDefault(String.valueOf(order.deviceId()), Set.of())
                                .size()
                        >= 3,
                order -> order.ip() != null && order.ip().startsWith("198.18."),
                order -> order.deliveredAt() == null && order.placedAt().isBefore(END.minus(Duration.ofDays(30))),
                order -> Set.of("refunded", "returned").contains(String.valueOf(order.status())),
                order -> Duration.between(order.attributes().instants().get("buyer_since"), order.placedAt())
                                .toDays()
                        < 10,
                order -> "bank_transfer".equals(order.attributes().categorical().get("payment_method")),
                order -> ordersByBuyer.getOrDefault(order.buyerId(), 0) >= 9);
        List<Double> f1 = new ArrayList<>();
        for (Predicate<Order> rule : rules) {
            long hits = orders.stream().filter(rule).count();
            long caught = orders.stream()
                    .filter(rule)
                    .filter(order -> marketplace.truth().isFraud(order.ref()))
                    .count();
            double precision = (double) caught / Math.max(1, hits);
            double recall = (double) caught / marketplace.figures().fraudOrders();
            f1.add(2 * precision * recall / Math.max(1e-9, precision + recall));
        }
        assertThat(f1).allMatch(value -> value < .6);
    }

    @Test
    void feedsHaveTheContractsColumnsAndSurviveQuoting(@TempDir Path directory) throws IOException {
        marketplace.writeFeeds(directory);
        assertThat(Files.list(directory)
                        .map(file -> file.getFileName().toString())
                        .sorted())
                .containsExactly("orders.csv", "orders.map.json", "outcomes.csv", "sellers.csv", "sellers.map.json");
        List<NamedCsvRecord> rows = read(directory.resolve("sellers.csv"));
        assertThat(rows).hasSize(sellers.size());
        assertThat(rows.getFirst().getHeader().subList(0, 12)).isEqualTo(DemoFeeds.SELLER_COLUMNS);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i).getField("name")).isEqualTo(sellers.get(i).name());
        }
        assertThat(sellers.stream().map(s -> String.valueOf(s.name())))
                .anyMatch(name -> name.contains("\""))
                .anyMatch(name -> name.contains(","))
                .anyMatch(name -> name.length() > 60)
                .anyMatch(name -> name.contains("株式会社"))
                .anyMatch(name -> name.contains("有限公司"));
        assertThat(FeedMapping.read(Feed.ORDERS, DemoFeeds.ORDER_MAPPING)).isInstanceOf(FeedMapping.Understood.class);
        assertThat(FeedMapping.read(Feed.SELLERS, DemoFeeds.SELLER_MAPPING)).isInstanceOf(FeedMapping.Understood.class);
        List<NamedCsvRecord> orderRows = read(directory.resolve("orders.csv"));
        assertThat(orderRows).hasSize(orders.size());
        assertThat(orderRows.getFirst().getHeader().subList(0, 17)).isEqualTo(DemoFeeds.ORDER_COLUMNS);
        assertThat(orderRows.getFirst().getHeader().subList(17, 23)).isEqualTo(DemoFeeds.ORDER_ATTRIBUTES);
        assertThat(orderRows).noneMatch(row -> row.getField("amount").isBlank());
        assertThat(read(directory.resolve("outcomes.csv")).getFirst().getHeader())
                .isEqualTo(DemoFeeds.OUTCOME_COLUMNS);
    }

    private static List<NamedCsvRecord> read(Path file) throws IOException {
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            return csv.stream().toList();
        }
    }
}
