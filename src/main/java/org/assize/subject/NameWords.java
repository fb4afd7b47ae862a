package org.assize.subject;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.assize.subject.Match.Mark;

/** How near the words of names are to what was typed, and where they stand in a name. The database splits names by itself. */
final class NameWords {

    private static final int SHORT = 4;
    private static final int LONG = 8;

    private NameWords() {}

    /** Whether a word of the database answers a typed one: it begins with it, or differs by a slip or two of the fingers. */
    static boolean answers(String word, String typed) {
        if (word.startsWith(typed)) {
            return true;
        }
        int slips = typed.length() < SHORT ? 0 : typed.length() < LONG ? 1 : 2;
        return Math.abs(word.length() - typed.length()) <= slips && distance(word, typed) <= slips;
    }

    /**
     * Characters left out, added, mistaken or swapped with their neighbour: the optimal string alignment distance
     * (Damerau 1964, without repeated edits of one place).
     */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int mistaken = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int best = Math.min(mistaken, Math.min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, beforeLast[j - 2] + 1);
                }
                current[j] = best;
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = current;
            current = free;
        }
        return last[b.length()];
    }

    /** Where these words stand in a name, whatever its case and accents; places that touch are one. */
    static List<Mark> marks(String name, Collection<String> words) {
        StringBuilder folded = new StringBuilder();
        List<Integer> place = new ArrayList<>();
        for (int i = 0; i < name.length(); ) {
            int point = name.codePointAt(i);
            String plain = Normalizer.normalize(
                            Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKD)
                                    .replaceAll("[\\u0300-\\u036f]", ""),
                            Normalizer.Form.NFC)
                    .toLowerCase(Locale.ROOT);
            for (int k = 0; k < plain.length(); k++) {
                folded.append(plain.charAt(k));
                place.add(i);
            }
            i += Character.charCount(point);
        }
        place.add(name.length());
        boolean[] marked = new boolean[name.length() + 1];
        for (String word : Set.copyOf(words)) {
            for (int at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
                boolean begins = at == 0 || !Character.isLetterOrDigit(folded.charAt(at - 1)) || ideographic(word);
                for (int i = place.get(at); begins && i < place.get(at + word.length()); i++) {
                    marked[i] = true;
                }
            }
        }
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < name.length(); i++) {
            if (marked[i]) {
                int end = i;
                while (marked[end]) {
                    end++;
                }
                marks.add(new Mark(i, end));
                i = end;
            }
        }
        return marks;
    }

    private static boolean ideographic(String word) {
        return word.codePoints().anyMatch(Character::isIdeographic);
    }
}
