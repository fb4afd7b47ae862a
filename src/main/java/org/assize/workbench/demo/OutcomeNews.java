package org.assize.workbench.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assize.subject.Outcome;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/**
 * What the world tells about fraud, late and in part: chargebacks, claims, complaints, bans. Some fraud is never told,
 * some of what is told is wrong and a part of that is taken back. At most one outcome per subject and source.
 */
final class OutcomeNews {
    /** Share of honest card orders that their own buyer disputes. */
    private static final double FRIENDLY_FRAUD = .0026;

    private OutcomeNews() {}

    static List<Outcome> about(Dice dice, SimulatedOrder order) {
        List<Outcome> news = new ArrayList<>();
        SimulatedOrder.@Nullable Fraud fraud = order.fraud();
        Instant placed = order.placedAt();
        if (fraud == null) {
            if (order.footprint().instrument().method().equals("card") && dice.chance(FRIENDLY_FRAUD)) {
                Instant charged = placed.plus(chargebackDelay(dice));
                news.add(told(order, true, "chargeback", charged, dice.chance(.5) ? "stolen_payment" : null));
                if (dice.chance(.4)) {
                    news.add(told(order, false, "chargeback_reversal", dice.within(charged, 6, 25), null));
                }
            }
            return news;
        }
        String typology = fraud.kind().typology();
        switch (fraud.kind()) {
            case STOLEN_PAYMENT -> {
                if (dice.chance(.86)) {
                    news.add(told(order, true, "chargeback", placed.plus(chargebackDelay(dice)), typology));
                }
            }
            case ACCOUNT_TAKEOVER -> {
                if (dice.chance(.6)) {
                    news.add(told(order, true, "chargeback", placed.plus(chargebackDelay(dice)), typology));
                }
                if (dice.chance(.35)) {
                    news.add(told(order, true, "buyer_report", dice.within(placed, .3, 9), typology));
                }
            }
            case FAKE_SHOP, REREGISTRATION, BUST_OUT -> {
                // Buyers know that nothing came, not by which scheme.
                if (order.fate().refundedAt() != null && dice.chance(.75)) {
                    news.add(told(order, true, "buyer_claim", order.fate().refundedAt(), null));
                } else if (dice.chance(.3)) {
                    news.add(told(order, true, "chargeback", placed.plus(chargebackDelay(dice)), null));
                }
            }
            case COUNTERFEIT -> {
                if (order.fate().refundedAt() != null && dice.chance(.5)) {
                    news.add(told(order, true, "buyer_claim", order.fate().refundedAt(), typology));
                }
            }
            case REFUND_ABUSE -> {
                if (dice.chance(.3)) {
                    news.add(told(order, true, "refund_review", dice.within(order.promisedAt(), 9, 30), typology));
                }
            }
            case BRUSHING -> {
                if (dice.chance(.06)) {
                    news.add(told(order, true, "review_audit", dice.within(placed, 10, 35), typology));
                }
            }
            case OTHER -> {}
        }
        return news;
    }

    static List<Outcome> about(Dice dice, SimulatedSeller seller, Truth truth) {
        List<Outcome> news = new ArrayList<>();
        Truth.@Nullable Fact fact = truth.about(seller.ref());
        @Nullable String typology = fact == null ? null : fact.kind().typology();
        if (seller.bannedAt() != null) {
            Instant occurred = fact == null ? seller.bannedAt() : fact.scheme().from();
            news.add(new Outcome(seller.ref(), true, "platform_ban", seller.bannedAt(), typology, occurred));
        }
        if (seller.restoredAt() != null) {
            news.add(new Outcome(seller.ref(), false, "ban_lifted", seller.restoredAt(), null, null));
        }
        if (fact != null && fact.kind() == SchemeKind.COUNTERFEIT && dice.chance(.5)) {
            Instant complained = dice.within(fact.scheme().from(), 12, 40);
            news.add(new Outcome(
                    seller.ref(),
                    true,
                    "brand_complaint",
                    complained,
                    typology,
                    fact.scheme().from()));
        }
        return news;
    }

    private static Outcome told(
            SimulatedOrder order, boolean fraud, String source, Instant knownAt, @Nullable String typology) {
        return new Outcome(SubjectRef.order(order.id()), fraud, source, knownAt, typology, order.placedAt());
    }

    /** Log-normal with a median of two weeks, between 5 and 45 days: when the statement is read and the bank has acted. */
    private static Duration chargebackDelay(Dice dice) {
        return Dice.days(Math.clamp(dice.logNormal(14, .5), 5, 45));
    }
}
