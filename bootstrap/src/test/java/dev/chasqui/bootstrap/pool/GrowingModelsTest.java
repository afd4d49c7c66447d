package dev.chasqui.bootstrap.pool;

import static dev.chasqui.bootstrap.pool.PoolOfModels.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Models that take more memory than expected, and more with time. */
@EnabledOnOs(OS.LINUX)
class GrowingModelsTest {
    private static final long MEBIBYTE = 1 << 20;

    @TempDir Path folder;

    @Test
    void oneThatGrowsInMemoryMakesAnIdleOneLeave() throws Exception {
        try (PoolOfModels pool =
                PoolOfModels.start(
                        folder,
                        "\"memory\":\"300MiB\"",
                        model(folder, "a", List.of("\"memory\":\"50MiB\"")),
                        model(folder, "b", List.of("\"memory\":\"50MiB\"")))) {
            pool.ask("b", "Hi");
            assertThat(pool.ask("a", "Hi [[grow]]").status()).isEqualTo(200);

            pool.await("\"state\":\"absent\"");

            assertThat(pool.processes("b")).allMatch(PoolOfModels::isGone);
            assertThat(pool.processes("a")).hasSize(1).noneMatch(PoolOfModels::isGone);
            assertThat(pool.state())
                    .contains("\"actual_memory\":")
                    .contains("\"expected_memory\":" + 50 * MEBIBYTE)
                    .doesNotContain("actual_gpu_memory");
        }
    }

    @Test
    void oneThatGrowsOnAGpuMakesAnIdleOneLeaveAndIsShownAsItIs() throws Exception {
        nvidiaSmi();
        takes("a", "1000");
        takes("b", "1500");
        try (PoolOfModels pool =
                PoolOfModels.startAmong(
                        folder,
                        folder,
                        "\"gpuMemory\":\"8GiB\"",
                        model(folder, "a"),
                        model(folder, "b"))) {
            pool.ask("b", "Hi");
            pool.await("\"actual_gpu_memory\":" + 1500 * MEBIBYTE);
            try (RawHttp http = RawHttp.connect(pool.port())) {
                http.post("/v1/chat/completions", PoolOfModels.question("a", "[[endless]]", true));
                pool.await("\"actual_gpu_memory\":" + 1000 * MEBIBYTE);
                assertThat(ps(pool)).contains("\"size_vram\":" + 1000 * MEBIBYTE);

                takes("a", "7000");
                http.hangUp();
            }

            pool.await("\"actual_gpu_memory\":" + 7000 * MEBIBYTE);
            pool.await("\"state\":\"absent\"");
            assertThat(pool.processes("b")).allMatch(PoolOfModels::isGone);
            assertThat(pool.processes("a")).hasSize(1).noneMatch(PoolOfModels::isGone);
            assertThat(ps(pool)).contains("\"size_vram\":" + 7000 * MEBIBYTE);
        }
    }

    @Test
    void whereTheDriverDoesNotTellTheEstimateStays() throws Exception {
        nvidiaSmi();
        takes("a", "[N/A]");
        try (PoolOfModels pool =
                PoolOfModels.startAmong(
                        folder,
                        folder,
                        "",
                        model(folder, "a", List.of("\"gpuMemory\":\"2GiB\"")))) {
            WireMessage answer = pool.ask("a", "Hi");

            assertThat(answer.status()).isEqualTo(200);
            pool.await("\"actual_memory\":");
            assertThat(pool.state())
                    .contains("\"gpu_memory\":" + 2048 * MEBIBYTE)
                    .doesNotContain("actual_gpu_memory");
            assertThat(ps(pool)).contains("\"size_vram\":" + 2048 * MEBIBYTE);
        }
    }

    @Test
    void nobodyWaitsForANvidiaSmiThatHangs() throws Exception {
        program(
                """
                case $1 in
                    *query-gpu*) echo '0, GPU-1, Test, 24000, 0, 24000, [N/A]';;
                    *) echo $$ >> %1$s/hanging.new; mv %1$s/hanging.new %1$s/hanging; exec sleep 600;;
                esac
                """
                        .formatted(folder));
        List<String> hanging;
        try (PoolOfModels pool =
                PoolOfModels.startAmong(
                        folder, folder, "\"gpuMemory\":\"8GiB\"", model(folder, "a"))) {
            assertThat(pool.ask("a", "Hi").status()).isEqualTo(200);
            while (!Files.exists(folder.resolve("hanging"))) {
                assertThat(pool.ask("a", "Hi").status()).isEqualTo(200);
            }
            hanging = Files.readAllLines(folder.resolve("hanging"));
        }
        assertThat(hanging).isNotEmpty();
        for (String pid : hanging) {
            Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
            if (process.isPresent()) {
                process.get().onExit().get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static String ps(PoolOfModels pool) throws IOException {
        return RawHttp.get(pool.port(), "/api/ps").text();
    }

    /** Sets the memory of a model that the fake nvidia-smi reports, in MiB. */
    private void takes(String model, String mebibytes) throws IOException {
        Path next = Files.writeString(folder.resolve(model + ".next"), mebibytes);
        Files.move(
                next,
                folder.resolve(model + ".vram"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Starts a server with a GPU, on which each model uses the memory that {@link #takes} has set.
     */
    private void nvidiaSmi() throws IOException {
        program(
                """
                case $1 in
                    *query-gpu*) echo '0, GPU-1, Test, 24000, 0, 24000, [N/A]'; exit;;
                esac
                for model in a b; do
                    [ -f %1$s/$model.pids ] || continue
                    while read -r pid; do
                        echo "$pid, $(cat %1$s/$model.vram), GPU-1"
                    done < %1$s/$model.pids
                done
                """
                        .formatted(folder));
    }

    private void program(String script) throws IOException {
        Path smi = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\n" + script);
        assertThat(smi.toFile().setExecutable(true)).isTrue();
    }
}
