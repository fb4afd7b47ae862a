package org.assize.platform;

import org.jspecify.annotations.Nullable;

/** Cells of CSV files that people open in a spreadsheet. */
public final class SpreadsheetCell {

    private static final String BEGINS_A_FORMULA = "=+-@\t\r";

    private SpreadsheetCell() {}

    /** A cell that would be run as a formula begins with an apostrophe instead (OWASP, CSV injection). */
    public static String harmless(@Nullable String cell) {
        if (cell == null || cell.isEmpty()) {
            return "";
        }
        return beginsAFormula(cell, 0) ? "'" + cell : cell;
    }

    /** What {@link #harmless} made of it, undone. */
    public static String asItWas(String cell) {
        return cell.length() > 1 && cell.charAt(0) == '\'' && beginsAFormula(cell, 1) ? cell.substring(1) : cell;
    }

    private static boolean beginsAFormula(String cell, int at) {
        return BEGINS_A_FORMULA.indexOf(cell.charAt(at)) >= 0;
    }
}
