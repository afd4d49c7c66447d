package dev.chasqui.benchmarks.gateways;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.time.Duration;

class CompilerThreadsTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void aJvmThatRunsTestsHasCompiledSomething() {
        Duration time = CompilerThreads.timeOf(ProcessHandle.current().pid());
        assertTrue(time.isPositive(), time.toString());
    }

    @Test
    void aProcessThatIsNotThereHasNoCompilers() {
        assertEquals(Duration.ZERO, CompilerThreads.timeOf(Long.MAX_VALUE));
    }
}
