package org.assize.platform;

import org.jspecify.annotations.Nullable;

/** Cells of CSV files that people open in a spreadsheet. */
public final class SpreadsheetCell {

    private SpreadsheetCell() {}

    /** A cell that would be run as a formula begins with an apostrophe instead (OWASP, CSV injection). */
    public static String harmless(@Nullable String cell) {
        if (cell == null || cell.isEmpty()) {
            return "";
        }
        return "=+-@\t\r".indexOf(cell.charAt(0)) < 0 ? cell : "'" + cell;
    }
}
