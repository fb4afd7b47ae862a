/**
 * Who acts and what they may do: people, roles, permissions, sign-in, API tokens. Not what they do.
 *
 * <p>Invariant: whoever acts is an {@link org.assize.security.Actor}, and every use case asks it for the permission it
 * needs. A view that hides a button is a courtesy, never the check. What changes here is told as a
 * {@link org.assize.security.SecurityAct}, which the trail records in the same transaction.
 */
@NullMarked
package org.assize.security;

import org.jspecify.annotations.NullMarked;
