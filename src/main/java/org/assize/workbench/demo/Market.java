package org.assize.workbench.demo;

import java.time.ZoneId;
import java.util.List;

/**
 * One national market: its time zone, its currency and what one euro is worth in it, its share of the trade, and how
 * people there pay (weights in the order of {@link #METHODS}).
 */
record Market(
        String code,
        ZoneId zone,
        String currency,
        double perEuro,
        double share,
        String dialling,
        String postcodeShape,
        int bankDigits,
        double[] methodSums) {

    static final List<String> METHODS = List.of("card", "wallet", "pay_later", "bank_transfer", "cash_on_delivery");

    /** In postcodes 9 stands for a digit and A for a letter. */
    static final List<Market> ALL = List.of(
            market("DE", "Europe/Berlin", "EUR", 1, .26, "+49", "99999", 18, 24, 36, 28, 11, 1),
            market("FR", "Europe/Paris", "EUR", 1, .14, "+33", "99999", 23, 68, 22, 8, 2, 0),
            market("GB", "Europe/London", "GBP", .86, .15, "+44", "AA9 9AA", 18, 62, 27, 11, 0, 0),
            market("PL", "Europe/Warsaw", "PLN", 4.3, .09, "+48", "99-999", 24, 30, 44, 9, 12, 5),
            market("SE", "Europe/Stockholm", "SEK", 11.4, .06, "+46", "999 99", 20, 35, 25, 38, 2, 0),
            market("IT", "Europe/Rome", "EUR", 1, .06, "+39", "99999", 23, 45, 38, 5, 4, 8),
            market("NL", "Europe/Amsterdam", "EUR", 1, .05, "+31", "9999 AA", 14, 18, 58, 20, 4, 0),
            market("US", "America/New_York", "USD", 1.08, .09, "+1", "99999", 17, 66, 26, 8, 0, 0),
            market("JP", "Asia/Tokyo", "JPY", 162, .05, "+81", "999-9999", 14, 62, 18, 8, 6, 6),
            market("CN", "Asia/Shanghai", "CNY", 7.8, .05, "+86", "999999", 19, 7, 88, 4, 0, 1));

    private static Market market(
            String code,
            String zone,
            String currency,
            double perEuro,
            double share,
            String dialling,
            String postcodeShape,
            int bankDigits,
            double... methods) {
        return new Market(
                code,
                ZoneId.of(zone),
                currency,
                perEuro,
                share,
                dialling,
                postcodeShape,
                bankDigits,
                Dice.runningSum(methods));
    }

    static Market of(String code) {
        return ALL.stream()
                .filter(market -> market.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no market " + code));
    }

    String postcode(Dice dice) {
        StringBuilder postcode = new StringBuilder();
        for (char shape : postcodeShape.toCharArray()) {
            postcode.append(
                    switch (shape) {
                        case '9' -> (char) ('0' + dice.below(10));
                        case 'A' -> "ABCDEFGHJKLMNPRSTUW".charAt(dice.below(19));
                        default -> shape;
                    });
        }
        return postcode.toString();
    }
}
