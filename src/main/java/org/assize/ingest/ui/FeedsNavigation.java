package org.assize.ingest.ui;

import java.util.UUID;

/** Where the screens of feeds are. */
public final class FeedsNavigation {

    static final String FILES = "feeds";
    static final String KAFKA = "feeds/kafka";
    static final String IMPORT = "feeds/imports";
    static final String BRING = "feeds/bring";

    private FeedsNavigation() {}

    /** The page of one import. */
    public static String ofImport(UUID id) {
        return IMPORT + "/" + id;
    }
}
