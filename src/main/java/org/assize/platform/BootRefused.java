package org.assize.platform;

import org.jspecify.annotations.Nullable;

/** The application will not start like this; the message says to the person at the terminal what to change. */
public final class BootRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BootRefused(String message) {
        this(message, null);
    }

    public BootRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
