package org.assize.workbench.demo;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.assize.subject.SubjectKind;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/**
 * People who judge cases of the simulated marketplace: they know the truth only through error. How hard a subject is to
 * judge is the same for everybody, so their errors go together, as those of real colleagues do. The same person, subject
 * and reading always give the same opinion.
 */
public final class SimulatedReviewers {
    /** Five people with different eyes; the sign-in names are those of the demo. */
    public static final List<Reviewer> TEAM = List.of(
            new Reviewer("ada", "Ada Nowak", .07, .03, .05, .15, .04, 38, Map.of(SchemeKind.BRUSHING, 2.0)),
            new Reviewer("lin", "Lin Chen", .09, .05, .04, .25, .06, 44, Map.of(SchemeKind.ACCOUNT_TAKEOVER, 2.2)),
            new Reviewer(
                    "jonas",
                    "Jonas Oberschwarzenbacher",
                    .14,
                    .04,
                    .10,
                    .30,
                    .08,
                    30,
                    Map.of(SchemeKind.REFUND_ABUSE, 2.0, SchemeKind.OTHER, 2.0)),
            new Reviewer("aiko", "青山 愛子", .08, .07, .08, .20, .05, 36, Map.of(SchemeKind.REREGISTRATION, 1.8)),
            new Reviewer(
                    "maja",
                    "Maja Åkesson",
                    .18,
                    .09,
                    .07,
                    .55,
                    .12,
                    50,
                    Map.of(SchemeKind.COUNTERFEIT, 1.8, SchemeKind.BRUSHING, 1.6)));

    private static final double MOST_MISSED = .75;

    private final long seed;
    private final Truth truth;

    public enum Decision {
        FRAUD,
        LEGITIMATE,
        INCONCLUSIVE
    }

    public enum Confidence {
        CERTAIN,
        LIKELY
    }

    /**
     * @param missed share of ordinary frauds this person takes for honest
     * @param alarmed share of honest subjects this person takes for fraud
     * @param undecided share left inconclusive
     * @param swayed how far a shown score pulls the opinion, 0 to 1
     * @param absent share of working days off
     * @param casesPerDay what a day holds
     * @param weakness by what the misses are multiplied for a kind of scheme
     */
    public record Reviewer(
            String username,
            String name,
            double missed,
            double alarmed,
            double undecided,
            double swayed,
            double absent,
            int casesPerDay,
            Map<SchemeKind, Double> weakness) {}

    /**
     * @param typology with a fraud decision only
     * @param actions codes of what the marketplace should do; empty for none
     * @param spent time from opening the case to the verdict
     */
    public record Opinion(
            Decision decision,
            @Nullable String typology,
            Confidence confidence,
            boolean flagUseful,
            String rationale,
            List<String> actions,
            Duration spent) {}

    public SimulatedReviewers(long seed, Truth truth) {
        this.seed = seed;
        this.truth = truth;
    }

    /** Weekends are free; sick leave and holidays come in whole days. */
    public boolean present(Reviewer reviewer, LocalDate day) {
        boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        return !weekend && !new Dice(seed, "absence " + reviewer.username() + day).chance(reviewer.absent());
    }

    /**
     * What this person says about a subject, of which nothing later than {@code at} can be seen.
     *
     * @param reading 1 for the first verdict on a case, 2 for a second reading, and so on
     * @param percentileShown the score's percentile in 0..1 if the person sees it, null for blind work
     */
    public Opinion judge(
            Reviewer reviewer, SubjectRef subject, Instant at, int reading, @Nullable Double percentileShown) {
        Truth.@Nullable Fact fact = truth.about(subject, at);
        double difficulty = .3 + 1.4 * new Dice(seed, "difficulty " + subject).unit();
        Dice dice = new Dice(seed, "opinion " + reviewer.username() + " " + subject + " " + reading);
        double pull = percentileShown == null ? 0 : reviewer.swayed() * (percentileShown > .97 ? 1 : -1);
        Duration spent = Duration.ofSeconds((long) Math.clamp(dice.logNormal(75 * difficulty, .6), 12, 1500));
        if (dice.chance(reviewer.undecided() * difficulty)) {
            return undecided(dice, spent);
        }
        if (fact == null) {
            double alarmed = reviewer.alarmed() * difficulty * (1 + pull);
            return dice.chance(alarmed) ? falseAlarm(dice, subject, spent) : honest(dice, subject, spent);
        }
        double missed = reviewer.missed()
                * difficulty
                * (fact.scheme().careful() ? 2 : .7)
                * reviewer.weakness().getOrDefault(fact.kind(), 1.0)
                * (1 - .5 * pull);
        if (dice.chance(Math.min(missed, MOST_MISSED))) {
            return honest(dice, subject, spent);
        }
        SchemeKind named = dice.chance(.06 * difficulty) ? mistakenFor(fact.kind()) : fact.kind();
        String seen = named == fact.kind() && dice.chance(.7) ? fact.scheme().evidence() : sentence(dice, named);
        return new Opinion(
                Decision.FRAUD,
                named.typology(),
                dice.chance(fact.scheme().careful() ? .45 : .8) ? Confidence.CERTAIN : Confidence.LIKELY,
                dice.chance(.97),
                seen,
                actions(dice, subject.kind(), named),
                spent);
    }

    private static Opinion undecided(Dice dice, Duration spent) {
        return new Opinion(
                Decision.INCONCLUSIVE,
                null,
                Confidence.LIKELY,
                dice.chance(.6),
                dice.pick(
                        "Too few orders yet to tell a bad start from bad intent; look again in two weeks.",
                        "Device and address fit, the sum does not; the buyer has not answered.",
                        "Some late parcels, no complaint so far. Nothing that would carry a suspension.",
                        "Carrier's record is missing; without it both readings are possible."),
                dice.chance(.25) ? List.of("hold_payout") : List.of(),
                spent);
    }

    private static Opinion honest(Dice dice, SubjectRef subject, Duration spent) {
        String rationale = switch (subject.kind()) {
            case ORDER ->
                dice.pick(
                        "Nothing that ordinary orders of this kind do not show.",
                        "Buyer, device and payment hold together; a shared network is no reason.",
                        "Dear, but in keeping with what this seller's buyers spend.",
                        "The address differs for a plain reason: a collection point or a present.",
                        "A refund on its own is no pattern.");
            case SELLER ->
                dice.pick(
                        "Prices and delivery are within what the category shows.",
                        "Complaints are few and were answered with refunds.",
                        "Growing fast, but parcels arrive and reviews come from many places.",
                        "Shares an account with a sister company, which the register confirms.",
                        "Slow at times, not dishonest.");
        };
        return new Opinion(
                Decision.LEGITIMATE,
                null,
                dice.chance(.7) ? Confidence.CERTAIN : Confidence.LIKELY,
                dice.chance(.3),
                rationale,
                List.of(),
                spent);
    }

    private static Opinion falseAlarm(Dice dice, SubjectRef subject, Duration spent) {
        SchemeKind taken = switch (subject.kind()) {
            case ORDER -> dice.chance(.5) ? SchemeKind.STOLEN_PAYMENT : SchemeKind.REFUND_ABUSE;
            case SELLER -> dice.chance(.6) ? SchemeKind.FAKE_SHOP : SchemeKind.COUNTERFEIT;
        };
        return new Opinion(
                Decision.FRAUD,
                taken.typology(),
                dice.chance(.25) ? Confidence.CERTAIN : Confidence.LIKELY,
                true,
                sentence(dice, taken),
                actions(dice, subject.kind(), taken),
                spent);
    }

    private static SchemeKind mistakenFor(SchemeKind kind) {
        return switch (kind) {
            case FAKE_SHOP -> SchemeKind.BUST_OUT;
            case BUST_OUT, REREGISTRATION -> SchemeKind.FAKE_SHOP;
            case STOLEN_PAYMENT -> SchemeKind.ACCOUNT_TAKEOVER;
            case ACCOUNT_TAKEOVER, OTHER -> SchemeKind.STOLEN_PAYMENT;
            case BRUSHING, COUNTERFEIT, REFUND_ABUSE -> SchemeKind.OTHER;
        };
    }

    private static String sentence(Dice dice, SchemeKind kind) {
        return switch (kind) {
            case FAKE_SHOP ->
                dice.pick(
                        "Young shop, prices no trader could hold, and no parcel that arrived.",
                        "Announced as sent, never scanned by the carrier.");
            case BRUSHING ->
                dice.pick(
                        "Praise from accounts that buy nowhere else.",
                        "Five stars within hours of a delivery to the same door.");
            case STOLEN_PAYMENT ->
                dice.pick(
                        "Several cards on one device, small sums first.",
                        "Payment and address belong to different people; goods that sell again easily.");
            case ACCOUNT_TAKEOVER ->
                dice.pick(
                        "Unknown device and address on an old account, and a sum it never spent before.",
                        "The owner's habits stop that night.");
            case REFUND_ABUSE ->
                dice.pick(
                        "Claims loss again and again, each time at another seller.",
                        "Delivered with signature, refunded as lost.");
            case REREGISTRATION ->
                dice.pick("Same hands as a banned seller.", "Payout account is known from an earlier ban.");
            case BUST_OUT ->
                dice.pick(
                        "A good name spent in a week: discounts, a rush of orders, nothing sent.",
                        "Deliveries stop while sales soar.");
            case COUNTERFEIT ->
                dice.pick("Brand goods at a price the maker does not sell for.", "Reviews speak of copies.");
            case OTHER ->
                dice.pick("Supplied through third-party orders.", "A pattern of its own; see the linked orders.");
        };
    }

    private static List<String> actions(Dice dice, SubjectKind subject, SchemeKind kind) {
        return switch (subject) {
            case SELLER ->
                kind == SchemeKind.BRUSHING && dice.chance(.5)
                        ? List.of("warn")
                        : dice.chance(.8) ? List.of("suspend_seller", "hold_payout") : List.of("hold_payout");
            case ORDER ->
                switch (kind) {
                    case REFUND_ABUSE, BRUSHING -> List.of("warn");
                    case FAKE_SHOP, BUST_OUT, REREGISTRATION, COUNTERFEIT -> List.of("refund_buyer", "hold_payout");
                    case STOLEN_PAYMENT, ACCOUNT_TAKEOVER, OTHER -> List.of("cancel_order");
                };
        };
    }
}
