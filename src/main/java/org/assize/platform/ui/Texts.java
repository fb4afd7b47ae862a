package org.assize.platform.ui;

import com.vaadin.flow.component.UI;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The words of the screens: one bundle per feature and language, {@code messages/<feature>_en.properties} and {@code
 * _zh_CN.properties} in UTF-8, merged. Messages are {@link MessageFormat} patterns; plurals are written with {@code
 * {0,choice,0#no cases|1#1 case|1<{0} cases}}. An apostrophe is written ’, or '' (a single straight one would quote).
 */
public final class Texts {

    /** Features that may have a bundle, in the order they are read; a key belongs to one bundle only. */
    public static final List<String> BUNDLES = List.of(
            "platform",
            "security",
            "audit",
            "subject",
            "ingest",
            "feature",
            "scoring",
            "flagging",
            "casework",
            "queue",
            "verdict",
            "quality",
            "label",
            "training",
            "insight",
            "workbench");

    /** The languages everything is written in; the first is the fallback. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE);

    private static final Map<Locale, Map<String, String>> MESSAGES = load();

    private Texts() {}

    /** The message in the language of the person looking at the current screen; in English where there is no screen. */
    public static String t(String key, Object... args) {
        return in(language(), key, args);
    }

    /** The message in one language. A key nobody wrote shows as ⟦key⟧, which every browser journey looks for. */
    public static String in(Locale language, String key, Object... args) {
        Locale known = closest(language);
        String pattern = messages(known).get(key);
        if (pattern == null) {
            return "⟦" + key + "⟧";
        }
        return new MessageFormat(pattern, known).format(args);
    }

    public static boolean has(String key) {
        return messages(Locale.ENGLISH).containsKey(key);
    }

    /** Every message of one language, by key. */
    public static Map<String, String> messages(Locale language) {
        return MESSAGES.getOrDefault(closest(language), Map.of());
    }

    /** The language of the current screen, among {@link #LANGUAGES}. */
    public static Locale language() {
        UI ui = UI.getCurrent();
        return ui == null ? Locale.ENGLISH : closest(ui.getLocale());
    }

    /** Chinese of any region reads Simplified Chinese, everybody else English. */
    public static Locale closest(Locale wanted) {
        return wanted.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    }

    /** A whole number as people write it here: 10,423. */
    public static String number(long value) {
        return NumberFormat.getIntegerInstance(language()).format(value);
    }

    /** A figure with a fixed number of decimals; what is not a number shows as a dash. */
    public static String number(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        NumberFormat format = NumberFormat.getNumberInstance(language());
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(value);
    }

    /** A share between 0 and 1 as per cent: 0.034 with one decimal is 3.4 %. */
    public static String percent(double share, int decimals) {
        return Double.isFinite(share) ? number(share * 100, decimals) + " %" : "–";
    }

    private static Map<Locale, Map<String, String>> load() {
        Map<Locale, Map<String, String>> all = new LinkedHashMap<>();
        for (Locale language : LANGUAGES) {
            Map<String, String> merged = new LinkedHashMap<>();
            for (String bundle : BUNDLES) {
                read(bundle, language).forEach((key, text) -> merged.put((String) key, (String) text));
            }
            all.put(language, Collections.unmodifiableMap(merged));
        }
        return all;
    }

    /** One bundle as it is written; empty when the feature has none. */
    static Properties read(String bundle, Locale language) {
        Properties properties = new Properties();
        String name = "messages/" + bundle + "_" + language + ".properties";
        try (InputStream in = Texts.class.getClassLoader().getResourceAsStream(name)) {
            if (in != null) {
                properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Message bundle " + name + " can not be read", e);
        }
        return properties;
    }
}
