package org.assize.feature;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What of the past a formula looks at: the orders of one key, back to so long before the instant of the vector. A formula that
 * would have to look at more than {@link FeatureOptions#mostOrders} of them says that it does not know, so that an address
 * or a buyer behind a million orders costs a live order no more than one behind a few thousand.
 *
 * @param key always a single key; a pair is looked at through one of its halves
 * @param all whether it looks at all of these orders, or at the last of them only, however many they are
 */
record Look(OrderKey key, Duration back, boolean all) {

    /** Null for a formula that looks at no orders but the subject itself. */
    static @Nullable Look of(Formula formula, FeatureOptions options) {
        Duration month = Window.MONTH.length();
        return switch (formula) {
            case Formula.Own _, Formula.Attribute _, Formula.SellerAge _ -> null;
            case Formula.SharedWith _, Formula.SharedWithFraud _ -> null;
            case Formula.Count(OrderKey key, Window window) -> all(key, window.length());
            case Formula.Sum(OrderKey key, Window window) -> all(key, window.length());
            case Formula.Mean(OrderKey key, Window window) -> all(key, window.length());
            case Formula.Distinct(OrderKey key, OrderKey _, Window window) -> all(key, window.length());
            case Formula.Max(OrderKey key) -> all(key, month);
            case Formula.Deviation(OrderKey key) -> all(key, month);
            case Formula.RatioToMean(OrderKey key) -> all(key, month);
            case Formula.RatioToMax(OrderKey key) -> all(key, month);
            case Formula.SinceFirst(OrderKey key) -> all(key, options.horizon());
            case Formula.SinceLast(OrderKey key) -> last(key, options.horizon());
            case Formula.New(OrderKey key) -> last(key, options.horizon());
            case Formula.MaturedCount(OrderKey key, Window window) ->
                all(key, options.fraudDelay().plus(window.length()));
            case Formula.MaturedFraudRate(OrderKey key, Window window) ->
                all(key, options.fraudDelay().plus(window.length()));
            case Formula.Service _ -> all(OrderKey.SELLER, month.plus(FeatureOptions.SETTLED_AFTER));
            case Formula.OverdueShare _,
                    Formula.PerOrder _,
                    Formula.RepeatShare _,
                    Formula.NewBuyerShare _,
                    Formula.BuyerFraudRate _,
                    Formula.OrderGrowth _,
                    Formula.ValueGrowth _ -> all(OrderKey.SELLER, month);
        };
    }

    private static Look all(OrderKey key, Duration back) {
        return new Look(key.through(), back, true);
    }

    /** The last order of a pair may lie anywhere among those of the half that it is looked at through. */
    private static Look last(OrderKey key, Duration back) {
        return new Look(key.through(), back, key.isPair());
    }
}
