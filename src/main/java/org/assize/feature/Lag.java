package org.assize.feature;

import java.util.ArrayList;
import java.util.List;

/**
 * An age of orders that some feature asks about. One pointer into the log parts the orders that are older from those that are
 * not; each order passes it once, and on its way is added to the totals of its keys that end here.
 */
final class Lag {

    final long micros;
    /** The first order that is not older. */
    int next;

    private final List<Ledger.Total> adding = new ArrayList<>();
    private final List<PairLedger.Total> addingPairs = new ArrayList<>();
    Ledger.Total[] totals = new Ledger.Total[0];
    PairLedger.Total[] pairTotals = new PairLedger.Total[0];

    Lag(long micros) {
        this.micros = micros;
    }

    void add(Ledger.Total total) {
        adding.add(total);
        totals = adding.toArray(Ledger.Total[]::new);
    }

    void add(PairLedger.Total total) {
        addingPairs.add(total);
        pairTotals = addingPairs.toArray(PairLedger.Total[]::new);
    }

    /** The next order passes. */
    void pass(OrderLog log) {
        int slot = log.slot(next);
        for (Ledger.Total total : totals) {
            total.add(slot, next);
        }
        for (PairLedger.Total total : pairTotals) {
            total.add(slot);
        }
        next++;
    }
}
