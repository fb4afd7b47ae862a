package org.assize.workbench.demo;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assize.subject.Order;
import org.assize.subject.Outcome;
import org.assize.subject.Seller;
import org.jspecify.annotations.Nullable;

/** The simulated marketplace as feed files: the fixed columns, then the attributes that the mapping files declare. */
public final class DemoFeeds {
    public static final List<String> SELLER_COLUMNS = List.of(
            "seller_id",
            "registered_at",
            "name",
            "country",
            "market",
            "category",
            "email",
            "phone",
            "bank_account",
            "device_id",
            "ip",
            "status");
    public static final List<String> SELLER_ATTRIBUTES =
            List.of("identity_check", "legal_form", "catalogue_size", "years_in_trade");
    public static final List<String> ORDER_COLUMNS = List.of(
            "order_id",
            "placed_at",
            "seller_id",
            "buyer_id",
            "amount",
            "currency",
            "creator_id",
            "device_id",
            "payment_id",
            "ip",
            "ship_to_country",
            "ship_to_postcode",
            "category",
            "item_count",
            "status",
            "delivered_at",
            "review_score");
    public static final List<String> ORDER_ATTRIBUTES = List.of(
            "channel", "payment_method", "basket_weight", "price_to_market", "buyer_since", "estimated_delivery");
    public static final List<String> OUTCOME_COLUMNS =
            List.of("subject_kind", "subject_id", "outcome", "source", "known_at", "typology", "occurred_at");

    public static final String SELLER_MAPPING = """
            {"timeZone": "UTC",
             "attributes": {"identity_check": "categorical", "legal_form": "categorical",
                            "catalogue_size": "numeric", "years_in_trade": "numeric"}}
            """;
    public static final String ORDER_MAPPING = """
            {"timeZone": "UTC",
             "attributes": {"channel": "categorical", "payment_method": "categorical",
                            "basket_weight": "numeric", "price_to_market": "numeric",
                            "buyer_since": "instant", "estimated_delivery": "instant"}}
            """;

    private DemoFeeds() {}

    /** Writes sellers.csv and its mapping into the directory. */
    public static void writeSellers(Path directory, List<Seller> sellers) {
        write(directory, "sellers", SELLER_COLUMNS, SELLER_ATTRIBUTES, SELLER_MAPPING, sellers, DemoFeeds::cells);
    }

    /** Writes orders.csv and its mapping into the directory. */
    public static void writeOrders(Path directory, List<Order> orders) {
        write(directory, "orders", ORDER_COLUMNS, ORDER_ATTRIBUTES, ORDER_MAPPING, orders, DemoFeeds::cells);
    }

    /** Writes outcomes.csv, which needs no mapping, into the directory. */
    public static void writeOutcomes(Path directory, List<Outcome> outcomes) {
        write(directory, "outcomes", OUTCOME_COLUMNS, List.of(), null, outcomes, DemoFeeds::cells);
    }

    private interface Cells<T> {
        List<@Nullable String> of(T row);
    }

    private static <T> void write(
            Path directory,
            String feed,
            List<String> columns,
            List<String> attributes,
            @Nullable String mapping,
            List<T> rows,
            Cells<T> cells) {
        List<String> header = new ArrayList<>(columns);
        header.addAll(attributes);
        try {
            Files.createDirectories(directory);
            if (mapping != null) {
                Files.writeString(directory.resolve(feed + ".map.json"), mapping);
            }
            try (CsvWriter csv = csv(directory.resolve(feed + ".csv"))) {
                csv.writeRecord(header);
                for (T row : rows) {
                    csv.writeRecord(cells.of(row));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CsvWriter csv(Path file) throws IOException {
        return CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .build(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    }

    private static List<@Nullable String> cells(Seller seller) {
        List<@Nullable String> cells = new ArrayList<>();
        cells.add(seller.sellerId());
        cells.add(text(seller.registeredAt()));
        cells.add(seller.name());
        cells.add(seller.country());
        cells.add(seller.market());
        cells.add(seller.category());
        cells.add(seller.email());
        cells.add(seller.phone());
        cells.add(seller.bankAccount());
        cells.add(seller.deviceId());
        cells.add(seller.ip());
        cells.add(seller.status());
        cells.add(seller.attributes().categorical().get("identity_check"));
        cells.add(seller.attributes().categorical().get("legal_form"));
        cells.add(text(seller.attributes().numeric().get("catalogue_size")));
        cells.add(text(seller.attributes().numeric().get("years_in_trade")));
        return cells;
    }

    private static List<@Nullable String> cells(Order order) {
        List<@Nullable String> cells = new ArrayList<>();
        cells.add(order.orderId());
        cells.add(text(order.placedAt()));
        cells.add(order.sellerId());
        cells.add(order.buyerId());
        cells.add(order.amount().major().toPlainString());
        cells.add(order.amount().currency());
        cells.add(order.creatorId());
        cells.add(order.deviceId());
        cells.add(order.paymentId());
        cells.add(order.ip());
        cells.add(order.shipToCountry());
        cells.add(order.shipToPostcode());
        cells.add(order.category());
        cells.add(text(order.itemCount()));
        cells.add(order.status());
        cells.add(text(order.deliveredAt()));
        cells.add(text(order.reviewScore()));
        cells.add(order.attributes().categorical().get("channel"));
        cells.add(order.attributes().categorical().get("payment_method"));
        cells.add(text(order.attributes().numeric().get("basket_weight")));
        cells.add(text(order.attributes().numeric().get("price_to_market")));
        cells.add(text(order.attributes().instants().get("buyer_since")));
        cells.add(text(order.attributes().instants().get("estimated_delivery")));
        return cells;
    }

    private static List<@Nullable String> cells(Outcome outcome) {
        List<@Nullable String> cells = new ArrayList<>();
        cells.add(outcome.subject().kind().code());
        cells.add(outcome.subject().id());
        cells.add(outcome.fraud() ? "fraud" : "legitimate");
        cells.add(outcome.source());
        cells.add(text(outcome.knownAt()));
        cells.add(outcome.typology());
        cells.add(text(outcome.occurredAt()));
        return cells;
    }

    private static @Nullable String text(@Nullable Object value) {
        return Objects.toString(value, null);
    }
}
