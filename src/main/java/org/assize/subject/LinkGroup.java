package org.assize.subject;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The sellers that hang together by what they share, nearest first; hubs connect nobody. Of equal data the group is equal,
 * down to the order.
 *
 * @param links identifiers that connect at least two sellers of the group, or one with somebody beyond it
 * @param hubs identifiers that sellers of the group have in common with too many
 */
public record LinkGroup(List<Member> members, List<SharedIdentifier> links, List<SharedIdentifier> hubs) {

    /** Sellers that a group has at most, however much is unfolded. */
    public static final int MOST = 100;

    /**
     * @param steps from the sellers that were asked about, which have 0
     * @param beyond sellers that this one is linked to and that the group leaves out
     */
    public record Member(String sellerId, int steps, int beyond) {}

    /** Tells what some sellers share with anybody. */
    public interface Source {
        List<SharedIdentifier> of(Collection<String> sellerIds);
    }

    public LinkGroup {
        members = List.copyOf(members);
        links = List.copyOf(links);
        hubs = List.copyOf(hubs);
    }

    /** Whether somebody linked is left out. */
    public boolean isCut() {
        return members.stream().anyMatch(member -> member.beyond() > 0);
    }

    /**
     * @param from where to start; always in the group
     * @param most sellers to go to by nearness
     * @param unfolded sellers whose neighbours are in the group beyond {@code most}, in the order in which somebody asked for
     *     them; those that are not in the group are passed over
     */
    public static LinkGroup around(Collection<String> from, int most, List<String> unfolded, Source source) {
        Growing group = new Growing(source);
        group.grow(new TreeSet<>(from), 0);
        Set<String> rim = new TreeSet<>(from);
        for (int step = 1; !rim.isEmpty(); step++) {
            List<String> next = group.neighbours(rim);
            List<String> taken = next.subList(0, Math.clamp(most - group.steps.size(), 0, next.size()));
            group.grow(taken, step);
            rim = new TreeSet<>(taken);
        }
        for (String seller : unfolded) {
            Integer step = group.steps.get(seller);
            if (step != null) {
                List<String> next = group.neighbours(Set.of(seller));
                group.grow(next.subList(0, Math.clamp(MOST - group.steps.size(), 0, next.size())), step + 1);
            }
        }
        return group.grown();
    }

    private static final class Growing {
        final Map<String, Integer> steps = new LinkedHashMap<>();
        private final Map<Identifier, SharedIdentifier> seen = new TreeMap<>();
        private final Source source;

        Growing(Source source) {
            this.source = source;
        }

        void grow(Collection<String> sellers, int step) {
            sellers.forEach(seller -> steps.put(seller, step));
            if (!sellers.isEmpty()) {
                source.of(sellers).forEach(one -> seen.merge(one.identifier(), one, SharedIdentifier::with));
            }
        }

        /** Who is linked to one of these and not in the group, those with most in common first. */
        List<String> neighbours(Set<String> sellers) {
            Map<String, Integer> common = new HashMap<>();
            for (SharedIdentifier one : seen.values()) {
                if (!one.isHub() && one.sellers().stream().anyMatch(sellers::contains)) {
                    one.sellers().stream()
                            .filter(seller -> !steps.containsKey(seller))
                            .forEach(seller -> common.merge(seller, 1, Integer::sum));
                }
            }
            return common.keySet().stream()
                    .sorted(Comparator.comparing((String seller) -> -common.getOrDefault(seller, 0))
                            .thenComparing(seller -> seller))
                    .toList();
        }

        LinkGroup grown() {
            List<Member> members = new ArrayList<>(steps.size());
            steps.forEach((seller, step) -> members.add(
                    new Member(seller, step, neighbours(Set.of(seller)).size())));
            return new LinkGroup(
                    members,
                    seen.values().stream()
                            .filter(one -> !one.isHub() && one.sellers().size() > 1)
                            .toList(),
                    seen.values().stream().filter(SharedIdentifier::isHub).toList());
        }
    }
}
