package org.assize.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetCellTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1", "+1", "-1", "@x", "\tx", "\rx"})
    void whatWouldRunBeginsWithAnApostrophe(String cell) {
        assertThat(SpreadsheetCell.harmless(cell)).isEqualTo("'" + cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "a=1", "长", "'=1", " =1"})
    void everythingElseStaysAsItIs(String cell) {
        assertThat(SpreadsheetCell.harmless(cell)).isEqualTo(cell);
    }
}
