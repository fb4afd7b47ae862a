package org.assize;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} names every setting with its default, and none that does not exist. */
class ConfigurationTest {
    private static final Path PAGE = Path.of("docs/configuration.md");

    private record Setting(String key, String fallback) {
        String line() {
            return "| `" + key + "` | " + fallback + " |";
        }
    }

    @Test
    void thePageNamesEverySettingWithItsDefault() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(settings().map(Setting::line).filter(line -> !page.contains(line)))
                .as("lines missing in " + PAGE)
                .isEmpty();
    }

    @Test
    void thePageNamesNoSettingThatDoesNotExist() throws IOException {
        List<String> existing = settings().map(Setting::key).toList();
        assertThat(found(PAGE, "^\\| `(assize\\.[a-z.-]+)` \\|")).isSubsetOf(existing);
    }

    @Test
    void thePageNamesEveryEnvironmentVariableThatIsRead() throws IOException {
        var read = new TreeSet<String>(found(Path.of("assize"), "\\$\\{(ASSIZE_[A-Z_]+)"));
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                read.addAll(found(file, "\"(ASSIZE_[A-Z_]+)\""));
            }
        }
        assertThat(found(PAGE, "`(ASSIZE_[A-Z_]+)`")).containsAll(read);
    }

    private static Stream<Setting> settings() {
        return new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("org.assize").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .map(JavaClass::reflect)
                        .flatMap(type ->
                                settings(type.getAnnotation(ConfigMapping.class).prefix(), type));
    }

    private static Stream<Setting> settings(String prefix, Class<?> group) {
        return Arrays.stream(group.getMethods()).flatMap(method -> {
            String key = prefix + "." + name(method);
            Class<?> type = method.getReturnType();
            return type.isInterface() && type.getName().startsWith("org.assize.")
                    ? settings(key, type)
                    : Stream.of(new Setting(key, fallback(method)));
        });
    }

    private static String name(Method method) {
        WithName name = method.getAnnotation(WithName.class);
        return name != null
                ? name.value()
                : method.getName().replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }

    private static String fallback(Method method) {
        WithDefault fallback = method.getAnnotation(WithDefault.class);
        if (fallback != null) {
            return "`" + fallback.value() + "`";
        }
        return method.getReturnType() == Optional.class ? "none" : "must be set";
    }

    private static List<String> found(Path file, String pattern) throws IOException {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(Files.readString(file))
                .results()
                .map((MatchResult match) -> match.group(1))
                .distinct()
                .toList();
    }
}
