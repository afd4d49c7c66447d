package dev.chasqui.adapters.processes;

import static dev.chasqui.adapters.processes.SpawnedStandIns.MODEL;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** No process of a server is left, in whatever way it ends. */
@Isolated("it looks for threads of any server")
class EndingTest {
    @TempDir private Path folder;

    @Test
    void stoppingTakesWhatTheServerHasStartedAlong() throws Exception {
        stopsWithout("forks");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whoHasLeftTheGroupGoesToo() throws Exception {
        stopsWithout("leaves");
    }

    @Test
    void oneThatDoesNotGoIsKilledAfterItsGrace() throws Exception {
        stopsWithout("stays");
    }

    private void stopsWithout(String habit) throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, StandIns.LONG, habit)) {
            Told told = one.start();
            Told.await(told.loaded);
            assertThat(one.standIns.alive()).isNotEmpty();

            one.models.stop(MODEL);

            Told.await(told.exited);
            assertThat(one.standIns.alive()).isEmpty();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatAServerThatDiesHasStartedGoesWithIt() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, StandIns.LONG, "forks", "leaves")) {
            Told told = one.start();
            assertThat(StandIns.get(one.connection().port(), "/die")).isEmpty();

            Told.await(told.exited);
            assertThat(one.standIns.alive()).isEmpty();
        }
    }

    @Test
    void aServerWhoseLifelineIsCutGoes() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, StandIns.LONG, "forks")) {
            Told told = one.start();
            Told.await(told.loaded);
            ProcessHandle lifeline =
                    ProcessHandle.current()
                            .children()
                            .filter(
                                    child ->
                                            child.info()
                                                    .commandLine()
                                                    .orElse("")
                                                    .contains(one.standIns.mark()))
                            .findFirst()
                            .orElseThrow();

            assertThat(lifeline.destroyForcibly()).isTrue();

            Told.await(told.exited);
            one.standIns.awaitEnd();
        }
    }

    /**
     * A process that has left the group and removed the mark lives on, but does not delay the end.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whoEscapesKeepsNothingOfOursOpen() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, StandIns.LONG, "escapes")) {
            Told told = one.start();
            Told.await(told.loaded);

            one.models.stop(MODEL);
            Told.await(told.exited);

            ProcessHandle escaped =
                    ProcessHandle.allProcesses()
                            .filter(
                                    process ->
                                            process.info()
                                                    .commandLine()
                                                    .orElse("")
                                                    .contains(one.standIns.mark()))
                            .findFirst()
                            .orElseThrow();
            Path pipe =
                    Files.readSymbolicLink(
                            Path.of("/proc", Long.toString(escaped.pid()), "fd", "1"));
            try {
                assertThat(pipe.toString()).startsWith("pipe:");
                StandIns.await("the end of the pipe", () -> !isOpen(pipe));
                StandIns.await("the end of its reader", () -> !isThread("output-" + MODEL));
            } finally {
                escaped.descendants().forEach(ProcessHandle::destroyForcibly);
                escaped.destroyForcibly();
                one.standIns.awaitEnd();
            }
        }
    }

    private static boolean isOpen(Path pipe) {
        try (DirectoryStream<Path> ours = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : ours) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).equals(pipe)) {
                    return true;
                }
            }
        } catch (IOException e) {
            // A descriptor was closed meanwhile; the next look decides.
            return true;
        }
        return false;
    }

    private static boolean isThread(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(name));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theEndOfUsIsTheEndOfAll() throws Exception {
        SpawnedStandIns one =
                new SpawnedStandIns(folder, StandIns.LONG, "forks", "leaves", "stays");
        Told told = one.start();
        Told.await(told.loaded);

        one.close();

        Told.await(told.exited);
        assertThat(one.standIns.alive()).isEmpty();
        assertThat(folder.toFile().list()).containsExactly("instance");
    }
}
