package dev.chasqui.cli.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.cli.CommandRun;
import dev.chasqui.cli.command.CommandFailure;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class AgentsNewCommandTest {
    @TempDir private Path folder = Path.of("");
    private Path home = Path.of("");

    @BeforeEach
    void unpackTheDistribution() throws IOException {
        home = Files.createDirectories(folder.resolve("a & b/chasqui"));
        Files.createDirectories(home.resolve("repo"));
    }

    @Test
    void theProjectIsNamedAfterItsAgent() throws IOException {
        CommandRun run = run("word-count");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("./mvnw -q package").contains("'/word-count hello'");
        Path project = folder.resolve("word-count");
        assertThat(Files.readString(project.resolve("src/main/java/wordcount/WordCountAgent.java")))
                .contains("package wordcount;", "class WordCountAgent", "return \"word-count\";");
        assertThat(project.resolve("src/test/java/wordcount/WordCountAgentTest.java")).exists();
        assertThat(
                        project.resolve(
                                "src/main/resources/META-INF/services/dev.chasqui.plugin.Plugin"))
                .hasContent("wordcount.WordCountAgent");
        assertThat(Files.readString(project.resolve("pom.xml")))
                .contains("<artifactId>word-count</artifactId>")
                .contains("<chasqui.home>" + folder + "/a &amp; b/chasqui</chasqui.home>")
                .contains("<url>file://${chasqui.home}/repo</url>");
        assertThat(Files.readString(project.resolve("README.md"))).contains("/a & b/chasqui/bin");
        assertThat(project.resolve(".gitignore")).hasContent("target/");
        assertThat(project.resolve("mvnw")).isExecutable();
        assertThat(project.resolve(".mvn/wrapper/maven-wrapper.properties")).exists();
    }

    @Test
    void noWordOfATemplateIsLeft() {
        run("greeter");

        assertThat(content(folder.resolve("greeter")).entrySet())
                .filteredOn(file -> !file.getKey().equals("mvnw"))
                .allSatisfy(
                        file ->
                                assertThat(file.getKey() + file.getValue())
                                        .doesNotContain("__", "${artifactId}", "${package}"));
    }

    @Test
    void thePackageMayBeAnother() {
        assertThat(run("greeter", "--package", "com.example.agents").exitCode()).isZero();

        assertThat(folder.resolve("greeter/src/main/java/com/example/agents/GreeterAgent.java"))
                .content()
                .startsWith("package com.example.agents;");
    }

    @ParameterizedTest
    @CsvSource({"class,class_,ClassAgent", "agent,agent,AgentAgent", "a1_b-c,a1bc,A1BCAgent"})
    void wordsOfJavaAreNoObstacle(String name, String javaPackage, String className) {
        AgentName agent = AgentName.of(name);

        assertThat(agent.packageName()).isEqualTo(javaPackage);
        assertThat(agent.className()).isEqualTo(className);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Greeter",
                "1st",
                "a/b",
                "../up",
                ".",
                "a b",
                "grüße",
                "a--b",
                "a-",
                "help",
                "a${x}",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void aBadNameIsRefused(String name) {
        CommandRun run = run(name);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("chasqui: NAME: ");
        assertThat(content(folder)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1a", "a.", "a..b", "a.class", "java.x", "dev.chasqui.x", "a-b", "a/b"})
    void aBadPackageIsRefused(String name) {
        CommandRun run = run("greeter", "--package", name);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("chasqui: --package: '" + name + "' (expected: a Java");
    }

    @Test
    void whatIsThereIsNotTouched() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("greeter")).resolve("pom.xml");
        Files.writeString(mine, "mine");

        CommandRun run = run("greeter");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("greeter is not empty (expected: a new folder");
        assertThat(content(folder)).containsOnly(Map.entry("greeter/pom.xml", "mine"));
    }

    @Test
    void aFileOfThatNameIsNotEither() throws IOException {
        Files.writeString(folder.resolve("greeter"), "mine");

        CommandRun run = run("greeter");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no folder that can be read");
    }

    @Test
    void anEmptyFolderIsTaken() throws IOException {
        Files.createDirectories(folder.resolve("greeter"));

        assertThat(run("greeter").exitCode()).isZero();
    }

    @Test
    void withoutADistributionItSaysWhatIsMissing() throws IOException {
        Files.delete(home.resolve("repo"));

        CommandRun run = run("greeter");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("repo is missing").contains("bin/chasqui");
    }

    /** The archetype and the command take the same files. */
    @Test
    void theFilesAreThoseOfTheArchetype() throws Exception {
        URI pom =
                Objects.requireNonNull(
                                getClass()
                                        .getClassLoader()
                                        .getResource("archetype-resources/pom.xml"))
                        .toURI();
        Set<String> files;
        if (pom.getScheme().equals("jar")) {
            try (FileSystem jar = FileSystems.newFileSystem(pom, Map.of())) {
                files = content(jar.getPath("/archetype-resources")).keySet();
            }
        } else {
            files = content(Path.of(pom).resolveSibling(".").normalize()).keySet();
        }

        assertThat(files)
                .isEqualTo(
                        Stream.concat(AgentProject.FILTERED.stream(), AgentProject.COPIED.stream())
                                .collect(Collectors.toSet()));
    }

    private CommandRun run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                new CommandLine(new AgentsNewCommand(Optional.of(home)))
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .setExecutionExceptionHandler(
                                (thrown, command, _) -> {
                                    command.getErr().println("chasqui: " + thrown.getMessage());
                                    return ((CommandFailure) thrown).exitCode();
                                });
        String[] all =
                Stream.concat(Stream.of(arguments), Stream.of("--dir", folder.toString()))
                        .toArray(String[]::new);
        return new CommandRun(line.execute(all), out.toString(), err.toString());
    }

    /** Returns the files below a folder with their content, without the distribution's. */
    private static Map<String, String> content(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .collect(
                            Collectors.toMap(
                                    file -> folder.relativize(file).toString(),
                                    AgentsNewCommandTest::read));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
