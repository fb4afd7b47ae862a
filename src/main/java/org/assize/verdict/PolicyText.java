package org.assize.verdict;

import java.time.Instant;
import java.util.Locale;

/**
 * What the house's policy says of one scheme, in one version.
 *
 * @param section as the policy numbers it
 * @param english and {@code chinese}: the same in each language, some sentences
 */
public record PolicyText(
        Typology typology,
        int version,
        String section,
        String english,
        String chinese,
        String changedBy,
        Instant changedAt) {

    /** In the reader's language; in English where it is not written in that. */
    public String in(Locale language) {
        return language.getLanguage().equals("zh") ? chinese : english;
    }
}
