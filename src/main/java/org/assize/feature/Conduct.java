package org.assize.feature;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assize.platform.Interval;
import org.assize.platform.Money;
import org.assize.subject.Striking;
import org.jspecify.annotations.Nullable;

/**
 * How a seller has been trading in the {@value #WEEKS} weeks before an instant: for people to look at, beside what is usual
 * in its category. Not what a model sees.
 *
 * @param orders in each week, the last week last
 * @param value of them, in the reference currency; null when one of its currencies has no rate
 * @param shares only of what the marketplace tells: where nobody tells of deliveries, none is called late
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
        /** Of the orders that were {@linkplain Striking#DUE due}: delivered later than {@link FeatureOptions#lateAfter}, or not. */
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

        /** The lower end of its {@linkplain Interval#ofShare interval}; 0 when nothing was counted. */
        public double low() {
            return counted == 0 ? 0 : Interval.ofShare(happened, counted).low();
        }

        /** The upper end of it; 1 when nothing was counted. */
        public double high() {
            return counted == 0 ? 1 : Interval.ofShare(happened, counted).high();
        }
    }

    /** What is counted of orders {@code o}, for one seller as for all of them. */
    static final String COUNTS = """
            count(*) filter (where <due>) as due,
            count(*) filter (where <late> or <overdue>) as late,
            count(o.delivered_at) as delivered,
            count(o.status) as told,
            count(*) filter (where <refunded>) as refunded,
            count(o.review_score) as reviews,
            count(*) filter (where o.review_score <= :lowReview) as low_reviews,
            -- a value and not "exists", which the planner may answer by reading all outcomes for the sake of one seller
            count(*) filter (where (
              select u.fraud from outcome u
              where u.subject_kind = 'order' and u.subject_id = o.order_id and u.fraud limit 1)) as disputed
            """.replace("<due>", Striking.DUE)
            .replace("<late>", Striking.LATE)
            .replace("<overdue>", Striking.OVERDUE)
            .replace("<refunded>", Striking.REFUNDED);
}
