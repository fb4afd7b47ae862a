package org.assize.platform.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextsTest {

    /** What reads the same in Chinese: names, symbols, patterns made of arguments only. */
    private static final Set<String> SAME_IN_CHINESE = Set.of();

    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
    private static final Pattern ONLY_SYMBOLS = Pattern.compile("[^\\p{L}]*|(?:\\{[^}]*}|[^\\p{L}{}])*");
    /** What is called the same everywhere: ID, SLA, IP, F1, CSV. */
    private static final Pattern NAME = Pattern.compile("[A-Z0-9 /·-]+");

    private static final Pattern KEY_BEGINNING = Pattern.compile("Texts\\.t\\(\\s*\"([\\w-]+\\.[\\w.-]*\\.)\"\\s*\\+");
    private static final Pattern LITERAL_KEY =
            Pattern.compile("(?:Texts\\.t|Texts\\.has)\\(\\s*\"([\\w.-]+)\"\\s*[,)]");

    @Test
    void everyBundleSaysTheSameThingsInBothLanguages() {
        for (String bundle : Texts.BUNDLES) {
            Properties english = Texts.read(bundle, Locale.ENGLISH);
            Properties chinese = Texts.read(bundle, Locale.SIMPLIFIED_CHINESE);
            assertThat(new TreeSet<>(chinese.stringPropertyNames()))
                    .as("keys of bundle %s in Chinese", bundle)
                    .isEqualTo(new TreeSet<>(english.stringPropertyNames()));
        }
    }

    @Test
    void noMessageIsEmptyAndChineseIsWrittenInHan() {
        Texts.messages(Locale.ENGLISH)
                .forEach((key, text) -> assertThat(text).as(key).isNotBlank());
        Texts.messages(Locale.SIMPLIFIED_CHINESE).forEach((key, text) -> {
            assertThat(text).as(key).isNotBlank();
            if (!SAME_IN_CHINESE.contains(key)
                    && !ONLY_SYMBOLS.matcher(text).matches()
                    && !text.equals(text.toUpperCase(Locale.ROOT))) {
                assertThat(HAN.matcher(text).find())
                        .as("%s in Chinese: %s", key, text)
                        .isTrue();
            }
        });
    }

    @Test
    void everyMessageIsAPatternWithoutAStraightApostropheThatWouldQuote() {
        for (Locale language : Texts.LANGUAGES) {
            Texts.messages(language).forEach((key, text) -> {
                assertThat(text.replace("''", "")).as(key).doesNotContain("'");
                assertThat(new MessageFormat(text, language)).as(key).isNotNull();
            });
        }
    }

    @Test
    void bothLanguagesUseTheSameArguments() {
        Map<String, String> english = Texts.messages(Locale.ENGLISH);
        Texts.messages(Locale.SIMPLIFIED_CHINESE)
                .forEach((key, text) -> assertThat(
                                new MessageFormat(text, Locale.SIMPLIFIED_CHINESE).getFormatsByArgumentIndex().length)
                        .as("arguments of %s", key)
                        .isEqualTo(new MessageFormat(english.getOrDefault(key, ""), Locale.ENGLISH)
                                .getFormatsByArgumentIndex()
                                .length));
    }

    @Test
    void noKeyStandsInTwoBundles() {
        Map<String, String> owners = new HashMap<>();
        for (String bundle : Texts.BUNDLES) {
            for (String key : Texts.read(bundle, Locale.ENGLISH).stringPropertyNames()) {
                assertThat(owners.put(key, bundle))
                        .as("other bundle with key %s of %s", key, bundle)
                        .isNull();
            }
        }
    }

    @Test
    void everyBundleBelongsToAFeatureThatIsRead() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/messages"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allMatch(name -> Texts.BUNDLES.stream()
                            .anyMatch(bundle -> name.equals(bundle + "_en.properties")
                                    || name.equals(bundle + "_zh_CN.properties")));
        }
    }

    @Test
    void everyKeyTheCodeAsksForIsWritten() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            Set<String> missing = new TreeSet<>();
            for (Path source : sources) {
                LITERAL_KEY
                        .matcher(Files.readString(source))
                        .results()
                        .map(match -> match.group(1))
                        .filter(key -> !Texts.has(key))
                        .forEach(key -> missing.add(key + " in " + source.getFileName()));
            }
            assertThat(missing).isEmpty();
        }
    }

    /** {@code Texts.t("workbench.state." + code)}: what follows is known when it runs, but something must stand there. */
    @Test
    void everyBeginningOfAKeyTheCodeAsksForHasMessages() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            Set<String> missing = new TreeSet<>();
            for (Path source :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                KEY_BEGINNING
                        .matcher(Files.readString(source))
                        .results()
                        .map(match -> match.group(1))
                        .filter(beginning -> Texts.messages(Locale.ENGLISH).keySet().stream()
                                .noneMatch(key -> key.startsWith(beginning)))
                        .forEach(beginning -> missing.add(beginning + " in " + source.getFileName()));
            }
            assertThat(missing).isEmpty();
        }
    }

    @Test
    void nothingIsLeftInEnglishInChinese() {
        Map<String, String> english = Texts.messages(Locale.ENGLISH);
        Texts.messages(Locale.SIMPLIFIED_CHINESE).forEach((key, text) -> {
            if (!SAME_IN_CHINESE.contains(key)
                    && !ONLY_SYMBOLS.matcher(text).matches()
                    && !NAME.matcher(text).matches()) {
                assertThat(text).as(key).isNotEqualTo(english.get(key));
            }
        });
    }

    @Test
    void aKeyNobodyWroteIsSeenAtOnce() {
        assertThat(Texts.in(Locale.ENGLISH, "nobody.wrote.this")).isEqualTo("⟦nobody.wrote.this⟧");
    }

    @Test
    void everyRegionOfChineseReadsSimplifiedChinese() {
        assertThat(Texts.in(Locale.TRADITIONAL_CHINESE, "platform.cancel")).isEqualTo("取消");
        assertThat(Texts.in(Locale.FRENCH, "platform.cancel")).isEqualTo("Cancel");
    }
}
