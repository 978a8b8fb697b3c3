package io.belfry.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inside core packages look one way only. */
class PackagesTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.belfry.core");

    private static String[] packages(String names) {
        return Arrays.stream(names.split(" "))
                .map(name -> name.contains(".") ? name : "io.belfry.core." + name + "..")
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource({
        "call agent,  wire integration bus command script egress engine store settings account web",
        "wire,        integration bus command script egress engine store settings account web",
        "integration, bus command script egress engine store settings account web",
        "bus,         command script egress engine store settings account web",
        "egress,      bus command script engine store settings account web",
        "command,     script egress engine store settings account web",
        "script,      engine store settings account web",
        "engine,      egress store settings account web",
        "store,       engine settings account web",
        "settings,    engine account web",
    })
    void noneLooksBack(String from, String to) {
        noClasses()
                .that()
                .resideInAnyPackage(packages(from))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(to))
                .check(CLASSES);
    }

    @Test
    void callsAndAgentsArePlainJava() {
        classes()
                .that()
                .resideInAnyPackage(packages("call agent"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages("call agent java.."))
                .check(CLASSES);
    }

    @Test
    void theWireKnowsOfVertxOnlyJson() {
        classes()
                .that()
                .resideInAnyPackage(packages("wire"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages("call agent wire java.. io.vertx.core.json.."))
                .check(CLASSES);
    }

    /** But for the one that tells from a request who acts. */
    @Test
    void onlyTheWebPackageKnowsHttpRoutes() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.belfry.core.web..")
                .and()
                .doNotHaveFullyQualifiedName("io.belfry.core.account.Actor")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.ext.web..", "org.thymeleaf..")
                .check(CLASSES);
    }

    @Test
    void onlyTheStoreKnowsDatabases() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.belfry.core.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx.pgclient..",
                        "io.vertx.jdbcclient..",
                        "org.h2..",
                        "org.flywaydb..",
                        "org.postgresql..")
                .check(CLASSES);
    }
}
