package dev.chasqui.adapters.processes;

import static dev.chasqui.adapters.processes.SpawnedStandIns.MODEL;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** Nothing is left of a server, however it ends. */
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
