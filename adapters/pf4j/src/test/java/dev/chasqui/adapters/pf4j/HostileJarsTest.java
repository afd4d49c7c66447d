package dev.chasqui.adapters.pf4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Jars that cannot be used: the others are loaded, and the report states the reason. */
class HostileJarsTest {
    @TempDir private Path folder;

    @Test
    void aFileThatIsNoJar() throws IOException {
        Files.writeString(folder.resolve("hostile.jar"), "PK, or not");

        assertRefused("it is not a jar");
    }

    @Test
    void anEmptyFile() throws IOException {
        Files.createFile(folder.resolve("hostile.jar"));

        assertRefused("it is not a jar");
    }

    @Test
    void aJarWithoutAPlugin() throws IOException {
        new PluginJar().in(folder, "hostile.jar");

        assertRefused("META-INF/services/dev.chasqui.plugin.Plugin names no class");
    }

    @Test
    void aPluginThatIsNotThere() throws IOException {
        new PluginJar().service("sample.Missing").in(folder, "hostile.jar");

        assertRefused("sample.Missing not found");
    }

    @Test
    void aPluginThatIsNone() throws IOException {
        new PluginJar()
                .source("sample.None", "package sample; public class None {}")
                .service("sample.None")
                .in(folder, "hostile.jar");

        assertRefused("sample.None not a subtype");
    }

    @Test
    void aClassOfANewerJava() throws IOException {
        byte[] classFile = {
            (byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 99, 0, 1, 0, 0
        };
        new PluginJar()
                .entry("sample/Newer.class", classFile)
                .service("sample.Newer")
                .in(folder, "hostile.jar");

        assertRefused("it was compiled for a newer Java than 25");
    }

    @Test
    void aClassFileThatIsNone() throws IOException {
        new PluginJar()
                .entry("sample/Garbage.class", new byte[] {1, 2, 3})
                .service("sample.Garbage")
                .in(folder, "hostile.jar");

        assertRefused("it was compiled against another version");
    }

    @Test
    void aStartThatThrows() throws IOException {
        PluginJar.of("bad", "throw new IllegalStateException(\"no database\");")
                .in(folder, "hostile.jar");

        assertRefused("it failed (java.lang.IllegalStateException: no database)");
    }

    @Test
    void aStartWithoutEnd() throws IOException {
        PluginJar.of("bad", "while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait();")
                .in(folder, "hostile.jar");

        assertRefused("it was not done in time");
    }

    @Test
    void aStartThatEatsTheStack() throws IOException {
        PluginJar.of("bad", "start(host, contributions);").in(folder, "hostile.jar");

        assertRefused("it failed (java.lang.StackOverflowError)");
    }

    @Test
    void aStaticInitializerThatThrows() throws IOException {
        PluginJar.of("bad", "", "static int x = Integer.parseInt(\"x\");")
                .in(folder, "hostile.jar");

        assertRefused("For input string");
    }

    @Test
    void aNameThatIsNone() throws IOException {
        PluginJar.of("not a name", "").in(folder, "hostile.jar");

        assertRefused("its name is 'not a name'");
    }

    @Test
    void anAgentWithABadName() throws IOException {
        PluginJar.of("bad", PluginJar.agent("not/a name")).in(folder, "hostile.jar");

        assertRefused("name: 'not/a name' (expected: a letter");
    }

    @Test
    void anAgentCalledHelp() throws IOException {
        PluginJar.of("bad", PluginJar.agent("fine") + PluginJar.agent("help"))
                .in(folder, "hostile.jar");

        assertRefused("agent 'help': there is one already");
    }

    @Test
    void anAgentThatANeighbourHas() throws IOException {
        PluginJar.of("bad", PluginJar.agent("fine") + PluginJar.agent("good"))
                .in(folder, "hostile.jar");

        assertRefused("agent 'good': good.jar has one already");
    }

    @Test
    void aPluginThatANeighbourIs() throws IOException {
        PluginJar.of("good", PluginJar.agent("other")).in(folder, "hostile.jar");

        assertRefused("good.jar beside it is the same plug-in");
    }

    @Test
    void anArgumentThatNobodyCanGive() throws IOException {
        PluginJar.of(
                        "bad",
                        "contributions.agent(new AgentType<>(\"bad\", \"\", Bad.class, none ->"
                                + " this));",
                        "record Bad(Thread thread) {}")
                .in(folder, "hostile.jar");

        assertRefused("agent 'bad': thread: java.lang.Thread (expected: String,");
    }

    @Test
    void aPluginThatReachesForTheServer() throws IOException {
        PluginJar.of("bad", "dev.chasqui.adapters.pf4j.PluginReport.class.getName();")
                .in(folder, "hostile.jar");

        assertRefused(
                "it needs dev.chasqui.adapters.pf4j.PluginReport, which is neither in the jar nor"
                        + " part of the contract");
    }

    @Test
    void aPluginThatReachesForTheServersLibraries() throws IOException {
        PluginJar.of("bad", "org.slf4j.LoggerFactory.getLogger(\"x\");").in(folder, "hostile.jar");

        assertRefused("it needs org.slf4j.LoggerFactory");
    }

    @Test
    void aJarThatBringsItsOwnCopyOfALibraryUsesThat() throws IOException {
        PluginJar.of(
                        "own",
                        "contributions.agent(AgentType.of(org.slf4j.LoggerFactory.name(), \"\","
                                + " this));")
                .source(
                        "org.slf4j.LoggerFactory",
                        """
                        package org.slf4j;
                        public class LoggerFactory {
                            public static String name() { return "mine"; }
                        }
                        """)
                .in(folder, "own.jar");

        try (PluginAgents agents = load()) {
            assertThat(agents.enter().all()).extracting(AgentType::name).containsExactly("mine");
        }
    }

    @Test
    void anAgentThatComesAfterTheStartIsNotTaken() throws IOException {
        PluginJar.of(
                        "late",
                        """
                        saved = contributions;
                        """,
                        "private Contributions saved;",
                        "public void stop() { "
                                + PluginJar.agent("late").replace("contributions", "saved")
                                + " }")
                .in(folder, "late.jar");

        try (PluginAgents agents = load()) {
            assertThat(agents.enter().all()).isEmpty();
        }
    }

    /** Loads hostile.jar beside a good jar and checks the reports of both. */
    private void assertRefused(String reason) throws IOException {
        PluginJar.ofAgent("good").in(folder, "good.jar");

        try (PluginAgents agents = load()) {
            assertThat(agents.enter().all()).extracting(AgentType::name).containsExactly("good");
            assertThat(agents.reports())
                    .filteredOn(report -> report.jar().endsWith("hostile.jar"))
                    .singleElement()
                    .satisfies(
                            report -> {
                                assertThat(report.loaded()).isFalse();
                                assertThat(report.toString())
                                        .contains("hostile.jar is not loaded: ", reason);
                            });
        }
    }

    private PluginAgents load() {
        return new PluginAgents(
                List.of(folder),
                folder.resolve("copies-" + UUID.randomUUID()),
                new PluginSettings(
                        Json.Obj.EMPTY,
                        folder,
                        folder::resolve,
                        JarTrust.NONE,
                        Duration.ofSeconds(2)));
    }
}
