package org.assize.ingest;

import org.jspecify.annotations.Nullable;

/**
 * One row that was not taken: the line an editor shows, the column as the file names it, the value, and why; column and
 * value shortened and with unprintable characters replaced.
 */
public record Reject(
        long line, @Nullable String column, @Nullable String value, Complaint complaint) {

    private static final int SHOWN = 120;

    public Reject {
        column = column == null ? null : printable(column, Fields.LONGEST_ID);
        value = value == null ? null : printable(value, SHOWN);
    }

    static String printable(String value, int longest) {
        int end = Math.min(value.length(), longest);
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
