package org.assize.queue;

import java.util.List;

/**
 * What a person can be given to judge.
 *
 * @param markets nothing named: every market
 * @param languages that they read, as ISO 639-1 codes
 * @param typologies that they know
 * @param version 0 while nobody has said anything
 */
public record Skill(List<String> markets, List<String> languages, List<String> typologies, int version) {

    public static final Skill NONE = new Skill(List.of(), List.of(), List.of(), 0);

    public Skill {
        markets = List.copyOf(markets);
        languages = List.copyOf(languages);
        typologies = List.copyOf(typologies);
    }

    boolean coversMarket(@org.jspecify.annotations.Nullable String market) {
        return markets.isEmpty() || market != null && markets.stream().anyMatch(market::equalsIgnoreCase);
    }

    /** One of each list that is not empty. */
    boolean covers(List<String> wantedLanguages, List<String> wantedTypologies) {
        return (wantedLanguages.isEmpty() || wantedLanguages.stream().anyMatch(languages::contains))
                && (wantedTypologies.isEmpty() || wantedTypologies.stream().anyMatch(typologies::contains));
    }
}
