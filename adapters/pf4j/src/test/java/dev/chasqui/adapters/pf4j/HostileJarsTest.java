package dev.chasqui.adapters.pf4j;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

        assertRefused("it failed (java.lang.IllegalStateException: no database) at ", ".start(");
    }

    @Test
    void aStartWithoutEnd() throws IOException {
        PluginJar.of("bad", "while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait();")
                .in(folder, "hostile.jar");

        assertRefused("it was not done in time", "; it was at ", ".start(");
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

    @Test
    void aFolderThatIsNamedLikeAJar() throws IOException {
        Files.createDirectory(folder.resolve("hostile.jar"));

        assertRefused("it is a folder (expected: a jar)");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "not everybody may make links there")
    void aLinkToAFileThatIsNoJar() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "the content of a secret");
        Files.createSymbolicLink(folder.resolve("hostile.jar"), secret);

        assertRefused("it is not a jar");
        assertThat(report()).doesNotContain("content");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no /dev/zero")
    void aLinkToADeviceWithoutEnd() throws IOException {
        Files.createSymbolicLink(folder.resolve("hostile.jar"), Path.of("/dev/zero"));

        assertRefused("it is no file (expected: a jar)");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "not everybody may make links there")
    void aLinkToItself() throws IOException {
        Files.createSymbolicLink(folder.resolve("hostile.jar"), Path.of("hostile.jar"));

        assertRefused("it is a link to a file that is not there");
    }

    @Test
    void aJarOfWhichHalfIsThere() throws IOException {
        Path jar = PluginJar.ofAgent("bad").in(folder, "hostile.jar");
        byte[] whole = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(whole, whole.length / 2));

        assertRefused("it is not a jar, or not complete");
    }

    /** The directory of entries, at the end, is there; a copy by pieces has a hole before it. */
    @Test
    void aJarWithAHole() throws IOException {
        Path jar =
                PluginJar.ofAgent("bad")
                        .entry("data", "0123456789abcdef".repeat(4_000).getBytes(UTF_8))
                        .entry("random", random(20_000))
                        .in(folder, "hostile.jar");
        byte[] whole = Files.readAllBytes(jar);
        Arrays.fill(whole, whole.length - 10_000, whole.length - 5_000, (byte) 0);
        Files.write(jar, whole);

        assertRefused("its entry 'random' is damaged");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "a/../../b",
                "/etc/passwd",
                "..\\windows",
                "C:/windows",
                "a\\b"
            })
    void anEntryThatLeadsOutOfIt(String name) throws IOException {
        PluginJar.ofAgent("bad").entry(name, new byte[1]).in(folder, "hostile.jar");

        assertRefused("its entry '" + name + "' leads out of it");
    }

    @Test
    void anEntryWhoseNameSteersATerminal() throws IOException {
        PluginJar.ofAgent("bad").entry("../\u001b[2J\n", new byte[1]).in(folder, "hostile.jar");

        assertRefused("its entry '../\\u001b[2J\\u000a' leads out of it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java/lang/String.class",
                "dev/chasqui/domain/agent/Agent.class",
                "dev/chasqui/plugin/Plugin.class",
                "META-INF/versions/9/dev/chasqui/plugin/Host.class",
                "META-INF/versions/21/java/util/List.class"
            })
    void aClassOfTheServerOrTheJdk(String name) throws IOException {
        PluginJar.ofAgent("bad").entry(name, new byte[1]).in(folder, "hostile.jar");

        assertRefused("it brings '" + name + "', a class of ");
    }

    @Test
    void anEntryThatUnpacksToTooMuch() throws IOException {
        PluginJar.ofAgent("bad").entry("zeros", new byte[20 << 20]).in(folder, "hostile.jar");

        assertRefused("its entry 'zeros' has 20971520 bytes in ");
    }

    @Test
    void aJarWithTooManyEntries() throws IOException {
        PluginJar jar = PluginJar.ofAgent("bad");
        for (int i = 0; i <= 100_000; i++) {
            jar.entry("e" + i, new byte[0]);
        }
        jar.in(folder, "hostile.jar");

        assertRefused("entries (expected: at most 100000)");
    }

    /** The directory states a small size; unpacked, the entry has more. */
    @Test
    void anEntryThatLiesAboutItsSize() throws IOException {
        Path jar =
                PluginJar.ofAgent("bad").entry("liar", new byte[5_000]).in(folder, "hostile.jar");
        byte[] whole = Files.readAllBytes(jar);
        int header = lastIndexOf(whole, "liar") - 46;
        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(header + 24, 10);
        Files.write(jar, whole);

        assertRefused("its entry 'liar' is damaged");
    }

    @Test
    void aDirectoryOfEntriesThatWouldFillTheMemory() throws IOException {
        Path jar = PluginJar.ofAgent("bad").in(folder, "hostile.jar");
        byte[] whole = Files.readAllBytes(jar);
        ByteBuffer.wrap(whole)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(whole.length - 10, Integer.MAX_VALUE);
        Files.write(jar, whole);

        assertRefused("its directory of entries has 2147483647 bytes");
    }

    @Test
    void aJarWithTwoPlugins() throws IOException {
        PluginJar.ofAgent("bad")
                .source(
                        "sample.Second",
                        """
                        package sample;
                        public class Second extends Sample {}
                        """)
                .service("sample.Sample\nsample.Second")
                .in(folder, "hostile.jar");

        assertRefused("names 2 (expected: one class)");
    }

    @Test
    void aConstructorThatExits() throws IOException {
        PluginJar.of("bad", "", "public Sample() { System.exit(3); }").in(folder, "hostile.jar");

        assertRefused("it called System.exit(3)");
    }

    @Test
    void aStaticInitializerWithoutEnd() throws IOException {
        PluginJar.of(
                        "bad",
                        "",
                        """
                        static {
                            while (System.getProperty("sample.over") == null) Thread.onSpinWait();
                        }
                        """)
                .in(folder, "hostile.jar");

        try {
            assertRefused("it was not done in time (2.0 s); its thread 'plugin-hostile.jar'");
        } finally {
            System.setProperty("sample.over", "true");
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static int lastIndexOf(byte[] bytes, String text) {
        return new String(bytes, ISO_8859_1).lastIndexOf(text);
    }

    /** Loads hostile.jar and returns its report. */
    private String report() {
        try (PluginAgents agents = load()) {
            return agents.reports().stream()
                    .filter(report -> report.jar().endsWith("hostile.jar"))
                    .map(PluginReport::toString)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The JDK takes it for the class, and a signature does not cover folders. */
    @Test
    void aFolderWithBytes() throws IOException {
        PluginJar.ofAgent("bad")
                .entry("sample/Missing.class/", new byte[] {1, 2, 3})
                .in(folder, "hostile.jar");

        assertRefused("its entry 'sample/Missing.class/' is a folder with 3 bytes");
    }

    @Test
    void aClassPathToOtherJars() throws IOException {
        PluginJar.ofAgent("bad").classPath("../other.jar").in(folder, "hostile.jar");

        assertRefused("its manifest has the Class-Path '../other.jar' (expected: none");
    }

    /** A running jar has a hash, so the second scan would read the file to compare it. */
    @Test
    void aFileWithoutEndIsNotRead() throws IOException {
        PluginJar.ofAgent("good").in(folder, "good.jar");
        try (PluginAgents agents = load()) {
            try (RandomAccessFile sparse =
                    new RandomAccessFile(folder.resolve("hostile.jar").toFile(), "rw")) {
                sparse.setLength(4L << 40);
            }

            agents.refresh();

            assertThat(agents.reports())
                    .extracting(PluginReport::toString)
                    .anyMatch(report -> report.contains("hostile.jar is not loaded: it has "));
        }
    }

    /** Loads hostile.jar beside a good jar and checks the reports of both. */
    private void assertRefused(String... reason) throws IOException {
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
                                        .contains("hostile.jar is not loaded: ")
                                        .contains(reason);
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
