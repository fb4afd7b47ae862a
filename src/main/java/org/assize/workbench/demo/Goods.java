package org.assize.workbench.demo;

import java.util.Arrays;

/** A category of goods: the middle and spread of its prices in euro, its weight in kilograms, how often it comes back. */
enum Goods {
    ELECTRONICS(145, .85, 1.6, .07, .15),
    PHONES(310, .75, .4, .08, .07),
    FASHION(46, .55, .5, .24, .17),
    SHOES(72, .45, 1.1, .27, .09),
    HOME(58, .8, 4.5, .06, .14),
    BEAUTY(27, .5, .3, .03, .10),
    TOYS(31, .55, .9, .04, .08),
    SPORTS(64, .7, 2.2, .09, .08),
    COLLECTIBLES(85, 1.1, .4, .03, .04),
    CAR_PARTS(96, .8, 6.5, .08, .05),
    BOOKS(16, .4, .5, .02, .03);

    static final double[] SHARE_SUMS = Dice.runningSum(
            Arrays.stream(values()).mapToDouble(goods -> goods.share).toArray());

    final double medianEuro;
    final double sigma;
    final double kilograms;
    final double returnRate;
    private final double share;

    Goods(double medianEuro, double sigma, double kilograms, double returnRate, double share) {
        this.medianEuro = medianEuro;
        this.sigma = sigma;
        this.kilograms = kilograms;
        this.returnRate = returnRate;
        this.share = share;
    }

    static Goods any(Dice dice) {
        return values()[dice.weighted(SHARE_SUMS)];
    }

    String code() {
        return switch (this) {
            case ELECTRONICS -> "electronics";
            case PHONES -> "phones";
            case FASHION -> "fashion";
            case SHOES -> "shoes";
            case HOME -> "home_and_garden";
            case BEAUTY -> "beauty";
            case TOYS -> "toys";
            case SPORTS -> "sports";
            case COLLECTIBLES -> "collectibles";
            case CAR_PARTS -> "car_parts";
            case BOOKS -> "books";
        };
    }
}
