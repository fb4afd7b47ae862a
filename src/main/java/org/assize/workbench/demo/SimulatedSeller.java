package org.assize.workbench.demo;

import java.time.Instant;
import java.util.Map;
import org.assize.subject.Attributes;
import org.assize.subject.Seller;
import org.assize.subject.SubjectRef;
import org.jspecify.annotations.Nullable;

/** One seller over time: who it says it is, how it trades, and when the marketplace bans it or takes the ban back. */
final class SimulatedSeller {
    final String id;
    final Instant registeredAt;
    final String name;
    final String country;
    final Market market;
    final Goods goods;
    final Identifiers identifiers;
    final Profile profile;
    final Conduct conduct;
    private @Nullable Instant bannedAt;
    private @Nullable Instant restoredAt;
    private Instant honestUntil = Instant.MAX;

    /** What a crew shares by mistake or thrift. */
    record Identifiers(String email, String phone, String bankAccount, String deviceId, String ip) {}

    /** What the seller claims on signing up. */
    record Profile(double yearsInTrade, String legalForm, int catalogueSize, String identityCheck) {}

    /**
     * @param weight share of its market's trade, unnormalised
     * @param priceLevel its prices over the market's median for the same article
     * @param sloppiness 0 for a model trader, 1 for one whose parcels are late or lost
     * @param transitDays the usual days between hand-over and delivery
     */
    record Conduct(double weight, double priceLevel, double sloppiness, double transitDays) {}

    SimulatedSeller(
            String id,
            Instant registeredAt,
            String name,
            String country,
            Market market,
            Goods goods,
            Identifiers identifiers,
            Profile profile,
            Conduct conduct) {
        this.id = id;
        this.registeredAt = registeredAt;
        this.name = name;
        this.country = country;
        this.market = market;
        this.goods = goods;
        this.identifiers = identifiers;
        this.profile = profile;
        this.conduct = conduct;
    }

    SubjectRef ref() {
        return SubjectRef.seller(id);
    }

    void ban(Instant at) {
        bannedAt = at;
    }

    void restore(Instant at) {
        restoredAt = at;
    }

    void turnDishonest(Instant at) {
        honestUntil = at;
    }

    @Nullable
    Instant bannedAt() {
        return bannedAt;
    }

    @Nullable
    Instant restoredAt() {
        return restoredAt;
    }

    boolean banned(Instant at) {
        return bannedAt != null && !at.isBefore(bannedAt) && (restoredAt == null || at.isBefore(restoredAt));
    }

    boolean trades(Instant at) {
        return at.isAfter(registeredAt) && !banned(at);
    }

    boolean tradesHonestly(Instant at) {
        return trades(at) && at.isBefore(honestUntil);
    }

    Seller asOf(Instant at) {
        return new Seller(
                id,
                registeredAt,
                name,
                country,
                market.code(),
                goods.code(),
                identifiers.email(),
                identifiers.phone(),
                identifiers.bankAccount(),
                identifiers.deviceId(),
                identifiers.ip(),
                banned(at) ? "banned" : "active",
                new Attributes(
                        Map.of("identity_check", profile.identityCheck(), "legal_form", profile.legalForm()),
                        Map.of(
                                "catalogue_size",
                                (double) profile.catalogueSize(),
                                "years_in_trade",
                                profile.yearsInTrade()),
                        Map.of(),
                        Map.of()));
    }
}
