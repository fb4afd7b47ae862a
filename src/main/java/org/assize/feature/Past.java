package org.assize.feature;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.assize.subject.FraudKnowledge;
import org.assize.subject.Order;

/**
 * The orders of one value in the order of time, with what is known of their fraud; as the database had them when it was last
 * looked at. Immutable: what comes later makes another one, and engines that have gone some way along this one go on along it.
 */
final class Past {

    private static final Comparator<Order> BY_INSTANT =
            Comparator.comparing(Order::placedAt).thenComparing(Order::orderId);

    private final KeyValue of;
    /** Every order of the value since this instant is here. */
    private final Instant from;

    private final Order[] orders;
    private final FraudKnowledge[] words;
    private final Engines engines;

    private Past(KeyValue of, Instant from, Order[] orders, FraudKnowledge[] words, Engines engines) {
        this.of = of;
        this.from = from;
        this.orders = orders;
        this.words = words;
        this.engines = engines;
    }

    /** @param from every order of the value since then is among these */
    static Past of(KeyValue value, Instant from, List<Order> orders, List<FraudKnowledge> words) {
        Order[] inTime = orders.toArray(Order[]::new);
        Arrays.sort(inTime, BY_INSTANT);
        return new Past(value, from, inTime, words.toArray(FraudKnowledge[]::new), new Engines());
    }

    KeyValue value() {
        return of;
    }

    /** Sorted by time. Whoever asks must not change it, here and below. */
    Order[] orders() {
        return orders;
    }

    FraudKnowledge[] words() {
        return words;
    }

    Engines engines() {
        return engines;
    }

    int size() {
        return orders.length;
    }

    /** Whether a vector at an instant finds here what it looks at: all that lies so far back, or the newest {@code most}. */
    boolean reaches(Instant at, Duration back, int most) {
        return !from.isAfter(at.minus(back)) || before(at) >= most;
    }

    /** The newest {@code most} of those placed in [from, until). */
    List<Order> between(Instant since, Instant until, int most) {
        int end = before(until);
        return Arrays.asList(orders).subList(Math.max(before(since), end - most), end);
    }

    /** Those placed before an instant, which engines are not told of again; empty while they are few. */
    List<Order> goneBy(Instant since) {
        int gone = before(since);
        return 2 * gone < orders.length ? List.of() : Arrays.asList(orders).subList(0, gone);
    }

    /** Only what was placed at {@code since} or later. */
    Past since(Instant since) {
        Order[] left = Arrays.copyOfRange(orders, before(since), orders.length);
        return new Past(of, from.isAfter(since) ? from : since, left, words, engines);
    }

    /** An instant, or the last order's where that is earlier. */
    Instant until(Instant at) {
        return orders.length > 0 && orders[orders.length - 1].placedAt().isBefore(at)
                ? orders[orders.length - 1].placedAt()
                : at;
    }

    boolean contains(Order order) {
        return Arrays.binarySearch(orders, order, BY_INSTANT) >= 0;
    }

    /** How many were placed before an instant. */
    private int before(Instant at) {
        int low = 0;
        for (int high = orders.length; low < high; ) {
            int middle = (low + high) >>> 1;
            if (orders[middle].placedAt().isBefore(at)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    Past with(Order order) {
        int place = Arrays.binarySearch(orders, order, BY_INSTANT);
        if (place < 0 && order.placedAt().isBefore(from)) {
            // of what is older some is here and some is not: nobody may take it for whole
            return this;
        }
        if (place >= 0) {
            Order[] same = orders.clone();
            same[place] = order;
            return new Past(of, from, same, words, engines);
        }
        int at = -place - 1;
        Order[] more = Arrays.copyOf(orders, orders.length + 1);
        System.arraycopy(orders, at, more, at + 1, orders.length - at);
        more[at] = order;
        return new Past(of, from, more, words, engines);
    }

    /** Without an order, as it is here. */
    Past without(Order order) {
        int place = Arrays.binarySearch(orders, order, BY_INSTANT);
        if (place < 0) {
            return this;
        }
        Order[] fewer = Arrays.copyOf(orders, orders.length - 1);
        System.arraycopy(orders, place + 1, fewer, place, fewer.length - place);
        return new Past(of, from, fewer, words, engines);
    }

    /** Without an order, whatever it was when it was told. */
    Past without(String orderId) {
        for (Order order : orders) {
            if (order.orderId().equals(orderId)) {
                return without(order);
            }
        }
        return this;
    }

    Past with(FraudKnowledge word) {
        if (Arrays.asList(words).contains(word)) {
            return this;
        }
        FraudKnowledge[] more = Arrays.copyOf(words, words.length + 1);
        more[words.length] = word;
        return new Past(of, from, orders, more, engines);
    }
}
