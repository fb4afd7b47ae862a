package org.assize.security;

/**
 * The actor lacks a permission. An exception and not a sealed result, because no caller has a decision to take: the one
 * error handler answers 403, or shows the page that says so, and no use case can forget to.
 */
public final class NotPermitted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Permission permission;

    public NotPermitted(Permission permission) {
        super("needs " + permission.scope());
        this.permission = permission;
    }

    public Permission permission() {
        return permission;
    }
}
