package org.assize.subject;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One identifier and who has it.
 *
 * @param sellers who have it or are ordered from with it again and again; of a hub only those that were asked about
 * @param accounts how many sellers and buyers have it, counted up to {@link #COUNTED}
 */
public record SharedIdentifier(Identifier identifier, SortedSet<String> sellers, int accounts) {

    /** Accounts counted; a person needs no more. */
    public static final int COUNTED = 1_000;

    public SharedIdentifier {
        sellers = new TreeSet<>(sellers);
    }

    /** Shared by so many that it says nothing of any of them. */
    public boolean isHub() {
        return accounts > identifier.kind().hubAbove();
    }

    /** What two looks at the same identifier have seen together. */
    SharedIdentifier with(SharedIdentifier other) {
        SortedSet<String> both = new TreeSet<>(sellers);
        both.addAll(other.sellers);
        return new SharedIdentifier(identifier, both, Math.max(accounts, other.accounts));
    }
}
