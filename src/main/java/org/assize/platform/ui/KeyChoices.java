package org.assize.platform.ui;

import com.vaadin.flow.server.VaadinSession;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which letter a person presses instead of the usual one. Views name keys by their usual letters; what is shown and what is
 * pressed follows the choice.
 *
 * @param pressed usual letter to chosen letter, only where they differ; no letter is chosen for two
 */
public record KeyChoices(Map<String, String> pressed) {

    public static final KeyChoices USUAL = new KeyChoices(Map.of());

    private static final Pattern LETTER = Pattern.compile("[a-z]");

    public KeyChoices {
        pressed = Map.copyOf(pressed);
        Set<String> effective = new HashSet<>();
        for (String usual : alphabet()) {
            if (!effective.add(pressed.getOrDefault(usual, usual))) {
                throw new IllegalArgumentException("two keys on one letter: " + pressed);
            }
        }
    }

    /** Reads {@code n:q,q:n}; what is no such text is no choice. */
    public static KeyChoices parse(String text) {
        Map<String, String> pressed = new LinkedHashMap<>();
        for (String pair : text.split(",")) {
            String[] sides = pair.split(":");
            if (sides.length == 2
                    && Arrays.stream(sides)
                            .allMatch(side -> LETTER.matcher(side).matches())) {
                pressed.put(sides[0], sides[1]);
            }
        }
        try {
            return new KeyChoices(pressed);
        } catch (IllegalArgumentException e) {
            return USUAL;
        }
    }

    @Override
    public String toString() {
        return pressed.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> each.getKey() + ":" + each.getValue())
                .collect(Collectors.joining(","));
    }

    /** What is pressed for a usual key; keys that are no single letters stay. */
    public String of(String usual) {
        return pressed.getOrDefault(usual, usual);
    }

    /** The same with another letter for {@code usual}; whichever key had that letter takes the one that becomes free. */
    public KeyChoices with(String usual, String letter) {
        if (!LETTER.matcher(usual).matches() || !LETTER.matcher(letter).matches()) {
            throw new IllegalArgumentException("no letters: " + usual + ", " + letter);
        }
        Map<String, String> all = new LinkedHashMap<>();
        alphabet().forEach(each -> all.put(each, of(each)));
        String freed = of(usual);
        all.replaceAll((each, has) -> each.equals(usual) ? letter : has.equals(letter) ? freed : has);
        all.entrySet().removeIf(each -> each.getKey().equals(each.getValue()));
        return new KeyChoices(all);
    }

    /** The choice of whoever looks at the current screen. */
    public static KeyChoices current() {
        VaadinSession session = VaadinSession.getCurrent();
        KeyChoices chosen = session == null ? null : session.getAttribute(KeyChoices.class);
        return chosen == null ? USUAL : chosen;
    }

    public void makeCurrent() {
        VaadinSession.getCurrent().setAttribute(KeyChoices.class, this);
    }

    private static Collection<String> alphabet() {
        return IntStream.rangeClosed('a', 'z').mapToObj(Character::toString).toList();
    }
}
