package org.assize.feature;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.statement.Query;

/** How orders that have a value of a key in common are read: by the index made for it. */
record Way(OrderKey key, boolean withoutCountry) implements Comparable<Way> {

    private static final String ONE = """
             from (select cast(:<key>Values as text), cast(:<key>Countries as text), cast(:<key>Froms as timestamptz),
                     cast(:<key>Untils as timestamptz), cast(:<key>Most as integer)
               offset 0)
               as k (value, country, placed_from, placed_until, most)
            """;
    private static final String MANY = """
             from unnest((select :<key>Values), (select :<key>Countries), (select :<key>Froms), (select :<key>Untils), (select :<key>Most))
               as k (value, country, placed_from, placed_until, most)
            """;

    static Way of(KeySelection selection) {
        return new Way(selection.key(), selection.key() == OrderKey.SHIP_TO && selection.country() == null);
    }

    /**
     * Of one value, as every live order asks, the values stand there by themselves. These, and arrays, are put so that the planner
     * does not know them beforehand (behind {@code offset 0}, in a question of their own): of values that it knows it believes
     * each time that it can plan better than the time before, and its thinking costs several times what the reading does.
     */
    String sql(boolean one, String alsoRead) {
        return "select " + PastRows.COLUMNS + alsoRead
                + (one ? ONE : MANY).replace("<key>", name())
                + """
                -- from the newer end of one index range for each key value, and no further than is asked for: a value may
                -- have millions of orders; and a plain join would tempt the planner into reading the table
                cross join lateral (
                  select * from orders
                  where <matches> and placed_at >= k.placed_from and placed_at < k.placed_until
                  order by <newest> limit k.most
                ) o
                """.replace("<matches>", matches(key, withoutCountry))
                        // as the index has it: that a country is null does not tell the planner that all are alike
                        .replace("<newest>", withoutCountry ? "ship_to_country desc, placed_at desc" : "placed_at desc")
                + PastRows.AS_SETTLED;
    }

    void bind(Query query, List<KeySelection> reads) {
        if (reads.size() == 1) {
            KeySelection read = reads.getFirst();
            query.bind(name() + "Values", read.value())
                    .bind(name() + "Countries", read.country())
                    .bind(name() + "Froms", read.from())
                    .bind(name() + "Untils", read.until())
                    .bind(name() + "Most", read.most());
            return;
        }
        query.bindArray(
                        name() + "Values",
                        String.class,
                        reads.stream().map(KeySelection::value).toList())
                .bindArray(
                        name() + "Countries",
                        String.class,
                        reads.stream().map(KeySelection::country).toArray())
                .bindArray(
                        name() + "Froms",
                        Instant.class,
                        reads.stream().map(KeySelection::from).toList())
                .bindArray(
                        name() + "Untils",
                        Instant.class,
                        reads.stream().map(KeySelection::until).toList())
                .bindArray(
                        name() + "Most",
                        Integer.class,
                        reads.stream().map(KeySelection::most).toList());
    }

    private String name() {
        return key.name().toLowerCase(Locale.ROOT) + (withoutCountry ? "Alone" : "");
    }

    @Override
    public int compareTo(Way other) {
        return Comparator.comparing(Way::key).thenComparing(Way::withoutCountry).compare(this, other);
    }

    private static String matches(OrderKey key, boolean withoutCountry) {
        return switch (key) {
            case SELLER -> "seller_id = k.value";
            case BUYER -> "buyer_id = k.value";
            case DEVICE -> "device_id = k.value";
            case PAYMENT -> "payment_id = k.value";
            case IP -> "ip = k.value";
            case SHIP_TO ->
                "ship_to_postcode = k.value and ship_to_country " + (withoutCountry ? "is null" : "= k.country");
            case SELLER_BUYER,
                    SELLER_DEVICE,
                    SELLER_PAYMENT,
                    SELLER_IP,
                    SELLER_SHIP_TO,
                    BUYER_DEVICE,
                    BUYER_PAYMENT,
                    BUYER_IP,
                    BUYER_SHIP_TO,
                    DEVICE_PAYMENT -> throw new IllegalArgumentException("a pair is read by one of its halves: " + key);
        };
    }
}
