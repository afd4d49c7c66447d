package dev.chasqui.bootstrap;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The allowed dependencies: they point inward. */
class ArchitectureTest {
    private static final String[] SHARED_BY_DIALECTS = {
        "dev.chasqui.adapters.dialects.request..",
        "dev.chasqui.adapters.dialects.reply..",
        "dev.chasqui.adapters.dialects.server.."
    };

    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.chasqui");

    @Test
    void allRoomsOfTheHouseAreLookedAt() {
        assertThat(HOUSE.stream().map(type -> type.getPackageName().split("\\.", -1)[2]))
                .contains("domain", "application", "adapters", "plugin", "cli", "bootstrap");
    }

    @Test
    void theDomainNeedsNothingButTheJdk() {
        classes()
                .that()
                .resideInAPackage("dev.chasqui.domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.chasqui.domain..", "java..", "org.jspecify..")
                .check(HOUSE);
    }

    @Test
    void theApplicationNeedsTheDomainAndATool() {
        classes()
                .that()
                .resideInAPackage("dev.chasqui.application..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.chasqui.application..",
                        "dev.chasqui.domain..",
                        "java..",
                        "jdk.management..",
                        "org.jspecify..",
                        "com.github.benmanes.caffeine..")
                .check(HOUSE);
    }

    @Test
    void whatAuthorsOfPluginsSeeIsTheContractAlone() {
        classes()
                .that()
                .resideInAPackage("dev.chasqui.plugin..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.chasqui.plugin..", "dev.chasqui.domain..", "java..", "org.jspecify..")
                .check(HOUSE);
    }

    @Test
    void noAdapterKnowsAnotherButTheDialectsAndWhatRecipesAreFor() {
        slices().assignedFrom(new Adapters())
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        resideInAnyPackage(
                                "dev.chasqui.adapters.http..",
                                "dev.chasqui.adapters.remote..",
                                "dev.chasqui.adapters.upstream.."),
                        resideInAPackage("dev.chasqui.adapters.dialects.."))
                .ignoreDependency(
                        resideInAPackage("dev.chasqui.adapters.llamacpp.."),
                        resideInAPackage("dev.chasqui.adapters.processes.."))
                .check(HOUSE);
    }

    /** A command that is a client must not depend on the parts of the server. */
    @Test
    void theCommandLineNeedsNoMoreThanAClientDoes() {
        classes()
                .that()
                .resideInAPackage("dev.chasqui.cli..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.chasqui.cli..",
                        "dev.chasqui.adapters.config..",
                        "dev.chasqui.adapters.dialects..",
                        "dev.chasqui.adapters.upstream..",
                        "dev.chasqui.application.port..",
                        "dev.chasqui.domain..",
                        "java..",
                        "org.jspecify..",
                        "picocli..")
                .check(HOUSE);
    }

    @Test
    void noDialectKnowsAnother() {
        slices().matching("dev.chasqui.adapters.dialects.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), resideInAnyPackage(SHARED_BY_DIALECTS))
                .check(HOUSE);
    }

    @Test
    void theServerKnowsNoDialect() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.chasqui.adapters.http..",
                        "dev.chasqui.adapters.remote..",
                        "dev.chasqui.application..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.chasqui.adapters.dialects.*..")
                                .and(not(resideInAnyPackage(SHARED_BY_DIALECTS))))
                .check(HOUSE);
    }

    @Test
    void nothingDependsOnTheBootstrap() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.chasqui.bootstrap..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.chasqui.bootstrap..")
                .check(HOUSE);
    }

    /**
     * The packages of all modules. Cycles within a package are allowed: sealed families have some.
     */
    @Test
    void noPackagesGoInCircles() {
        slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void noPackagesOfAPluginGoInCircles() throws IOException {
        for (Path folder : PluginJars.ALL) {
            JavaClasses ours = ofPlugin(folder);
            assertThat(ours).isNotEmpty();
            slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(ours);
        }
    }

    /** Returns the classes in a plug-in's jar that are its own. */
    private static JavaClasses ofPlugin(Path folder) throws IOException {
        ClassFileImporter importer =
                new ClassFileImporter()
                        .withImportOption(entry -> entry.contains("dev/chasqui/plugins"));
        try (Stream<Path> jars = Files.list(folder)) {
            Path newest =
                    jars.filter(path -> path.getFileName().toString().startsWith("chasqui-plugin-"))
                            .filter(path -> path.toString().endsWith(".jar"))
                            .findFirst()
                            .orElseThrow();
            try (JarFile jar = new JarFile(newest.toFile())) {
                return importer.importJar(jar);
            }
        }
    }

    @Test
    void eachLibraryStaysInItsRoom() {
        onlyIn(
                "io.helidon..",
                "dev.chasqui.adapters.http..",
                "dev.chasqui.adapters.upstream.client..");
        onlyIn("io.helidon.webclient..", "dev.chasqui.adapters.upstream.client..");
        onlyIn("tools.jackson..", "dev.chasqui.adapters.config..", "dev.chasqui.adapters.hub..");
        onlyIn("org.pf4j..", "dev.chasqui.adapters.pf4j..");
        for (String library :
                List.of("java.sql..", "javax.sql..", "org.h2..", "org.jdbi..", "org.flywaydb..")) {
            onlyIn(library, "dev.chasqui.adapters.jdbc..");
        }
        onlyIn("org.postgresql..", "dev.chasqui.adapters.jdbc..");
        onlyIn("com.zaxxer..", "dev.chasqui.adapters.jdbc..");
        onlyIn("javax.jmdns..", "dev.chasqui.adapters.mdns..");
        onlyIn("io.prometheus..", "dev.chasqui.adapters.prometheus..");
        onlyIn("picocli..", "dev.chasqui.cli..");
    }

    private static void onlyIn(String library, String... rooms) {
        noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(HOUSE);
    }

    /** One slice per adapter; other classes are in none. */
    private static final class Adapters implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(com.tngtech.archunit.core.domain.JavaClass type) {
            String[] names = type.getPackageName().split("\\.", -1);
            return names.length > 3 && names[2].equals("adapters")
                    ? SliceIdentifier.of(names[3])
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "each adapter";
        }
    }

    /** One slice per package. */
    private static final class Packages implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
