package org.assize.feature;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assize.platform.Money;
import org.jspecify.annotations.Nullable;

/**
 * How a seller has been trading in the {@value #WEEKS} weeks before an instant: for people to look at, beside what is usual
 * in its category. Not what a model sees.
 *
 * @param orders in each week, the last week last
 * @param value of them, in the reference currency; null when one of its currencies has no rate
 * @param shares only of what the marketplace tells: without any delivery of it, none is called late
 * @param cut whether it had so many orders that only the latest were counted
 */
public record Conduct(long[] orders, @Nullable List<Money> value, Map<Measure, Share> shares, boolean cut) {

    public static final int WEEKS = 13;

    /** Fewer say nothing: one more or less would be another picture. */
    public static final int ENOUGH = 10;

    public Conduct {
        value = value == null ? null : List.copyOf(value);
        shares = Collections.unmodifiableMap(shares.isEmpty() ? Map.of() : new EnumMap<>(shares));
    }

    public long total() {
        return Arrays.stream(orders).sum();
    }

    /** What sellers are compared by. The first two are of one week, the others shares of orders. */
    public enum Measure {
        ORDERS,
        /** In minor units of the reference currency. */
        VALUE,
        /** Of the orders whose delivery was due: delivered later than {@link FeatureOptions#lateAfter}, or not yet. */
        LATE,
        /** Refunded or returned, of the orders with a status. */
        REFUNDED,
        /** Of the reviews: {@link FeatureOptions#lowReview} stars or fewer. */
        LOW_REVIEW,
        /** Known as fraud by an outcome, such as a chargeback, of all orders. */
        DISPUTED;

        public static final List<Measure> SHARES = List.of(LATE, REFUNDED, LOW_REVIEW, DISPUTED);

        @JsonValue
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What happened, of what was counted. */
    public record Share(long happened, long counted) {

        private static final double Z = 1.959963984540054;

        public Share {
            if (happened < 0 || happened > counted) {
                throw new IllegalArgumentException("a share of " + happened + " of " + counted);
            }
        }

        public boolean isEnough() {
            return counted >= ENOUGH;
        }

        public double share() {
            return counted == 0 ? Double.NaN : (double) happened / counted;
        }

        /** The lower end of Wilson's interval of 95 per cent (Wilson, JASA 22, 1927); 0 when nothing was counted. */
        public double low() {
            return counted == 0 ? 0 : Math.max(0, middle() - half());
        }

        /** The upper end of it; 1 when nothing was counted. */
        public double high() {
            return counted == 0 ? 1 : Math.min(1, middle() + half());
        }

        private double middle() {
            return (share() + Z * Z / (2 * counted)) / (1 + Z * Z / counted);
        }

        private double half() {
            double p = share();
            return Z / (1 + Z * Z / counted) * Math.sqrt(p * (1 - p) / counted + Z * Z / (4.0 * counted * counted));
        }
    }

    /**
     * What is counted of orders {@code o}, for one seller as for all of them. An order without a delivery is late once it is
     * past its time, unless it was cancelled.
     */
    static final String COUNTS = """
            count(*) filter (where o.placed_at <= :asOf - make_interval(hours => :lateHours)
              and lower(coalesce(o.status, '')) not in ('cancelled', 'canceled')) as due,
            count(*) filter (where o.placed_at <= :asOf - make_interval(hours => :lateHours)
              and lower(coalesce(o.status, '')) not in ('cancelled', 'canceled')
              and (o.delivered_at is null or o.delivered_at > o.placed_at + make_interval(hours => :lateHours))) as late,
            count(o.delivered_at) as delivered,
            count(o.status) as told,
            count(*) filter (where lower(o.status) in ('refunded', 'returned')) as refunded,
            count(o.review_score) as reviews,
            count(*) filter (where o.review_score <= :lowReview) as low_reviews,
            -- a value and not "exists", which the planner may answer by reading all outcomes for the sake of one seller
            count(*) filter (where (
              select u.fraud from outcome u
              where u.subject_kind = 'order' and u.subject_id = o.order_id and u.fraud limit 1)) as disputed
            """;
}
