package org.assize.feature;

/** What a feature is about; the page groups by it. */
public enum FeatureFamily {
    ORDER,
    VELOCITY,
    VALUE,
    DEVIATION,
    SPREAD,
    RECENCY,
    SERVICE,
    FRAUD,
    ACCOUNT,
    SHARING,
    ATTRIBUTE
}
