package io.belfry.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The invariants of ARCHITECTURE.md, one test each. */
class HouseTest {
    private static final List<String> MODULES =
            List.of(
                    "core",
                    "script-runner",
                    "ami-connector",
                    "agent-gateway",
                    "realtime-push",
                    "admin-web",
                    "pbx-simulator",
                    "launcher",
                    "bench");

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("io.belfry");

    private static final String CORE = "io.belfry.core..";
    private static final String AMI = "io.belfry.ami..";
    private static final String AGENTS = "io.belfry.agentgateway..";
    private static final String REALTIME = "io.belfry.realtimepush..";
    private static final String ADMIN = "io.belfry.adminweb..";
    private static final String LAUNCHER = "io.belfry.launcher..";
    private static final String SIMULATOR = "io.belfry.simulator..";

    @Test
    void coreKnowsNoOtherModule() {
        noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(AMI, AGENTS, REALTIME, ADMIN, LAUNCHER, SIMULATOR)
                .check(CLASSES);
    }

    @Test
    void adaptersDoNotKnowEachOther() {
        List<String> adapters = List.of(AMI, AGENTS, REALTIME, ADMIN);
        for (String adapter : adapters) {
            String[] others =
                    adapters.stream()
                            .filter(other -> !other.equals(adapter))
                            .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(adapter)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void onlyTheAmiConnectorKnowsAsteriskJava() {
        noClasses()
                .that()
                .resideOutsideOfPackage(AMI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.asteriskjava..")
                .check(CLASSES);
    }

    /** Code that a customer wrote is run by a process that can be killed, never by the server. */
    @Test
    void theServerHasNoLanguageForScripts() {
        String[] jars = System.getProperty("java.class.path").split(java.io.File.pathSeparator);

        assertThat(jars).noneMatch(jar -> jar.contains("graalvm") || jar.contains("script-runner"));
        noClasses()
                .that()
                .resideInAPackage("io.belfry..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.graalvm..", "io.belfry.scriptrunner..")
                .check(CLASSES);
    }

    /** What runs customers' code knows nothing of the server that it could give away. */
    @Test
    void theProcessThatRunsScriptsKnowsNothingOfTheServer() {
        List<String> knowing =
                files(Path.of("..", "script-runner", "src", "main", "java"))
                        .filter(
                                file ->
                                        text(file)
                                                .matches(
                                                        "(?s).*io\\.(belfry\\.(?!scriptrunner)|vertx).*"))
                        .map(Path::toString)
                        .toList();

        assertThat(knowing).isEmpty();
    }

    /** What measures the server is no part of it. */
    @Test
    void nobodyNeedsTheBench() {
        List<String> needing =
                MODULES.stream()
                        .filter(module -> !module.equals("bench"))
                        .filter(
                                module ->
                                        text(Path.of("..", module, "pom.xml"))
                                                .contains("<artifactId>bench</artifactId>"))
                        .toList();

        assertThat(needing).isEmpty();
    }

    @Test
    void callsAndAgentsArePlainJava() {
        classes()
                .that()
                .resideInAnyPackage("io.belfry.core.call..", "io.belfry.core.agent..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.belfry.core.call..", "io.belfry.core.agent..", "java..")
                .check(CLASSES);
    }

    @Test
    void theSimulatorSharesNoMisunderstandingWithUs() {
        noClasses()
                .that()
                .resideInAPackage(SIMULATOR)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CORE, AMI)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void nobodyReadsAClockOfHisOwnWhereCallsAreDerived() {
        noClasses()
                .that()
                .resideInAPackage("io.belfry.core.call..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }

    @Test
    void templatesEscapeEverything() {
        List<String> unescaped =
                sources("src/main/resources", ".html")
                        .filter(
                                file ->
                                        text(file)
                                                .matches(
                                                        "(?s).*(th:utext|\\[\\(|__\\$\\{| style=\"| onclick=).*"))
                        .map(Path::toString)
                        .toList();

        assertThat(unescaped).isEmpty();
    }

    @Test
    void testsWaitForConditionsAndDoNotSleep() {
        // written in two parts so that this line does not find itself
        String sleep = "Thread." + "sleep(";

        List<String> sleeping =
                sources("src/test/java", ".java")
                        .filter(file -> text(file).contains(sleep))
                        .map(Path::toString)
                        .toList();

        assertThat(sleeping).isEmpty();
    }

    private static Stream<Path> sources(String below, String ending) {
        return MODULES.stream()
                .map(module -> Path.of("..", module, below))
                .filter(Files::exists)
                .flatMap(HouseTest::files)
                .filter(file -> file.toString().endsWith(ending));
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
