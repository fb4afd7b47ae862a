package org.assize.feature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.assize.feature.Formula.Identifier;
import org.assize.subject.Seller;
import org.jspecify.annotations.Nullable;

/** The sellers, what they have in common, and which of them are known to be fraudulent; as of an instant that moves on. */
final class KnownSellers {

    private static final class Known {
        final Seller seller;
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

    void add(SellerFraud fraud) {
        toKnow.add(fraud);
    }

    /** Everything before {@code now} has happened. */
    void advance(Instant now) {
        for (Known k; (k = toRegister.peek()) != null && isBefore(k.seller.registeredAt(), now); ) {
            toRegister.remove();
            for (Map.Entry<Identifier, Map<String, List<Known>>> entry : sharing.entrySet()) {
                String value = identifier(k.seller, entry.getKey());
                if (value != null) {
                    entry.getValue()
                            .computeIfAbsent(value, _ -> new ArrayList<>(1))
                            .add(k);
                }
            }
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
                String email = seller.email();
                int at = email == null ? -1 : email.lastIndexOf('@');
                if (email == null || at < 0 || at == email.length() - 1) {
                    yield null;
                }
                String domain = email.substring(at + 1).toLowerCase(Locale.ROOT);
                yield publicMailDomains.contains(domain) ? null : domain;
            }
        };
    }
}
