package org.assize.ingest;

import org.jspecify.annotations.Nullable;

/**
 * One row that was not taken: the line an editor shows, the column as the file names it, the value shortened and with
 * unprintable characters replaced, and why.
 */
public record Reject(
        long line, @Nullable String column, @Nullable String value, Complaint complaint) {

    private static final int SHOWN = 120;

    public Reject {
        value = value == null ? null : printable(value);
    }

    private static String printable(String value) {
        int end = Math.min(value.length(), SHOWN);
        var shown = new StringBuilder(end + 1);
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1));
            if (pair) {
                shown.append(c).append(value.charAt(++i));
            } else {
                shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\uFFFD' : c);
            }
        }
        return end < value.length() ? shown.append('…').toString() : shown.toString();
    }
}
