package org.assize.feature;

/** What a feature's number counts, and so how it is written for a person. */
public enum FeatureUnit {
    /** Orders, buyers, sellers: a whole number. */
    COUNT,
    /** Major units of the reference currency. */
    MONEY,
    /** 0 to 1, written as a percentage. */
    SHARE,
    /** How many times: a ratio of two like amounts. */
    TIMES,
    DAYS,
    HOURS,
    /** Stars of a review. */
    STARS,
    /** Standard deviations from the mean. */
    DEVIATIONS,
    /** 1 for yes, 0 for no. */
    FLAG,
    /** Hour of the day, 0 to 23. */
    CLOCK_HOUR,
    /** A bucket that stands for a word; its size means nothing. */
    BUCKET,
    /** A number as the marketplace sent it. */
    NUMBER
}
