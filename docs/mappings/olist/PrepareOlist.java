import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Puts the tables of the Olist data set together into the two feeds that Assize takes:
 *
 * <pre>java docs/mappings/olist/PrepareOlist.java DIRECTORY-OF-THE-CSV-FILES OUTPUT-DIRECTORY</pre>
 *
 * <p>writes {@code orders.csv} and {@code sellers.csv} (mappings: olist-orders.json, olist-sellers.json), and
 * {@code left-out.csv} with everything that is in the data and in neither feed, and why.
 *
 * <ul>
 *   <li>An order of several sellers becomes one order per seller, {@code ORDER/1}, {@code ORDER/2} and so on, each with
 *       that seller's items: a seller answers for its own part. The review and the payment are of the whole order.
 *   <li>An order without items names no seller and no amount, so it can't be one; it is left out.
 *   <li>Olist tells when a seller came for those few only whose contract is in closed deals. The others are not in
 *       sellers.csv, since a first order is no registration: they are made from their orders, registered_at unknown.
 *   <li>Amounts are price + freight. Times have no zone in the data and are taken as they stand, as UTC.
 * </ul>
 */
void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
        System.err.println("usage: java PrepareOlist.java DIRECTORY-OF-THE-CSV-FILES OUTPUT-DIRECTORY");
        System.exit(2);
    }
    Path from = Path.of(arguments[0]);
    Path to = Files.createDirectories(Path.of(arguments[1]));
    var products = by(table(from, "olist_products_dataset.csv"), "product_id");
    var customers = by(table(from, "olist_customers_dataset.csv"), "customer_id");
    var sellers = by(table(from, "olist_sellers_dataset.csv"), "seller_id");
    var items = grouped(table(from, "olist_order_items_dataset.csv"), "order_id");
    var payments = grouped(table(from, "olist_order_payments_dataset.csv"), "order_id");
    var reviews = grouped(table(from, "olist_order_reviews_dataset.csv"), "order_id");
    var english = by(table(from, "product_category_name_translation.csv"), "product_category_name");
    int written = 0;
    int split = 0;
    int leftOut = 0;
    try (Writer orders = Files.newBufferedWriter(to.resolve("orders.csv"));
            Writer left = Files.newBufferedWriter(to.resolve("left-out.csv"))) {
        row(left, "kind", "id", "reason");
        row(
                orders,
                "order_id", "placed_at", "seller_id", "buyer_id", "amount", "ship_to_postcode", "category", "item_count",
                "status", "delivered_at", "review_score", "payment_type", "installments", "freight", "weight_g", "photos",
                "estimated_delivery", "buyer_state", "seller_state");
        for (Map<String, String> order : table(from, "olist_orders_dataset.csv")) {
            String id = order.get("order_id");
            var bySeller = grouped(items.getOrDefault(id, List.of()), "seller_id");
            if (bySeller.isEmpty()) {
                row(left, "order", id, "has no items, hence no seller and no amount; status " + order.get("order_status"));
                leftOut++;
                continue;
            }
            split += bySeller.size() > 1 ? 1 : 0;
            var customer = customers.get(order.get("customer_id"));
            var payment = payments.getOrDefault(id, List.of()).stream()
                    .max(Comparator.comparing(p -> new BigDecimal(p.get("payment_value"))))
                    .orElse(Map.of());
            // the last word of the buyer
            var review = reviews.getOrDefault(id, List.of()).stream()
                    .max(Comparator.comparing(r -> r.get("review_creation_date")))
                    .orElse(Map.of());
            int part = 0;
            for (var ofSeller : bySeller.entrySet()) {
                part++;
                List<Map<String, String>> own = ofSeller.getValue();
                // what the order is mostly about
                var dearest = products.get(own.stream()
                        .max(Comparator.comparing(item -> new BigDecimal(item.get("price"))))
                        .orElseThrow()
                        .get("product_id"));
                String category = dearest.get("product_category_name");
                BigDecimal freight = sum(own, item -> item.get("freight_value"));
                row(
                        orders,
                        bySeller.size() == 1 ? id : id + "/" + part,
                        order.get("order_purchase_timestamp"),
                        ofSeller.getKey(),
                        customer.get("customer_unique_id"),
                        sum(own, item -> item.get("price")).add(freight).toPlainString(),
                        customer.get("customer_zip_code_prefix"),
                        english.getOrDefault(category, Map.of()).getOrDefault("product_category_name_english", category),
                        Integer.toString(own.size()),
                        order.get("order_status"),
                        order.get("order_delivered_customer_date"),
                        review.getOrDefault("review_score", ""),
                        payment.getOrDefault("payment_type", ""),
                        payment.getOrDefault("payment_installments", ""),
                        freight.toPlainString(),
                        sum(own, item -> products.get(item.get("product_id")).get("product_weight_g")).toPlainString(),
                        dearest.get("product_photos_qty"),
                        order.get("order_estimated_delivery_date"),
                        customer.get("customer_state"),
                        sellers.get(ofSeller.getKey()).get("seller_state"));
                written++;
            }
        }
        int dated = writeSellers(from, to, sellers, left);
        System.out.printf(
                "orders.csv: %d rows (%d orders of several sellers were split); sellers.csv: %d of %d sellers;"
                        + " left-out.csv: %d orders, %d sellers%n",
                written, split, dated, sellers.size(), leftOut, sellers.size() - dated);
    }
}

int writeSellers(Path from, Path to, Map<String, Map<String, String>> sellers, Writer left) throws IOException {
    var deals = by(table(from, "olist_closed_deals_dataset.csv"), "seller_id");
    var leads = by(table(from, "olist_marketing_qualified_leads_dataset.csv"), "mql_id");
    int dated = 0;
    try (Writer out = Files.newBufferedWriter(to.resolve("sellers.csv"))) {
        row(
                out,
                "seller_id", "registered_at", "market", "category", "city", "business_type", "lead_type", "lead_origin",
                "first_contact");
        for (var seller : sellers.values()) {
            var deal = deals.get(seller.get("seller_id"));
            if (deal == null) {
                row(
                        left,
                        "seller",
                        seller.get("seller_id"),
                        "is in no closed deal, so nobody knows since when it sells; it is made from its orders");
                continue;
            }
            var lead = leads.getOrDefault(deal.get("mql_id"), Map.of());
            String contact = lead.getOrDefault("first_contact_date", "");
            row(
                    out,
                    seller.get("seller_id"),
                    LocalDateTime.parse(deal.get("won_date"), DateTimeFormatter.ofPattern("M/d/uuuu H:mm")).toString(),
                    seller.get("seller_state"),
                    deal.get("business_segment"),
                    seller.get("seller_city"),
                    deal.get("business_type"),
                    deal.get("lead_type"),
                    lead.getOrDefault("origin", ""),
                    contact.isEmpty() ? "" : LocalDate.parse(contact, DateTimeFormatter.ofPattern("M/d/uuuu")).toString());
            dated++;
        }
    }
    return dated;
}

BigDecimal sum(List<Map<String, String>> rows, Function<Map<String, String>, String> amount) {
    return rows.stream()
            .map(amount)
            .filter(text -> !text.isEmpty())
            .map(BigDecimal::new)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
}

Map<String, Map<String, String>> by(List<Map<String, String>> rows, String key) {
    return rows.stream()
            .collect(Collectors.toMap(row -> row.get(key), row -> row, (first, again) -> first, LinkedHashMap::new));
}

Map<String, List<Map<String, String>>> grouped(List<Map<String, String>> rows, String key) {
    return rows.stream().collect(Collectors.groupingBy(row -> row.get(key), LinkedHashMap::new, Collectors.toList()));
}

void row(Writer out, String... cells) {
    try {
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i];
            boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            out.write((i == 0 ? "" : ",") + (plain ? cell : '"' + cell.replace("\"", "\"\"") + '"'));
        }
        out.write('\n');
    } catch (IOException e) {
        throw new UncheckedIOException(e);
    }
}

/** Reads a CSV file of RFC 4180 whole; the files are a few megabytes, and this program has no library. */
List<Map<String, String>> table(Path directory, String file) throws IOException {
    var rows = new ArrayList<List<String>>();
    try (Reader in = Files.newBufferedReader(directory.resolve(file))) {
        var row = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (quoted && c == '"') {
                in.mark(1);
                if (in.read() == '"') {
                    cell.append('"');
                } else {
                    in.reset();
                    quoted = false;
                }
            } else if (quoted) {
                cell.append((char) c);
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (c != '\r' && c != '\uFEFF') {
                cell.append((char) c);
            }
        }
        if (!row.isEmpty() || !cell.isEmpty()) {
            row.add(cell.toString());
            rows.add(row);
        }
    }
    List<String> header = rows.removeFirst();
    return rows.stream()
            .map(cells -> {
                Map<String, String> named = new LinkedHashMap<>();
                for (int i = 0; i < header.size(); i++) {
                    named.put(header.get(i), cells.get(i));
                }
                return named;
            })
            .toList();
}
