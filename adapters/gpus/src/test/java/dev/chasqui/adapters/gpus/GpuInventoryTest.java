package dev.chasqui.adapters.gpus;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Optional;
import java.util.Set;

/** The GPU memory of processes, as a fake nvidia-smi reports it. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class GpuInventoryTest {
    private static final Set<Long> OURS = Set.of(11L, 12L);

    @TempDir Path folder;

    @Test
    void whatOursHaveOnAllGpusIsAdded() throws Exception {
        String all =
                """
                echo '11, 100, GPU-1'
                echo '11, 20, GPU-2'
                echo '12, 3, GPU-2'
                echo '13, 4000, GPU-1'
                """;

        assertThat(vram(all)).contains(ByteSize.ofMebibytes(123));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "echo '13, 100, GPU-1'",
                "echo '11, [N/A], GPU-1'",
                "echo '11, 100, GPU-1'; echo '12, [Insufficient Permissions], GPU-1'",
                "echo '11, 99999999999999999999, GPU-1'",
                "echo '11, -5, GPU-1'",
                "echo '[N/A], 100, GPU-1'",
                "echo 'Segmentation fault'",
                "echo 11",
                "echo '11, 100, GPU-1'; exit 1",
                "echo 'No devices were found'; exit 6",
                "echo '11, 100, GPU-1'; exec sleep 600",
                "while :; do echo '11, 100'; done",
            })
    void elseNothingIsKnown(String script) throws Exception {
        assertThat(vram(script)).isEmpty();
    }

    @Test
    void hugeNumbersAreNoTrouble() throws Exception {
        String most = "for i in $(seq 4096); do echo '11, 999999999, GPU-1'; done";

        assertThat(vram(most)).contains(ByteSize.ofMebibytes(4096L * 999_999_999));
    }

    private Optional<ByteSize> vram(String script) throws IOException {
        Path smi = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\n" + script + "\n");
        assertThat(smi.toFile().setExecutable(true)).isTrue();
        return new GpuInventory(new NvidiaSmi(smi.toString(), Duration.ofSeconds(3))).vramOf(OURS);
    }
}
