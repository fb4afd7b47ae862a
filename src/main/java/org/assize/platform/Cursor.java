package org.assize.platform;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** The key of a page's last row, opaque to whoever carries it. Doubles travel as their bits: a rounded key would skip rows. */
public record Cursor(List<String> parts) {

    private static final String SEPARATOR = "\u001f";

    /** What was sent as {@code after} is not a key that this list gave out. */
    public static final class Foreign extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Foreign() {
            super("not a key that this list gave out");
        }
    }

    public Cursor {
        parts = List.copyOf(parts);
    }

    public static Cursor of(String... parts) {
        return new Cursor(List.of(parts));
    }

    public static String part(double value) {
        return Long.toHexString(Double.doubleToRawLongBits(value));
    }

    /** @throws Foreign when it does not hold {@code parts} parts */
    public static Cursor decode(String encoded, int parts) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            Cursor cursor = of(text.split(SEPARATOR, -1));
            // no text of ours holds a NUL, and PostgreSQL takes none
            if (cursor.parts.size() == parts && text.indexOf('\0') < 0) {
                return cursor;
            }
        } catch (IllegalArgumentException e) {
            throw foreign(e);
        }
        throw new Foreign();
    }

    public String encoded() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8));
    }

    public String text(int part) {
        return parts.get(part);
    }

    public double number(int part) {
        try {
            return Double.longBitsToDouble(Long.parseUnsignedLong(parts.get(part), 16));
        } catch (NumberFormatException e) {
            throw foreign(e);
        }
    }

    public Instant instant(int part) {
        try {
            return KeptInstant.parse(parts.get(part));
        } catch (DateTimeException e) {
            throw foreign(e);
        }
    }

    public UUID id(int part) {
        try {
            return UUID.fromString(parts.get(part));
        } catch (IllegalArgumentException e) {
            throw foreign(e);
        }
    }

    private static Foreign foreign(Exception cause) {
        Foreign foreign = new Foreign();
        foreign.initCause(cause);
        return foreign;
    }
}
