package org.assize.workbench;

import com.vaadin.flow.server.VaadinRequest;
import jakarta.servlet.http.Cookie;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assize.platform.ui.Texts;

/**
 * How a person likes the screens (theme, density, rail, letters as keys, pictures, language), kept in one cookie of the browser so
 * that the first paint is already right. Holds nothing worth protecting; unknown content is ignored.
 */
public record Look(Map<String, String> values) {

    static final String COOKIE = "assize-look";

    private static final Pattern PAIR =
            Pattern.compile("(theme|density|rail|keys|pictures|language):([A-Za-z-]{1,12})");

    public static Look of(VaadinRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(COOKIE)) {
                    return parse(cookie.getValue());
                }
            }
        }
        return new Look(Map.of());
    }

    static Look parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : text.split("\\.", 8)) {
            var matcher = PAIR.matcher(pair);
            if (matcher.matches()) {
                values.put(matcher.group(1), matcher.group(2));
            }
        }
        return new Look(values);
    }

    /** The attributes of the html element that the style sheet reads. */
    Map<String, String> attributes() {
        return values.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("language"))
                .collect(Collectors.toMap(entry -> "data-" + entry.getKey(), Map.Entry::getValue));
    }

    Optional<Locale> language() {
        return Optional.ofNullable(values.get("language"))
                .map(Locale::forLanguageTag)
                .map(Texts::closest);
    }

    public String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    Look with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.put(name, value);
        return new Look(changed);
    }

    String cookie() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining("."));
    }
}
