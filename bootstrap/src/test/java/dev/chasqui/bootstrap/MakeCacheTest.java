package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The script that makes the cache, with a fake Java. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is a POSIX script")
class MakeCacheTest {
    private static final Path SOURCES = Path.of("src", "main", "dist", "bin");
    private static final String FITS = "exit 0";
    private static final String DOES_NOT_FIT = "exit 1";

    @TempDir private Path folder = Path.of("");

    private Path dist = Path.of("");
    private Path bin = Path.of("");
    private Path cache = Path.of("");

    @BeforeEach
    void install() throws IOException {
        Path machine = folder.toRealPath();
        dist = machine.resolve("a dist");
        bin = dist.resolve("bin");
        cache = dist.resolve("chasqui-1.aot");
        for (String script : new String[] {"chasqui", "make-cache"}) {
            ScriptRun.write(bin.resolve(script), Files.readString(SOURCES.resolve(script)));
        }
        ScriptRun.write(bin.resolve("find-java"), "#!/bin/sh\necho '" + machine + "'\n");
        ScriptRun.write(bin.resolve("find-cache"), "#!/bin/sh\necho '" + cache + "'\n");
        java(DOES_NOT_FIT, "echo new >\"${option#*=}\"");
    }

    @Test
    void whereThereIsNoCacheOneIsMade() throws Exception {
        assertThat(makeCache()).isEqualTo(silent(0));

        assertThat(cache).hasContent("new");
        assertThat(dist).isDirectoryNotContaining("glob:**/aot.*");
    }

    @Test
    void aCacheThatFitsStays() throws Exception {
        Files.writeString(cache, "old");
        java(FITS, "exit 9");

        assertThat(makeCache()).isEqualTo(silent(0));

        assertThat(cache).hasContent("old");
    }

    @Test
    void aCacheThatDoesNotFitIsMadeAnew() throws Exception {
        Files.writeString(cache, "old");

        assertThat(makeCache()).isEqualTo(silent(0));

        assertThat(cache).hasContent("new");
    }

    @Test
    void aCacheOfOtherJarsGoes() throws Exception {
        Path other = Files.createFile(dist.resolve("chasqui-2.aot"));

        makeCache();

        assertThat(cache).exists();
        assertThat(other).doesNotExist();
    }

    @Test
    void onlyPluginsOfTheDistributionTakePart() throws Exception {
        Files.createDirectory(dist.resolve("plugins"));
        Files.createFile(dist.resolve("plugins").resolve("chasqui-plugin-a-1.jar"));
        Files.createFile(dist.resolve("plugins").resolve("foreign.jar"));
        java(DOES_NOT_FIT, "ls plugins >\"${option#*=}\"");

        makeCache();

        assertThat(cache).hasContent("chasqui-plugin-a-1.jar");
    }

    @Test
    void aTrainingThatFailsSaysWhyAndLeavesNothing() throws Exception {
        java(DOES_NOT_FIT, "echo half >\"${option#*=}\"; echo because; exit 3");

        ScriptRun run = makeCache();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("because");
        assertThat(dist).isDirectoryNotContaining("glob:**/{aot.*,*.aot}");
    }

    @Test
    void aTrainingThatLeavesNoCacheFails() throws Exception {
        java(DOES_NOT_FIT, ":");

        assertThat(makeCache().exitCode()).isEqualTo(1);
        assertThat(cache).doesNotExist();
    }

    @Test
    void aDistributionThatCannotBeWrittenIsSaidInOneSentence() throws Exception {
        ScriptRun.write(folder.resolve("path").resolve("mktemp"), "#!/bin/sh\nexit 1\n");

        ScriptRun run = makeCache();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains(dist + ": cannot be written");
    }

    @Test
    void whatAKilledOneLeftBehindIsRemoved() throws Exception {
        Path left = Files.createDirectory(dist.resolve("aot.123456"));
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(1))));

        makeCache();

        assertThat(left).doesNotExist();
    }

    @Test
    void theOptionsOfAServerHaveNoPartInIt() throws Exception {
        java(DOES_NOT_FIT, "printf '%s\\n' \"$@\" >\"${option#*=}\"");

        makeCache();

        assertThat(cache).content().contains("bootstrap.Training").doesNotContain("-Xoperator");
    }

    /**
     * Writes a fake Java with one behaviour for the check of a cache, and another one for making
     * it.
     */
    private void java(String probe, String training) throws IOException {
        ScriptRun.write(
                folder.resolve("bin").resolve("java"),
                """
                #!/bin/sh
                for option; do
                    case $option in
                        -XX:AOTMode=on) %s ;;
                        -XX:AOTCacheOutput=*) %s ;;
                    esac
                done
                """
                        .formatted(probe, training));
    }

    private ScriptRun makeCache() throws IOException, InterruptedException {
        return ScriptRun.of(
                bin.resolve("make-cache"),
                Map.of(
                        "PATH",
                        folder.resolve("path") + ":/usr/bin:/bin",
                        "CHASQUI_OPTS",
                        "-Xoperator"));
    }

    private static ScriptRun silent(int exitCode) {
        return new ScriptRun(exitCode, List.of(), List.of());
    }
}
