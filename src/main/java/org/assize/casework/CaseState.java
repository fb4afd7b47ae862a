package org.assize.casework;

/** Where a case stands in its life. Everything but closed is open. */
public enum CaseState {
    WAITING,
    CLAIMED,
    SNOOZED,
    SECOND_REVIEW,
    CLOSED
}
