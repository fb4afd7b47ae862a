package org.assize;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.vaadin.flow.router.Route;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.assize.platform.AssizeClock;
import org.assize.platform.Command;
import org.assize.platform.Ids;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds the tree together; ARCHITECTURE.md says the same in prose. */
@AnalyzeClasses(packages = "org.assize", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** Feature to the features it may import, besides platform, security and audit. */
    private static final Map<String, List<String>> MAY_IMPORT = new LinkedHashMap<>();

    static {
        MAY_IMPORT.put("subject", List.of());
        MAY_IMPORT.put("ingest", List.of("subject"));
        MAY_IMPORT.put("feature", List.of("subject"));
        MAY_IMPORT.put("scoring", List.of("feature", "subject"));
        MAY_IMPORT.put("flagging", List.of("scoring", "subject"));
        MAY_IMPORT.put("casework", List.of("flagging", "scoring", "subject"));
        MAY_IMPORT.put("queue", List.of("casework"));
        MAY_IMPORT.put("verdict", List.of("queue", "casework"));
        MAY_IMPORT.put("quality", List.of("verdict", "casework", "subject"));
        MAY_IMPORT.put("insight", List.of("casework", "feature", "scoring", "subject"));
        MAY_IMPORT.put("label", List.of("verdict", "casework", "subject"));
        MAY_IMPORT.put("training", List.of("label", "feature", "scoring", "subject"));
    }

    private static final Set<String> BANNED =
            Set.of("common", "util", "utils", "helper", "helpers", "manager", "impl", "dto", "base", "core", "model");

    @ArchTest
    static void a_feature_knows_only_its_neighbours_below(JavaClasses tree) {
        MAY_IMPORT.forEach((feature, neighbours) -> onlyKnows(
                        feature, Stream.concat(Stream.of("platform", "security", "audit"), neighbours.stream()))
                .because("news travels upward as records and calls travel downward, so that a feature can be read, "
                        + "tested and replaced without those above it")
                .check(tree));
    }

    @ArchTest
    static final ArchRule the_platform_knows_nobody = onlyKnows("platform", Stream.of())
            .because("it would otherwise be a second domain that everything hangs on");

    @ArchTest
    static final ArchRule security_knows_the_platform_only = onlyKnows("security", Stream.of("platform"))
            .because("who may do what is decided before anybody knows what is done");

    @ArchTest
    static final ArchRule the_trail_knows_actors_only = onlyKnows("audit", Stream.of("platform", "security"))
            .because("a trail that understood the acts could be tempted to rewrite them");

    @ArchTest
    static final ArchRule the_beginning_knows_the_platform_only = noClasses()
            .that()
            .resideInAPackage("org.assize")
            .should()
            .dependOnClassesThat(assize().and(resideOutsideOfPackages("org.assize", "org.assize.platform..")))
            .because("commands are found, not named")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobody_imports_the_workbench = noClasses()
            .that()
            .resideOutsideOfPackage("org.assize.workbench..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.assize.workbench..")
            .because("it joins the features for a person; a feature that needs it has a screen inside its logic")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule only_the_workbench_imports_insight = noClasses()
            .that()
            .resideOutsideOfPackages("org.assize.insight..", "org.assize.workbench..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.assize.insight..")
            .because("figures are read by people, never by decisions")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule views_ask_use_cases_and_queries = noClasses()
            .that()
            .resideInAPackage("..ui..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("java.sql..", "org.jdbi..", "jakarta.persistence..", "jakarta.transaction..")
                            .or(annotatedWith(Entity.class)))
            .because("a view that reaches a row can show or change what no permission was asked for")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule views_are_reached_by_their_route = noClasses()
            .that()
            .areAnnotatedWith(Route.class)
            .should()
            .bePublic()
            .because("other features go there by the typed navigation, never by holding the view")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule repositories_stay_in_their_package = noClasses()
            .that()
            .areAssignableTo(PanacheRepositoryBase.class)
            .should()
            .bePublic()
            .because("every table has one owner")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule entities_stay_in_their_package = noClasses()
            .that()
            .areAnnotatedWith(Entity.class)
            .should()
            .bePublic()
            .because("what leaves a feature is a record that can not be changed by who reads it")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobody_injects_an_entity_manager = fields().that()
            .haveRawType(EntityManager.class)
            .should()
            .beDeclaredInClassesThat()
            .areAssignableTo(PanacheRepositoryBase.class)
            .because("entities are reached through the repository of their owner, everything else is SQL")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule transactions_begin_in_use_cases = noClasses()
            .that()
            .resideInAnyPackage("..ui..", "..rest..")
            .should()
            .beAnnotatedWith(Transactional.class)
            .because("a screen and a route come and go; the unit of work belongs to the act")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule there_is_one_clock = noClasses()
            .that(notClass(AssizeClock.class))
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("a test must be able to say what time it is, and history must be computed as of its own instant")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule chance_has_a_seed = noClasses()
            .that()
            // an id names a thing and decides nothing
            .doNotBelongToAnyOf(Ids.class)
            .should()
            .callConstructor(Random.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(ThreadLocalRandom.class, "current")
            .because("a draw that decides who is looked at must be repeatable from the recorded seed")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobody_looks_beans_up = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(CDI.class)
            .because("what a class needs stands in its constructor")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule no_package_is_a_drawer = classes()
            .should(new ArchCondition<JavaClass>("have a package named in words of the field") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean drawer =
                            Arrays.stream(type.getPackageName().split("\\.")).anyMatch(BANNED::contains);
                    events.add(new SimpleConditionEvent(
                            type, !drawer, type.getName() + (drawer ? " lies in a drawer" : " has a place")));
                }
            })
            .because("whatever has no other name ends up in such a package, and stays");

    @TestFactory
    Stream<DynamicTest> everyPackageSaysWhatItIsAndLeavesNoNullUnsaid() throws IOException {
        Path root = Path.of("src/main/java");
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> packages = files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .toList();
            return packages.stream()
                    .map(directory -> DynamicTest.dynamicTest(
                            root.relativize(directory).toString(),
                            () -> assertThat(directory.resolve("package-info.java"))
                                    .content()
                                    .contains("/**", "@NullMarked")));
        }
    }

    @Test
    void everyWordIsDeclaredWhereTheLauncherLooks() throws IOException {
        List<String> lines =
                Files.readAllLines(Path.of("src/main/resources/META-INF/services/org.assize.platform.Command"));
        List<String> declared = lines.stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.substring(line.indexOf('#') + 1).strip())
                .toList();
        assertThat(declared)
                .containsExactlyInAnyOrderElementsOf(
                        Assize.commands().map(Command::name).toList());
        assertThat(Assize.PROMISED).containsAll(declared);
    }

    @Test
    void theMapHasEveryPackageAndWhatItMayImport() throws IOException {
        String map = Files.readString(Path.of("ARCHITECTURE.md"));
        Map<String, List<String>> told = new HashMap<>();
        map.lines()
                .dropWhile(line -> !line.startsWith("|---"))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|"))
                .forEach(row -> {
                    for (String feature : row[1].strip().split(", ")) {
                        told.put(
                                feature,
                                row[2].isBlank()
                                        ? List.of()
                                        : List.of(row[2].strip().split(", ")));
                    }
                });
        assertThat(told.remove("workbench")).containsExactly("any");
        assertThat(told).isEqualTo(MAY_IMPORT);
        assertThat(map)
                .contains(MAY_IMPORT.keySet().stream()
                        .map(feature -> "**`" + feature + "`**")
                        .toList());
    }

    private static ArchRule onlyKnows(String feature, Stream<String> others) {
        String[] known = Stream.concat(Stream.of(feature), others)
                .map(name -> "org.assize." + name + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("org.assize." + feature + "..")
                .should()
                .dependOnClassesThat(assize().and(resideOutsideOfPackages(known)))
                .as(feature + " imports nothing of Assize but " + String.join(", ", known))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> assize() {
        return resideInAnyPackage("org.assize..");
    }

    private static DescribedPredicate<JavaClass> notClass(Class<?> type) {
        return DescribedPredicate.describe("not " + type.getSimpleName(), other -> !other.isEquivalentTo(type));
    }

    private static DescribedPredicate<JavaClass> annotatedWith(Class<? extends Annotation> type) {
        return DescribedPredicate.describe("@" + type.getSimpleName(), other -> other.isAnnotatedWith(type));
    }
}
