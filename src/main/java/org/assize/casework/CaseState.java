package org.assize.casework;

/**
 * Where a case stands in its life. Everything but closed is open. One in a ring waits for the verdict on the case that leads
 * the ring, and nobody can claim it.
 */
public enum CaseState {
    WAITING,
    CLAIMED,
    SNOOZED,
    SECOND_REVIEW,
    IN_RING,
    CLOSED
}
