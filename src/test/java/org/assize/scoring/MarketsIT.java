package org.assize.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.assize.TestDatabase;
import org.assize.platform.Money;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class MarketsIT {

    private static final Instant AT = Instant.parse("2022-03-20T10:00:00Z");

    @Inject
    Jdbi jdbi;

    @Inject
    Markets markets;

    @Test
    void aSellerWhoseCurrencyHasNoRateIsWorthWhatItSells() {
        sold("mi-rupees", 1, 250_000, "MUR");
        sold("mi-rupees", 2, 150_000, "MUR");
        sold("mi-mixed", 1, 10_000, "EUR");
        sold("mi-mixed", 2, 10_000, "USD");
        sold("mi-mixed", 3, 150_000, "MUR");
        assertThat(markets.valueAtRisk(List.of("mi-rupees", "mi-mixed", "mi-idle"), AT))
                .containsEntry("mi-rupees", new Money(400_000, "MUR"))
                .containsEntry("mi-mixed", new Money(18_500, "EUR"))
                .containsEntry("mi-idle", new Money(0, "EUR"));
    }

    private void sold(String seller, int order, long minor, String currency) {
        jdbi.useHandle(handle -> {
            handle.execute(
                    "insert into seller (seller_id, content_hash, recorded_at) values (?, '\\x00', ?) on conflict do nothing",
                    seller,
                    AT);
            handle.execute("""
                    insert into orders (order_id, placed_at, seller_id, buyer_id, amount_minor, currency, content_hash, recorded_at)
                    values (?, ?, ?, 'mi-buyer', ?, ?, '\\x00', ?)""", seller + order, AT.minusSeconds(3600L * order), seller, minor, currency, AT);
        });
    }
}
