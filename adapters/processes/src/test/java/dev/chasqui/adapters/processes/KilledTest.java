package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** No process is left after our server was killed, as seen from another process. */
@EnabledOnOs(OS.LINUX)
class KilledTest {
    private static final String TOKEN = "hf_abcdefghijklmnop";

    private final StandIns standIns = new StandIns();
    @TempDir private Path folder;

    @RepeatedTest(3)
    void killingItAloneLeavesNeitherChildNorGrandchild() throws Exception {
        Process server = spawn();
        try (BufferedReader output = server.inputReader()) {
            assertThat(output.readLine()).matches("\\d+");
            assertThat(output.readLine()).matches("\\d+");
            assertThat(standIns.alive()).hasSizeGreaterThan(4);

            server.destroyForcibly();

            standIns.awaitEnd();
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void itsChildrenSeeNothingOfItsEnvironment() throws Exception {
        Process server = spawn();
        try (BufferedReader output = server.inputReader()) {
            int port = Integer.parseInt(output.readLine());

            assertThat(StandIns.get(port, "/environment"))
                    .contains("PATH=", "STAND_IN_KEY=", "SPAWNED_BY_CHASQUI=chasqui-")
                    .doesNotContain("CHASQUI_", TOKEN, "OPENAI_API_KEY");
        } finally {
            server.destroyForcibly();
            standIns.awaitEnd();
        }
    }

    /** The lifelines were killed before. */
    @Test
    void whatIsLeftAllTheSameGoesAtTheNextStart() throws Exception {
        Process server = spawn();
        try (BufferedReader output = server.inputReader()) {
            assertThat(output.readLine()).matches("\\d+");
            assertThat(output.readLine()).matches("\\d+");
            server.toHandle()
                    .descendants()
                    .filter(one -> isGuardOf(server, one))
                    .forEach(ProcessHandle::destroyForcibly);

            server.destroyForcibly();

            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(standIns.alive()).hasSizeGreaterThanOrEqualTo(4);
        } finally {
            server.destroyForcibly();
            var next =
                    new SpawnedModels(
                            folder,
                            Map.of(),
                            (_, _, _) -> StandIns.nobody(),
                            SpawnedStandIns.NO_GPUS);
            next.close();
            standIns.awaitEnd();
        }
    }

    private static boolean isGuardOf(Process server, ProcessHandle one) {
        return one.info().commandLine().orElse("").contains(" lifeline setsid ")
                && !one.parent().equals(Optional.of(server.toHandle()));
    }

    private Process spawn() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                                StandIns.java(Spawning.class, folder.toString(), standIns.mark()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("HF_TOKEN", TOKEN);
        builder.environment().put("CHASQUI_SERVER_PORT", "1");
        builder.environment().put("OPENAI_API_KEY", "sk-something");
        return builder.start();
    }
}
