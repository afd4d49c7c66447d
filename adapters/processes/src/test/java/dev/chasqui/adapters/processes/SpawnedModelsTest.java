package dev.chasqui.adapters.processes;

import static dev.chasqui.adapters.processes.SpawnedStandIns.MODEL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.adapters.processes.SpawnedStandIns.Connection;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.domain.size.Footprint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The starts of servers and their failures: real processes of a fake server. */
class SpawnedModelsTest {
    private static final Duration LONG = StandIns.LONG;

    @TempDir private Path folder;

    @Test
    void aServerIsReadyWhenItSaysSoAndHasAKeyOfItsOwn() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, LONG, "slow=5")) {
            Told told = one.start();

            assertThat(Told.await(told.loaded)).isNotNull();

            Connection connection = one.connection();
            assertThat(StandIns.get(connection.port(), "/health"))
                    .isEqualTo(connection.key())
                    .hasSizeGreaterThan(40);
        }
    }

    @Test
    void whoWaitsIsToldEverySecondThatItLoads() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, LONG, "slow=12")) {
            Told told = one.start();

            Told.await(told.loaded);

            assertThat(told.progress).first().isEqualTo("loading m, 1 s");
        }
    }

    @Test
    void oneThatFailsTellsItsLastWords() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, LONG, "fails")) {
            LoadFailure why = Told.await(one.start().failed);

            assertThat(why.why()).contains("status 3").contains("starting");
            assertThat(why.outOfMemory()).isTrue();
        }
    }

    @Test
    void oneThatFailedMayBeStartedAnewAtOnce() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, LONG, "fails")) {
            Told.await(one.start().failed);

            Told.await(one.start().failed);
        }
    }

    @Test
    void oneThatHangsIsKilled() throws Exception {
        try (SpawnedStandIns one =
                new SpawnedStandIns(folder, Duration.ofSeconds(1), "hangs", "forks")) {
            LoadFailure why = Told.await(one.start().failed);

            assertThat(why.why()).contains("not ready within 1 s");
            assertThat(why.outOfMemory()).isFalse();
            assertThat(one.standIns.alive()).isEmpty();
        }
    }

    @Test
    void oneThatDripsItsAnswerIsKilledToo() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, Duration.ofSeconds(4), "drips")) {
            LoadFailure why = Told.await(one.start().failed);

            assertThat(why.why()).contains("not ready within 4 s");
            assertThat(one.standIns.alive()).isEmpty();
        }
    }

    @Test
    void aProgramThatIsNotThereSaysSo() throws Exception {
        Recipe recipe =
                _ ->
                        new Recipe.Prepared(
                                StandIns.launch(List.of("no-such-program"), LONG), Footprint.NONE);
        try (SpawnedStandIns one = new SpawnedStandIns(folder, recipe)) {
            assertThat(Told.await(one.start().failed).why())
                    .startsWith("no-such-program cannot be started (expected: ");
        }
    }

    @Test
    void oneWhosePortSomebodyTookIsStartedOnAnother() throws Exception {
        Path taken = folder.resolve("taken");
        try (SpawnedStandIns one = new SpawnedStandIns(folder, LONG, "bind=" + taken)) {
            Told.await(one.start().loaded);

            assertThat(one.connection().port())
                    .isNotEqualTo(Integer.parseInt(Files.readString(taken)));
            assertThat(one.log()).anyMatch(line -> line.contains("Address already in use"));
        }
    }

    @Test
    void oneThatIsStoppedWhileItLoadsHasFailed() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, LONG, "hangs")) {
            Told told = one.start();
            one.models.stop(MODEL);

            assertThat(Told.await(told.failed).why()).contains("stopped while it was loading");
        }
    }

    @Test
    void aServerThatDiesIsNoticed() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, LONG)) {
            Told told = one.start();

            assertThat(StandIns.get(one.connection().port(), "/die")).isEmpty();

            Told.await(told.exited);
            assertThat(one.log()).last().asString().contains("ended with status 3");
        }
    }

    @Test
    void aModelMayHaveAPathOfItsOwn() throws Exception {
        StandIns standIns = new StandIns();
        Launch plain = standIns.launch(LONG);
        Launch launch =
                new Launch(
                        plain.command(),
                        Map.of("PATH", "/nonexistent"),
                        plain.health(),
                        plain.patience(),
                        plain.grace());
        Recipe recipe = _ -> new Recipe.Prepared(launch, Footprint.NONE);
        try (SpawnedStandIns one = new SpawnedStandIns(folder, recipe)) {
            Told.await(one.start().loaded);

            assertThat(StandIns.get(one.connection().port(), "/environment"))
                    .contains("PATH=/nonexistent");
        }
        standIns.awaitEnd();
    }

    @Test
    void aConnectorThatFailsLeavesNoProcess() throws Exception {
        failsToConnect(
                () -> {
                    throw new IllegalStateException("on purpose");
                });
    }

    @Test
    void anErrorIsTheEndOfTheRunToo() throws Exception {
        failsToConnect(
                () -> {
                    throw new NoClassDefFoundError("on purpose");
                });
    }

    private void failsToConnect(Supplier<Backend> connector) throws Exception {
        StandIns standIns = new StandIns();
        try (SpawnedModels models =
                new SpawnedModels(
                        folder,
                        Map.of(MODEL, standIns.recipe()),
                        (_, _, _) -> connector.get(),
                        SpawnedStandIns.NO_GPUS)) {
            Told told = new Told();
            models.prepare(MODEL, told);
            Told.await(told.prepared);
            models.start(MODEL, told);

            assertThat(Told.await(told.failed).why()).isEqualTo("java was lost; see the log");
            assertThat(standIns.alive()).isEmpty();
        }
    }

    @Test
    void nothingIsStartedAfterTheEnd() throws Exception {
        SpawnedStandIns one = new SpawnedStandIns(folder, LONG);
        Told told = new Told();
        one.models.prepare(MODEL, told);
        Told.await(told.prepared);
        one.close();

        one.models.start(MODEL, told);

        Told.await(told.failed);
        assertThat(one.standIns.alive()).isEmpty();
    }

    @Test
    void noModelHasTwoServers() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, LONG, "hangs")) {
            Told told = one.start();

            assertThatThrownBy(() -> one.models.start(MODEL, told))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has a server already");
        }
    }
}
