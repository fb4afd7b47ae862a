package org.assize.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.assize.platform.Money;
import org.assize.subject.AnOrder;
import org.assize.subject.FraudKnowledge;
import org.assize.subject.Order;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The features of the Fraud Detection Handbook, section 3.3, on its own simulated transactions. */
class HandbookFeaturesTest {

    private static final String FILE = "handbook/transactions-2018-04-01_2018-08-14.csv.gz";
    private static final Instant TEST_FROM = Instant.parse("2018-08-08T00:00:00Z");
    private static final List<String> FIFTEEN = List.of(
            "amount",
            "weekend",
            "night",
            "buyer_orders_1d",
            "buyer_mean_amount_1d",
            "buyer_orders_7d",
            "buyer_mean_amount_7d",
            "buyer_orders_30d",
            "buyer_mean_amount_30d",
            "seller_matured_orders_1d",
            "seller_fraud_rate_1d",
            "seller_matured_orders_7d",
            "seller_fraud_rate_7d",
            "seller_matured_orders_30d",
            "seller_fraud_rate_30d");

    private record Transaction(Order order, int scenario) {}

    private static final List<Transaction> ALL = new ArrayList<>();

    @BeforeEach
    void read() throws IOException {
        if (!ALL.isEmpty()) {
            return;
        }
        Path data = Path.of(Objects.requireNonNullElse(System.getenv("ASSIZE_PUBLIC_DATA"), "../shared/data"));
        Path file = data.resolve(FILE);
        assumeThat(file)
                .as("SKIPPED: the Fraud Detection Handbook's transactions are not at %s", file)
                .exists();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.UTF_8))) {
            List<String> header = List.of(lines.readLine().split(","));
            int[] at = List.of(
                            "TRANSACTION_ID",
                            "TX_DATETIME",
                            "CUSTOMER_ID",
                            "TERMINAL_ID",
                            "TX_AMOUNT",
                            "TX_FRAUD_SCENARIO")
                    .stream()
                    .mapToInt(header::indexOf)
                    .toArray();
            for (String line; (line = lines.readLine()) != null; ) {
                String[] cells = line.split(",");
                ALL.add(new Transaction(
                        order(cells[at[0]], cells[at[1]], cells[at[2]], cells[at[3]], cells[at[4]]),
                        Integer.parseInt(cells[at[5]])));
            }
        }
        ALL.sort(Comparator.comparing(t -> t.order().placedAt()));
    }

    private static Order order(String id, String at, String buyer, String seller, String amount) {
        return AnOrder.placed(id, LocalDateTime.parse(at.replace(' ', 'T')).toInstant(ZoneOffset.UTC))
                .with(seller, buyer)
                .worth(Money.of(new BigDecimal(amount), "EUR"))
                .made();
    }

    @Test
    void theMaturedFraudRateOfATerminalFindsTheCompromisedOnes() {
        FeatureCatalog fifteen = FeatureCatalog.orders().only(FIFTEEN);
        FeatureEngine engine = engine(fifteen);
        double[] vector = new double[fifteen.size()];
        var distributions = new FeatureDistribution.Collector(fifteen, 1);
        List<double[]> compromised = new ArrayList<>();
        List<double[]> genuine = new ArrayList<>();
        int rate = fifteen.position("seller_fraud_rate_7d");
        long started = System.nanoTime();
        for (Transaction t : ALL) {
            engine.vector(t.order(), vector);
            engine.observe(t.order());
            if (!t.order().placedAt().isBefore(TEST_FROM)) {
                distributions.add(vector);
                if (t.scenario() == 2) {
                    compromised.add(vector.clone());
                } else if (t.scenario() == 0) {
                    genuine.add(vector.clone());
                }
            }
        }
        System.out.printf(
                "15 features of %,d transactions: %,.0f a second%n",
                ALL.size(), ALL.size() / ((System.nanoTime() - started) / 1e9));
        double auc = auc(compromised, genuine, rate);
        System.out.printf("AUC of seller_fraud_rate_7d on scenario 2: %.4f%n", auc);
        assertThat(auc).isGreaterThan(0.85);
        assertThat(auc(compromised, genuine, fifteen.position("seller_fraud_rate_30d")))
                .isGreaterThan(0.85);
        assertThat(distributions.of("amount").mean()).isBetween(50.0, 57.0);
        assertThat(distributions.of("night").mean()).isBetween(0.1, 0.25);
        assertThat(distributions.of("weekend").mean()).isBetween(0.2, 0.35);
        assertThat(distributions.of("buyer_orders_30d").quantile(0.5)).isBetween(40.0, 90.0);
        assertThat(distributions.of("seller_matured_orders_30d").mean()).isBetween(20.0, 40.0);
        assertThat(distributions.of("seller_fraud_rate_30d").missingShare()).isLessThan(0.01);
        assertThat(distributions.of("buyer_mean_amount_30d").quantile(0.5)).isBetween(30.0, 80.0);
    }

    @Test
    void theWholeCatalogueIsComputedAtAWorkingSpeedAndNeverNotANumber() {
        FeatureCatalog all = FeatureCatalog.orders();
        FeatureEngine engine = engine(all);
        double[] vector = new double[all.size()];
        long started = System.nanoTime();
        for (Transaction t : ALL) {
            engine.vector(t.order(), vector);
            engine.observe(t.order());
            if (!Arrays.stream(vector).allMatch(Double::isFinite)) {
                assertThat(vector).doesNotContain(Double.NaN);
            }
        }
        System.out.printf(
                "%d features of %,d transactions: %,.0f a second%n",
                all.size(), ALL.size(), ALL.size() / ((System.nanoTime() - started) / 1e9));
    }

    private static FeatureEngine engine(FeatureCatalog orders) {
        FeatureEngine engine =
                new FeatureEngine(orders, FeatureCatalog.sellers().only(List.of()), FeatureOptions.DEFAULT);
        for (Transaction t : ALL) {
            if (t.scenario() > 0) {
                engine.know(new FraudKnowledge(
                        t.order().orderId(), true, t.order().placedAt().plus(Duration.ofDays(7))));
            }
        }
        return engine;
    }

    /** Mann-Whitney, ties counting half. */
    private static double auc(List<double[]> frauds, List<double[]> genuine, int feature) {
        double[] low = genuine.stream().mapToDouble(v -> v[feature]).sorted().toArray();
        double sum = 0;
        for (double[] vector : frauds) {
            int below = bound(low, vector[feature]);
            int upTo = bound(low, Math.nextUp(vector[feature]));
            sum += (below + upTo) / 2.0;
        }
        return sum / frauds.size() / low.length;
    }

    private static int bound(double[] sorted, double value) {
        int at = Arrays.binarySearch(sorted, value);
        at = at < 0 ? -at - 1 : at;
        while (at > 0 && sorted[at - 1] == value) {
            at--;
        }
        return at;
    }
}
