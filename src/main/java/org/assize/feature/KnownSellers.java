package org.assize.feature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.assize.feature.Formula.Identifier;
import org.assize.subject.MailDomain;
import org.assize.subject.Seller;
import org.jspecify.annotations.Nullable;

/** The sellers, what they have in common, and which of them are known to be fraudulent; as of an instant that moves on. */
final class KnownSellers {

    private static final class Known {
        Seller seller;
        boolean registered;
        boolean fraud;
        long fraudKnownAt = Long.MIN_VALUE;

        Known(Seller seller) {
            this.seller = seller;
        }
    }

    private final Set<String> publicMailDomains;
    private final Map<String, Known> byId = new HashMap<>();
    private final Map<Identifier, Map<String, List<Known>>> sharing = new EnumMap<>(Identifier.class);
    private final PriorityQueue<Known> toRegister = new PriorityQueue<>(
            Comparator.comparing(k -> k.seller.registeredAt(), Comparator.nullsFirst(Comparator.naturalOrder())));
    private final PriorityQueue<SellerVersion> toChange =
            new PriorityQueue<>(Comparator.comparing(SellerVersion::from));
    private final PriorityQueue<SellerFraud> toKnow = new PriorityQueue<>(Comparator.comparing(SellerFraud::knownAt));
    /** Frauds of sellers that nobody has told about. */
    private final Map<String, SellerFraud> early = new HashMap<>();

    KnownSellers(Set<String> publicMailDomains) {
        this.publicMailDomains = publicMailDomains;
        for (Identifier identifier : Identifier.values()) {
            sharing.put(identifier, new HashMap<>());
        }
    }

    void add(Seller seller) {
        Known known = new Known(seller);
        Known other = byId.putIfAbsent(seller.sellerId(), known);
        if (other == null) {
            toRegister.add(known);
            SellerFraud fraud = early.remove(seller.sellerId());
            if (fraud != null) {
                know(known, fraud);
            }
        } else if (!other.seller.equals(seller)) {
            throw new IllegalArgumentException("two different records of seller " + seller.sellerId());
        }
    }

    void add(SellerVersion version) {
        toChange.add(version);
    }

    void add(SellerFraud fraud) {
        toKnow.add(fraud);
    }

    /** Everything before {@code now} has happened. */
    void advance(Instant now) {
        for (SellerVersion v; (v = toChange.peek()) != null && v.from().isBefore(now); ) {
            toChange.remove();
            Known k = byId.get(v.seller().sellerId());
            if (k != null) {
                change(k, v.seller());
            }
        }
        for (Known k; (k = toRegister.peek()) != null && isBefore(k.seller.registeredAt(), now); ) {
            toRegister.remove();
            register(k);
        }
        for (SellerFraud f; (f = toKnow.peek()) != null && f.knownAt().isBefore(now); ) {
            toKnow.remove();
            Known k = byId.get(f.sellerId());
            if (k == null) {
                early.merge(f.sellerId(), f, (a, b) -> a.knownAt().isBefore(b.knownAt()) || b.fraud() ? b : a);
            } else {
                know(k, f);
            }
        }
    }

    private void register(Known k) {
        k.registered = true;
        sharing.forEach((identifier, known) -> {
            String value = identifier(k.seller, identifier);
            if (value != null) {
                known.computeIfAbsent(value, _ -> new ArrayList<>(1)).add(k);
            }
        });
    }

    /** Takes the seller out of everything under its former record; what has registered by now comes back under the new one. */
    private void change(Known k, Seller told) {
        if (k.registered) {
            sharing.forEach((identifier, known) -> {
                String value = identifier(k.seller, identifier);
                if (value != null) {
                    known.getOrDefault(value, List.of()).remove(k);
                }
            });
            k.registered = false;
        } else {
            toRegister.remove(k);
        }
        k.seller = told;
        toRegister.add(k);
    }

    /** The seller as known now; as given when it is not known at all. */
    Seller asOfNow(Seller given) {
        Known known = byId.get(given.sellerId());
        return known == null ? given : known.seller;
    }

    private static boolean isBefore(@Nullable Instant instant, Instant now) {
        return instant == null || instant.isBefore(now);
    }

    private static void know(Known known, SellerFraud fraud) {
        long at = Micros.of(fraud.knownAt());
        if (at > known.fraudKnownAt || fraud.fraud()) {
            known.fraud = fraud.fraud();
            known.fraudKnownAt = at;
        }
    }

    /** Microseconds since the seller registered; -1 when that is unknown or not yet. */
    long age(String sellerId, long now) {
        Known known = byId.get(sellerId);
        return known == null ? -1 : age(known.seller, now);
    }

    static long age(Seller seller, long now) {
        Instant registeredAt = seller.registeredAt();
        return registeredAt == null ? -1 : Math.max(-1, now - Micros.of(registeredAt));
    }

    /** Other registered sellers with this seller's identifier; -1 when it has none or one that says nothing. */
    int sharedWith(Seller seller, Identifier identifier) {
        String value = identifier(seller, identifier);
        if (value == null) {
            return -1;
        }
        int others = 0;
        for (Known known : with(identifier, value)) {
            others += known.seller.sellerId().equals(seller.sellerId()) ? 0 : 1;
        }
        return others;
    }

    int sharedWithFraud(Seller seller) {
        Set<Known> frauds = new HashSet<>();
        for (Identifier identifier : Identifier.values()) {
            String value = identifier(seller, identifier);
            if (value != null) {
                for (Known known : with(identifier, value)) {
                    if (known.fraud && !known.seller.sellerId().equals(seller.sellerId())) {
                        frauds.add(known);
                    }
                }
            }
        }
        return frauds.size();
    }

    private List<Known> with(Identifier identifier, String value) {
        Map<String, List<Known>> sellers = sharing.get(identifier);
        return sellers == null ? List.of() : sellers.getOrDefault(value, List.of());
    }

    private @Nullable String identifier(Seller seller, Identifier identifier) {
        return identifier(seller, identifier, publicMailDomains);
    }

    static @Nullable String identifier(Seller seller, Identifier identifier, Set<String> publicMailDomains) {
        return switch (identifier) {
            case BANK_ACCOUNT -> seller.bankAccount();
            case DEVICE -> seller.deviceId();
            case PHONE -> seller.phone();
            case IP -> seller.ip();
            case EMAIL_DOMAIN -> {
                String domain = seller.email() == null ? null : MailDomain.of(seller.email());
                yield domain == null || publicMailDomains.contains(domain) ? null : domain;
            }
        };
    }
}
