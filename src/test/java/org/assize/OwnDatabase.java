package org.assize;

import io.quarkus.test.junit.QuarkusTestProfile;

/** The application on a database apart from most other tests': for those that bring many rows or crown models with every feature. */
public final class OwnDatabase implements QuarkusTestProfile {}
