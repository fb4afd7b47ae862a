package org.assize.subject;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed to find something, and what it may be: the number of a case, an id or its beginning, a name, an
 * identifier. It may be several of these at once.
 *
 * @param text without control characters, with single blanks, at most {@value #LONGEST} characters
 */
public record SearchQuery(String text) {

    public static final int LONGEST = 200;

    private static final Pattern BLANK = Pattern.compile("[\\p{C}\\p{Z}\\s]+");
    private static final Pattern NUMBER = Pattern.compile("#?\\s?(\\d{1,18}|\\d{1,3}(?:[ .,’']\\d{3})+)");
    private static final Pattern MAIL = Pattern.compile("[^@\\s]+@[^@\\s]*");
    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|(?=.*:.*:)[0-9a-fA-F:]{3,39}(?:\\.\\d{1,3}){0,3}");
    private static final Pattern PHONE = Pattern.compile("(?:\\+|00|\\()[\\d ()./-]{6,24}|\\d[\\d]*(?:[ /-][\\d]+)+");
    private static final Pattern BANK_ACCOUNT =
            Pattern.compile("[A-Za-z]{2}\\d{2}[ ]?(?:[A-Za-z0-9]{4}[ ]?){2,7}[A-Za-z0-9]{0,4}");

    public static SearchQuery of(@Nullable String typed) {
        String text = typed == null ? "" : BLANK.matcher(typed).replaceAll(" ").strip();
        int end = Math.min(text.length(), LONGEST);
        if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return new SearchQuery(text.substring(0, end).strip());
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** {@code 10423}, {@code #10423} and {@code 10 423} are how people write the number of a case. */
    public OptionalLong caseNumber() {
        var matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        String digits = matcher.group(1).replaceAll("\\D", "");
        return digits.length() > 18 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
    }

    /** Ids are kept as the marketplace writes them; people type them in small letters, or shout. */
    Set<String> spellings() {
        return Stream.of(text, text.toLowerCase(Locale.ROOT), text.toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The same, and without the blanks and strokes that telephone numbers and bank accounts are read out with. */
    Set<String> identifierSpellings() {
        Set<String> all = spellings();
        for (String each : List.copyOf(all)) {
            all.add(each.replaceAll("[ ()./-]", ""));
            all.add(each.replace(" ", ""));
        }
        all.remove("");
        return all;
    }

    /** Whether it reads as a mail address, a telephone number, a bank account or an address of the internet. */
    public boolean looksPersonal() {
        return MAIL.matcher(text).matches()
                || ADDRESS.matcher(text).matches()
                || BANK_ACCOUNT.matcher(text).matches()
                || PHONE.matcher(text).matches() && caseNumber().isEmpty();
    }

    /** As a pattern of LIKE that matches what begins with {@code beginning}, whatever characters it has. */
    static String prefixPattern(String beginning) {
        return beginning.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
