package org.assize.ingest;

/** Where an import is. */
public enum ImportState {
    WAITING,
    RUNNING,
    DONE,
    CANCELLED,
    /** The file ended early; what came before was kept. */
    FAILED,
    /** No node has the file any more, or none comes to its end; what was kept is counted, and the file may be sent again. */
    INTERRUPTED;

    public boolean isFinal() {
        return switch (this) {
            case WAITING, RUNNING -> false;
            case DONE, CANCELLED, FAILED, INTERRUPTED -> true;
        };
    }
}
