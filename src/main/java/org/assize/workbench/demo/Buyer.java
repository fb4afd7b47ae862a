package org.assize.workbench.demo;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One account that buys, and its habits: the devices, instruments and places its orders usually come from. From
 * {@code newPhoneAt} on the first device is replaced by the last, as happens to honest people.
 */
record Buyer(
        String id,
        Market market,
        Instant since,
        List<String> devices,
        @Nullable Instant newPhoneAt,
        List<Instrument> instruments,
        String homeIp,
        List<String> carrierIps,
        Address home,
        Address elsewhere,
        List<Integer> favourites,
        double weight) {

    /** What pays: a method and, but for cash, the fingerprint of the card or account. */
    record Instrument(String method, @Nullable String paymentId) {}

    /** Where a parcel goes. */
    record Address(String country, String postcode) {}
}
