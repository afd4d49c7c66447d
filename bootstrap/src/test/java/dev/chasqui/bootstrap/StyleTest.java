package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules of style that no tool of the build checks. */
class StyleTest {
    private static final int MOST_LINES = 400;
    private static final Pattern NAMES_THAT_SAY_NOTHING =
            Pattern.compile("(?i).*(util|utils|helper|manager|impl|common)$");
    private static final Path ROOT = root();

    @Test
    void theSourcesOfAllModulesAreLookedAt() {
        assertThat(sources("main")).hasSizeGreaterThan(50);
        assertThat(sources("test")).hasSizeGreaterThan(10);
    }

    @Test
    void noSourceIsLongerThanAReaderTakesInAtOnce() {
        assertThat(sources("main"))
                .allSatisfy(file -> assertThat(lines(file)).hasSizeLessThanOrEqualTo(MOST_LINES));
    }

    @Test
    void namesSayWhatIsInside() {
        assertThat(sources("main"))
                .allSatisfy(
                        file -> {
                            String name = file.getFileName().toString().replace(".java", "");
                            assertThat(name).doesNotMatch(NAMES_THAT_SAY_NOTHING);
                            assertThat(file.getName(file.getNameCount() - 2).toString())
                                    .doesNotMatch(NAMES_THAT_SAY_NOTHING);
                        });
    }

    @Test
    void everyPackageSaysWhatLivesInIt() {
        assertThat(sources("main").stream().map(Path::getParent).distinct())
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).exists());
    }

    @Test
    void importsAreNamed() {
        assertThat(allSources())
                .allSatisfy(
                        file ->
                                assertThat(lines(file))
                                        .noneMatch(line -> line.matches("import .*\\*;")));
    }

    @Test
    void testsWaitForConditionsAndDoNotSleep() {
        assertThat(sources("test"))
                .filteredOn(file -> !file.endsWith("StyleTest.java"))
                .allSatisfy(
                        file ->
                                assertThat(lines(file))
                                        .noneMatch(line -> line.contains("Thread.sleep(")));
    }

    private static List<Path> allSources() {
        return Stream.concat(sources("main").stream(), sources("test").stream()).toList();
    }

    private static List<Path> sources(String set) {
        String folder = Path.of("src", set, "java").toString();
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> ROOT.relativize(file).toString().contains(folder))
                    .filter(file -> !ROOT.relativize(file).toString().contains("target"))
                    .filter(file -> !file.toString().contains("archetype-resources"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tests run in their module's folder. */
    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no mvnw above this folder");
        }
        return folder;
    }
}
