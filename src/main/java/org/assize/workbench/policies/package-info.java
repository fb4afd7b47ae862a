/**
 * How the work is set up: queues and their policies, routing rules, calendars, who comes to people at all, and who works when.
 *
 * <p>It decides nothing: every change is a use case's, versioned there. Invariant: a page tells who changed what before,
 * and nothing that somebody else has changed meanwhile is overwritten unseen.
 */
@NullMarked
package org.assize.workbench.policies;

import org.jspecify.annotations.NullMarked;
