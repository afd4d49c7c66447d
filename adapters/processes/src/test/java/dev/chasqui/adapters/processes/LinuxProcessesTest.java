package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** The facts that this process can read about itself and others. */
@EnabledOnOs(OS.LINUX)
class LinuxProcessesTest {
    private final long self = ProcessHandle.current().pid();

    @Test
    void aProcessSeesItself() {
        assertThat(LinuxProcesses.isLinux()).isTrue();
        long group = LinuxProcesses.groupOf(self).orElseThrow();
        assertThat(LinuxProcesses.ofGroup(group)).contains(self);
        assertThat(LinuxProcesses.memoryOf(List.of(self)).orElseThrow())
                .isGreaterThan(Runtime.getRuntime().totalMemory() / 100);
        assertThat(ProcessIdentity.of(self).orElseThrow().lives()).isTrue();
        assertThat(LinuxProcesses.hasInEnvironment(self, "PATH", "")).isTrue();
        assertThat(LinuxProcesses.hasInEnvironment(self, "PATH", "nowhere")).isFalse();
    }

    @Test
    void oneThatIsGoneIsNotThere() throws Exception {
        Process process = new ProcessBuilder("true").start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(ProcessIdentity.of(process.pid())).isEmpty();
        assertThat(LinuxProcesses.groupOf(process.pid())).isEmpty();
        assertThat(LinuxProcesses.memoryOf(List.of(process.pid()))).isEmpty();
        assertThat(LinuxProcesses.hasInEnvironment(process.pid(), "PATH", "")).isFalse();
    }

    @Test
    void anOddNameConfusesNobody() throws Exception {
        Process process =
                new ProcessBuilder("perl", "-e", "$0='a) Z 1 (b'; print qq(\\n); close STDOUT; <>")
                        .redirectInput(ProcessBuilder.Redirect.PIPE)
                        .start();
        try {
            process.inputReader().readLine();
            assertThat(LinuxProcesses.groupOf(process.pid()))
                    .isEqualTo(LinuxProcesses.groupOf(self));
        } finally {
            process.destroyForcibly();
        }
    }
}
