package dev.chasqui.adapters.gpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.size.ByteSize;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Queries of a fake nvidia-smi, a shell script. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class NvidiaSmiTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(500);

    @TempDir private Path folder;

    @Test
    void gpusAreReadWithTheirMemory() throws Exception {
        List<Gpu> gpus =
                says(
                                "0, GPU-4d9c, NVIDIA GeForce RTX 4090, 24564, 1200, 22900, [N/A]",
                                "1, GPU-77aa, NVIDIA H200, 143771, 0, 143155, Disabled")
                        .gpus();

        assertThat(gpus)
                .containsExactly(
                        new Gpu(
                                0,
                                "GPU-4d9c",
                                "NVIDIA GeForce RTX 4090",
                                Optional.of(memory(24_564, 1_200, 22_900))),
                        new Gpu(
                                1,
                                "GPU-77aa",
                                "NVIDIA H200",
                                Optional.of(memory(143_771, 0, 143_155))));
    }

    @Test
    void theProgramIsAskedForBytesWithoutUnits() throws Exception {
        script("echo \"$@\" > " + folder.resolve("asked")).gpus();

        assertThat(Files.readString(folder.resolve("asked")))
                .isEqualTo(
                        "--query-gpu=index,uuid,name,memory.total,memory.used,memory.free,"
                                + "mig.mode.current --format=csv,noheader,nounits\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0, GPU-1, NVIDIA GB10, [N/A], [N/A], [N/A], [N/A]",
                "0, GPU-1, Orin (nvgpu), [Not Supported], [Not Supported], [Not Supported], [N/A]",
                "0, GPU-1, A100, 40960, [Insufficient Permissions], 1, Disabled",
                "0, GPU-1, A100, 40960, 10, 40000, Enabled",
                "0, GPU-1, A100, 99999999999999999999, 10, 40000, Disabled"
            })
    void memoryOfWhichNothingIsKnownIsNone(String line) throws Exception {
        Gpu gpu = says(line).gpus().getFirst();

        assertThat(gpu.memory()).isEmpty();
        assertThat(gpu.free()).isEqualTo(ByteSize.ZERO);
    }

    @Test
    void aNameMayHaveCommas() throws Exception {
        assertThat(says("0, GPU-1, One, two, 3, 4, 5, [N/A]").gpus().getFirst().name())
                .isEqualTo("One, two");
    }

    @Test
    void processesAreReadWithTheirMemory() throws Exception {
        assertThat(says("4339, 480, GPU-1", "4340, [N/A], GPU-2").processes())
                .containsExactly(
                        new GpuProcess(4339, "GPU-1", Optional.of(ByteSize.ofMebibytes(480))),
                        new GpuProcess(4340, "GPU-2", Optional.empty()));
    }

    @Test
    void withoutTheProgramThereAreNoGpus() throws Exception {
        NvidiaSmi missing = new NvidiaSmi(folder.resolve("none").toString(), LONG);

        assertThat(missing.gpus()).isEmpty();
        assertThat(missing.processes()).isEmpty();
    }

    @Test
    void aDriverWithoutGpusHasNone() throws Exception {
        assertThat(script("echo No devices were found; exit 6").gpus()).isEmpty();
        assertThat(says().gpus()).isEmpty();
    }

    @Test
    void aFailureIsToldInItsOwnWords() throws Exception {
        NvidiaSmi failing = script("echo 'NVIDIA-SMI has failed: no driver'; exit 9");

        assertThatThrownBy(failing::gpus)
                .isInstanceOf(GpuException.class)
                .hasMessageContaining("status 9: NVIDIA-SMI has failed: no driver (expected: 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Segmentation fault",
                "0, GPU-1, A100, 1, 2",
                "zero, GPU-1, A100, 1, 2, 3, [N/A]",
                "99999999999, GPU-1, A100, 1, 2, 3, [N/A]",
                "0, rm -rf, A100, 1, 2, 3, [N/A]",
                "-1, GPU-1, A100, 1, 2, 3, [N/A]"
            })
    void garbageIsRefused(String line) throws Exception {
        assertThatThrownBy(() -> says(line).gpus())
                .isInstanceOf(GpuException.class)
                .hasMessageContaining("nvidia-smi: it said '" + line + "'");
    }

    @Test
    void garbageWithoutEndIsRefused() throws Exception {
        NvidiaSmi endless = script("while :; do echo 'all work and no play'; done");

        assertThatThrownBy(endless::gpus).isInstanceOf(GpuException.class);
        assertThatThrownBy(endless::processes).isInstanceOf(GpuException.class);
    }

    @Test
    void oneThatHangsIsKilledWithItsChildren() throws Exception {
        Path pids = folder.resolve("pids");
        NvidiaSmi hanging =
                new NvidiaSmi(
                        file("sleep 600 & echo $! $$ > " + pids + "; wait").toString(), SHORT);

        assertThatThrownBy(hanging::gpus)
                .isInstanceOf(GpuException.class)
                .hasMessageContaining("it hangs (expected: an answer within 500 ms");

        for (String pid : Files.readString(pids).strip().split(" ", -1)) {
            Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
            if (process.isPresent()) {
                process.get().onExit().get(30, TimeUnit.SECONDS);
            }
        }
        assertThatThrownBy(hanging::gpus).hasMessageContaining("it hangs");
    }

    @Test
    void oneThatSaysItsPartAndHangsIsKilledToo() throws Exception {
        NvidiaSmi hanging =
                new NvidiaSmi(
                        file("echo '4339, 480, GPU-1'; exec >&-; exec sleep 600").toString(),
                        SHORT);

        assertThatThrownBy(hanging::processes).hasMessageContaining("it hangs");
    }

    private static Gpu.Memory memory(long total, long used, long free) {
        return new Gpu.Memory(
                ByteSize.ofMebibytes(total),
                ByteSize.ofMebibytes(used),
                ByteSize.ofMebibytes(free));
    }

    private NvidiaSmi says(String... lines) throws IOException {
        StringBuilder script = new StringBuilder();
        for (String line : lines) {
            script.append("echo '").append(line).append("'\n");
        }
        return script(script.toString());
    }

    private NvidiaSmi script(String commands) throws IOException {
        return new NvidiaSmi(file(commands).toString(), LONG);
    }

    private Path file(String commands) throws IOException {
        Path script = Files.createTempFile(folder, "smi", ".sh");
        Files.writeString(script, "#!/bin/sh\n" + commands + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }
}
