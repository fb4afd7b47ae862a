package org.assize.feature;

/** Works a feature out for some instants of the block that the engine has at hand, and writes it where the vectors go. */
@FunctionalInterface
interface Reading {

    /** From one instant of the block up to another one. */
    void read(FeatureEngine engine, int from, int to);
}
