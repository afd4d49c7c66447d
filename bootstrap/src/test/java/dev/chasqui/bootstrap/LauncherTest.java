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
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The distribution's launcher, run on a machine of folders. It looks for a Java 99 there, which the
 * real machine does not have.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX script")
class LauncherTest {
    private static final Path SOURCES = Path.of("src", "main", "dist", "bin");
    private static final String SYSTEM_PATH = "/usr/bin:/bin";

    @TempDir private Path folder = Path.of("");

    private Path machine = Path.of("");
    private Path dist = Path.of("");
    private Path launcher = Path.of("");

    @BeforeEach
    void install() throws IOException {
        machine = folder.toRealPath();
        dist = machine.resolve("a dist");
        launcher = dist.resolve("bin").resolve("chasqui");
        ScriptRun.write(launcher, Files.readString(SOURCES.resolve("chasqui")));
        ScriptRun.write(
                dist.resolve("bin").resolve("find-java"),
                Files.readString(SOURCES.resolve("find-java")).replace("wanted=25", "wanted=99"));
        ScriptRun.write(
                dist.resolve("bin").resolve("find-cache"),
                Files.readString(SOURCES.resolve("find-cache")));
        Files.createDirectories(dist.resolve("lib"));
    }

    @Test
    void theJavaOfItsOwnVariableComesFirst() throws Exception {
        Path own = java("own java", "99.0.1");
        Path other = java("other", "99");

        ScriptRun run =
                run(Map.of("CHASQUI_JAVA_HOME", own.toString(), "JAVA_HOME", other.toString()));

        assertThat(run.out()).startsWith(own.toString());
    }

    @Test
    void anOldJavaInItsOwnVariableIsRefused() throws Exception {
        Path old = java("old", "25.0.3");

        ScriptRun run = run(Map.of("CHASQUI_JAVA_HOME", old.toString()));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .singleElement()
                .asString()
                .contains("CHASQUI_JAVA_HOME: " + old, "Java 99 or later");
    }

    @Test
    void anOldJavaHomeIsPassedOverForOneInAUsualPlace() throws Exception {
        Path old = java("old", "1.8.0_402");
        Path fits = java("home/.sdkman/candidates/java/99-tem", "99-ea");
        java("home/.jdks/temurin-100", "100");

        assertThat(run(Map.of("JAVA_HOME", old.toString())).out()).startsWith(fits.toString());
    }

    @Test
    void theJavaOnThePathIsFoundBehindItsLinks() throws Exception {
        Path fits = java("deep/jdk", "100.1");
        Path bin = Files.createDirectories(machine.resolve("path"));
        Path alternative = machine.resolve("alternative");
        Files.createSymbolicLink(alternative, fits.resolve("bin").resolve("java"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of("../alternative"));

        assertThat(run(Map.of("PATH", bin + ":" + SYSTEM_PATH)).out()).startsWith(fits.toString());
    }

    @Test
    void aFolderThatOnlyLooksLikeAJavaIsPassedOver() throws Exception {
        Files.createDirectories(machine.resolve("home/.jdks/a-empty"));
        Files.delete(java("home/.jdks/b-no-release", "99").resolve("release"));
        Files.delete(java("home/.jdks/c-no-program", "99").resolve("bin").resolve("java"));
        java("home/.jdks/d-no-number", "unknown");
        Path fits = java("home/.jdks/e", "99");

        ScriptRun run = run(Map.of());

        assertThat(run.out()).startsWith(fits.toString());
        assertThat(run.err()).isEmpty();
    }

    @Test
    void withoutAnyJavaThatFitsThereIsOneSentence() throws Exception {
        java("home/.jdks/old", "98.9");

        ScriptRun run = run(Map.of());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .singleElement()
                .asString()
                .contains("there is no Java 99 or later", "CHASQUI_JAVA_HOME");
    }

    @Test
    void javaGetsTheDistributionItsClassPathAndTheArgumentsAsTheyAre() throws Exception {
        java("home/.jdks/fits", "99");
        Path link = Files.createSymbolicLink(machine.resolve("a link"), launcher);

        ScriptRun run = ScriptRun.of(link, environment(Map.of()), "serve", "--config", "a *.json");

        assertThat(run.exitCode()).isEqualTo(7);
        assertThat(run.out())
                .contains("-Dchasqui.home=" + dist, "--enable-native-access=ALL-UNNAMED")
                .endsWith(
                        "-cp",
                        dist + "/lib/*",
                        "dev.chasqui.bootstrap.Main",
                        "serve",
                        "--config",
                        "a *.json");
    }

    @Test
    void aCacheThatIsThereIsGivenToJava() throws Exception {
        java("home/.jdks/fits", "99");

        Path cache = Files.createFile(cacheItLooksFor());

        assertThat(run(Map.of()).out())
                .contains("-XX:AOTCache=" + cache)
                .doesNotContain("-Xshare:auto");
    }

    @Test
    void aCacheOfOtherJarsOrOfAnotherJavaIsNot() throws Exception {
        Path java = java("home/.jdks/fits", "99");
        Path jar = Files.writeString(dist.resolve("lib").resolve("a.jar"), "a");
        Files.createFile(cacheItLooksFor());

        Files.writeString(jar, "another");
        assertThat(run(Map.of()).out()).contains("-Xshare:auto");

        Files.createFile(cacheItLooksFor());
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"99.0.0.1\"\n");
        assertThat(run(Map.of()).out()).contains("-Xshare:auto");
    }

    @Test
    void aCacheThatIsNoneIsIgnoredInSilence() throws Exception {
        String java = System.getProperty("java.home");
        ScriptRun.write(dist.resolve("bin").resolve("find-java"), "echo '" + java + "'");
        Files.writeString(cacheItLooksFor(), "no cache");

        ScriptRun run = run(Map.of("CHASQUI_OPTS", "--version"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).first().asString().startsWith("openjdk");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void moreOptionsAreSplitAtWhiteSpaceAndNothingElse() throws Exception {
        java("home/.jdks/fits", "99");

        assertThat(run(Map.of("CHASQUI_OPTS", "-Xmx1g  -Da=/*")).out())
                .containsSubsequence("-Xmx1g", "-Da=/*", "-cp");
    }

    @Test
    void aServerEndsWhereItsMemoryEnds() throws Exception {
        java("home/.jdks/fits", "99");

        assertThat(serve(Map.of()).out()).contains("-XX:+ExitOnOutOfMemoryError");
    }

    @Test
    void whoSaysHowMuchMemoryItMayTakeIsNotContradicted() throws Exception {
        java("home/.jdks/fits", "99");

        assertThat(serve(Map.of()).out()).contains("-Xms96m");
        assertThat(serve(Map.of("CHASQUI_OPTS", "-Da=b -Xmx64m")).out())
                .contains("-Xmx64m", "-XX:MaxRAMPercentage=25")
                .doesNotContain("-Xms96m");
    }

    @Test
    void namesOfDocumentsAreReadInUtf8WhereTheLocaleIsThatOfC() throws Exception {
        java("home/.jdks/fits", "99");

        assertThat(localeOf("rag", Map.of())).isEqualTo("LC_ALL=C.UTF-8");
        assertThat(localeOf("rag", Map.of("LC_ALL", "POSIX", "LANG", "de_DE.UTF-8")))
                .isEqualTo("LC_ALL=C.UTF-8");
        assertThat(localeOf("rag", Map.of("LANG", "de_DE.ISO-8859-1"))).isEqualTo("LC_ALL=");
        assertThat(localeOf("serve", Map.of("LC_ALL", "C"))).isEqualTo("LC_ALL=C");
    }

    private String localeOf(String command, Map<String, String> more)
            throws IOException, InterruptedException {
        return ScriptRun.of(launcher, environment(more), command).out().get(1);
    }

    /** A Java that prints its home, a part of its locale and its arguments, one per line. */
    private Path java(String name, String version) throws IOException {
        Path home = machine.resolve(name);
        ScriptRun.write(
                home.resolve("bin").resolve("java"),
                "#!/bin/sh\nprintf '%s\\n' '" + home + "' \"LC_ALL=${LC_ALL-}\" \"$@\"\nexit 7\n");
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"A Maker\"\nJAVA_VERSION=\"" + version + "\"\nLIBC=\"gnu\"\n");
        return home;
    }

    private Path cacheItLooksFor() throws IOException, InterruptedException {
        ScriptRun find = ScriptRun.of(dist.resolve("bin/find-java"), environment(Map.of()));
        return Path.of(
                ScriptRun.of(
                                dist.resolve("bin/find-cache"),
                                environment(Map.of()),
                                dist.toString(),
                                find.out().getFirst())
                        .out()
                        .getFirst());
    }

    private ScriptRun run(Map<String, String> more) throws IOException, InterruptedException {
        return ScriptRun.of(launcher, environment(more), "version");
    }

    private ScriptRun serve(Map<String, String> more) throws IOException, InterruptedException {
        return ScriptRun.of(launcher, environment(more), "serve");
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", SYSTEM_PATH);
        environment.put("HOME", machine.resolve("home").toString());
        environment.putAll(more);
        return environment;
    }
}
