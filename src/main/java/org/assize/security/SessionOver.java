package org.assize.security;

/** Nobody is signed in, or not any more: signed out elsewhere, idle too long, demoted, or with a new password. */
public final class SessionOver extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SessionOver() {
        super("nobody is signed in");
    }
}
