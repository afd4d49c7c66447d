package dev.chasqui.benchmarks.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

@EnabledOnOs(OS.LINUX)
@Timeout(20)
class StartedProcessesTest {
    @TempDir Path folder;

    @Test
    void descendantsOfAProcessEndWithIt() throws IOException {
        Path child = folder.resolve("child");
        long pid;
        try (StartedProcesses started = new StartedProcesses()) {
            RunningProcess running =
                    started.start(
                            List.of(
                                    "sh",
                                    "-c",
                                    "tail -f /dev/null & echo $! >child.new;"
                                            + " mv child.new child; wait"),
                            folder);
            while (!Files.exists(child)) {
                Thread.onSpinWait();
            }
            pid = Long.parseLong(Files.readString(child).strip());
            assertThat(running.isAlive()).isTrue();
            assertThat(ProcessHandle.of(pid)).isPresent();
        }

        while (ProcessHandle.of(pid).isPresent()) {
            Thread.onSpinWait();
        }
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    @Test
    void theKernelReportsTheTimeOfAProcess() throws IOException {
        try (StartedProcesses started = new StartedProcesses()) {
            RunningProcess busy = started.start(List.of("sh", "-c", "while :; do :; done"), folder);
            Supplier<Duration> cpu = busy.cpu();
            Duration before = cpu.get();

            while (cpu.get().equals(before)) {
                Thread.onSpinWait();
            }

            assertThat(cpu.get()).isGreaterThan(before);
            assertThat(busy.residentMiB()).isPositive();
        }
    }

    @Test
    void anUnknownProcessHasUsedNoTime() {
        assertThat(CpuClock.of(Integer.MAX_VALUE >> 3)).isZero();
    }
}
