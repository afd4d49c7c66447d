package dev.chasqui.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;

/** The way of a new author: a project is made, built by one command, and its jar is tried. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "mvnw is a POSIX script")
class AgentProjectTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin/java");

    @TempDir private Path folder = Path.of("");

    @Test
    void oneCommandBuildsAJarThatRuns() throws Exception {
        Path home = Files.createDirectories(folder.resolve("the distribution"));
        run(
                Path.of(""),
                JAVA.toString(),
                "-XX:TieredStopAtLevel=1",
                "../build/AuthorsRepository.java",
                home.resolve("repo").toString(),
                "..",
                version(),
                "1.0.0",
                "3.4.1");
        makeProject(home);

        Path project = folder.resolve("word-count");
        run(
                project,
                "./mvnw",
                "-q",
                "-o",
                "package",
                // What the build fetched is there; what this project fetches goes elsewhere.
                "-Dmaven.repo.local=" + folder.resolve("fetched"),
                "-Dmaven.repo.local.tail=" + fetchedBefore());

        Path jar = project.resolve("target/word-count-1.0.jar");
        try (JarFile packed = new JarFile(jar.toFile())) {
            assertThat(packed.stream().map(entry -> entry.getName()))
                    .contains("wordcount/WordCountAgent.class")
                    .noneMatch(name -> name.startsWith("dev/chasqui"));
        }
        assertThat(project.resolve("target/surefire-reports/wordcount.WordCountAgentTest.txt"))
                .content()
                .contains("Tests run: 3, Failures: 0");
        CommandRun trial =
                command("agents", "try", jar.toString(), "/word-count x", "--model-says", "Yes.");
        assertThat(trial.out()).isEqualTo("Hello! Yes.\n");
    }

    /** Runs {@code agents new} in a process of its own, since a property names the home. */
    private void makeProject(Path home) throws IOException, InterruptedException {
        run(
                folder,
                JAVA.toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dchasqui.home=" + home,
                "-cp",
                LaunchedServer.absoluteClassPath(),
                Main.class.getName(),
                "agents",
                "new",
                "word-count");
    }

    private static CommandRun command(String... arguments) {
        return CommandRun.of(Map.of(), options -> {}, arguments);
    }

    /** Returns the version of this build, which is in the name of each of its jars. */
    private static String version() throws IOException {
        String prefix = "chasqui-domain-";
        try (var jars = Files.newDirectoryStream(Path.of("../domain/target"), prefix + "*.jar")) {
            String jar = jars.iterator().next().getFileName().toString();
            return jar.substring(prefix.length(), jar.length() - ".jar".length());
        }
    }

    /** Returns Maven's local repository. */
    private static String fetchedBefore() {
        return Objects.requireNonNullElseGet(
                System.getProperty("localRepository"),
                () -> Path.of(System.getProperty("user.home"), ".m2/repository").toString());
    }

    private void run(Path in, String... command) throws IOException, InterruptedException {
        Path said = folder.resolve("said.txt");
        List<String> all = new ArrayList<>(List.of(command));
        ProcessBuilder builder =
                new ProcessBuilder(all)
                        .directory(in.toAbsolutePath().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("MAVEN_OPTS");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(() -> read(said)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
