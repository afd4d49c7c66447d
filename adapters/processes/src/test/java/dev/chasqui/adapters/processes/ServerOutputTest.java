package dev.chasqui.adapters.processes;

import static dev.chasqui.adapters.processes.SpawnedStandIns.MODEL;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.ModelLogs.LogLine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** The log of a model whose server writes texts that must not be kept. */
class ServerOutputTest {
    @TempDir private Path folder;

    @Test
    void aServerThatWritesMuchIsReadAllTheTimeAndKeptInPart() throws Exception {
        try (SpawnedStandIns one =
                new SpawnedStandIns(folder, StandIns.LONG, "chatters=20000", "tells")) {
            Told.await(one.start().loaded);

            assertThat(one.log()).hasSize(2_000).contains("my key is ***, keep it");
            assertThat(one.log()).noneMatch(line -> line.contains("starting"));
        }
    }

    @Test
    void theKeyDoesNotShowInAFailureEither() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, StandIns.LONG, "tells", "fails")) {
            assertThat(Told.await(one.start().failed).why()).contains("my key is ***, keep it");
        }
    }

    @Test
    void theLogGoesOnWithTheNextProcess() throws Exception {
        try (SpawnedStandIns one = new SpawnedStandIns(folder, StandIns.LONG, "fails")) {
            Told.await(one.start().failed);
            long first = one.models.logs().last(MODEL, 1).getFirst().number();
            Told again = one.start();
            Told.await(again.failed);

            List<LogLine> next = one.models.logs().after(MODEL, first, StandIns.LONG);

            assertThat(next.getFirst().number()).isEqualTo(first + 1);
            assertThat(next)
                    .extracting(LogLine::text)
                    .first()
                    .asString()
                    .startsWith("chasqui: started java as process ");
            assertThat(one.log().stream().filter("starting"::equals)).hasSize(2);
            assertThat(Told.await(again.failed).why()).containsOnlyOnce("starting");
        }
    }
}
