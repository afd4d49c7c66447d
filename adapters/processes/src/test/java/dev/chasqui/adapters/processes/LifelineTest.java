package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The lifeline's script in each shell that a system may have as {@code sh}. */
@EnabledOnOs(OS.LINUX)
class LifelineTest {
    private final StandIns standIns = new StandIns();

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash"})
    void theGroupIsToldFirstAndTheStatusIsTheProgramsOwn(String shell) throws Exception {
        Process lifeline = start(shell, "echo hello; echo $$; exit 42");
        try (BufferedReader output = lifeline.inputReader()) {
            String group = output.readLine();

            assertThat(output.readLine()).isEqualTo("hello");
            assertThat(output.readLine()).isEqualTo(group).matches("\\d+");
            assertThat(output.readLine()).isEmpty();
            assertThat(output.readLine())
                    .startsWith("SPAWNED_BY_CHASQUI=chasqui-")
                    .endsWith(" ended");
            assertThat(output.readLine()).isNull();
            assertThat(status(lifeline)).isEqualTo(42);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash"})
    void aProgramThatIsNotThereHasTheShellsStatus(String shell) throws Exception {
        assertThat(status(start(shell, List.of("no-such-program"), Map.of()))).isEqualTo(127);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash"})
    void aSignalReachesTheWholeGroup(String shell) throws Exception {
        Process lifeline = start(shell, "sh -c 'echo up; sleep 600' " + standIns.mark() + "; true");
        try (BufferedReader output = lifeline.inputReader()) {
            output.readLine();
            assertThat(output.readLine()).isEqualTo("up");

            lifeline.getOutputStream().write("TERM\n".getBytes(StandardCharsets.US_ASCII));
            lifeline.getOutputStream().flush();

            assertThat(status(lifeline)).isEqualTo(128 + 15);
            // Other processes of the group may end a moment after its leader.
            standIns.awaitEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash"})
    void atTheEndOfItsInputNobodyIsLeft(String shell) throws Exception {
        Process lifeline =
                start(
                        shell,
                        "trap '' TERM HUP; setsid sh -c 'trap \"\" TERM; sleep 600 & wait' "
                                + standIns.mark()
                                + " & sh -c 'sleep 600 & wait' "
                                + standIns.mark()
                                + " & echo up; wait");
        try (BufferedReader output = lifeline.inputReader()) {
            output.readLine();
            assertThat(output.readLine()).isEqualTo("up");

            lifeline.getOutputStream().close();

            assertThat(status(lifeline)).isEqualTo(128 + 9);
            standIns.awaitEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash"})
    void nothingRunsWithoutAMark(String shell) throws Exception {
        assumeTrue(isThere(shell), shell + " is not on this machine");
        Launch launch = StandIns.launch(List.of("true"), Duration.ofSeconds(1));

        assertThat(status(Lifeline.start(shell, launch, ""))).isEqualTo(64);
        assertThat(status(Lifeline.start(shell, launch, "a"))).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash"})
    void whatTheProgramGetsDoesNotRuleTheLifeline(String shell) throws Exception {
        String script =
                "PATH=/usr/bin:/bin; trap '' TERM HUP; setsid sh -c 'sleep 600 & wait' "
                        + standIns.mark()
                        + " & echo up; wait";
        Process lifeline =
                start(
                        shell,
                        List.of("/bin/sh", "-c", script, standIns.mark()),
                        Map.of(
                                "PATH", "/nonexistent",
                                "IFS", "0123456789",
                                "ENV", "/nonexistent.sh",
                                "BASH_ENV", "/nonexistent.sh",
                                "LD_PRELOAD", "/nonexistent.so"));
        try (BufferedReader output = lifeline.inputReader()) {
            assertThat(output.readLine()).matches("\\d+");
            assertThat(output.lines().anyMatch("up"::equals)).isTrue();

            lifeline.getOutputStream().close();

            assertThat(status(lifeline)).isEqualTo(128 + 9);
            standIns.awaitEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash"})
    void theProgramGetsItWholeAndNoCommandLineHasIt(String shell) throws Exception {
        String secret = "a secret\nof two lines, 'b' \"c\" $(d) `e` \\\\ * ";
        Process lifeline =
                start(
                        shell,
                        List.of("sh", "-c", "env -0; echo; echo up; sleep 600; true"),
                        Map.of("A_TOKEN", secret, "_2", "more"));
        try (BufferedReader output = lifeline.inputReader()) {
            List<String> lines = new ArrayList<>();
            for (String line = ""; !line.equals("up"); line = output.readLine()) {
                lines.add(line);
            }

            assertThat(String.join("\n", lines).split("\0"))
                    .contains("A_TOKEN=" + secret, "_2=more")
                    .filteredOn(one -> one.contains("a secret"))
                    .hasSize(1);
            assertThat(Stream.concat(Stream.of(lifeline.toHandle()), lifeline.descendants()))
                    .hasSizeGreaterThan(2)
                    .noneMatch(one -> commandLine(one).contains("a secret"));
        } finally {
            lifeline.getOutputStream().close();
        }
        assertThat(status(lifeline)).isEqualTo(128 + 9);
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private Process start(String shell, String script) throws IOException {
        return start(shell, List.of("sh", "-c", script, standIns.mark()), Map.of());
    }

    private static Process start(
            String shell, List<String> command, Map<String, String> environment)
            throws IOException {
        assumeTrue(isThere(shell), shell + " is not on this machine");
        Launch launch =
                new Launch(command, environment, "/", Duration.ofSeconds(1), Duration.ofSeconds(1));
        return Lifeline.start(shell, launch, "chasqui-" + UUID.randomUUID());
    }

    private static int status(Process process) throws InterruptedException {
        assertThat(process.waitFor(StandIns.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static boolean isThere(String shell) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, shell)));
    }
}
