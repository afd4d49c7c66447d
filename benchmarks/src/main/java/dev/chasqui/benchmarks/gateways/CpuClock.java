package dev.chasqui.benchmarks.gateways;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;

/**
 * The kernel's clock of the processor time that a process has used, in user and kernel mode, by all
 * threads it has and had. {@code /proc/PID/stat} says the same in steps of ten milliseconds, which
 * is too coarse for streams at a model's pace.
 */
final class CpuClock {
    /** Where the C library puts seconds and nanoseconds. */
    private static final long TIMESPEC = 2 * JAVA_LONG.byteSize();

    private static final MethodHandle CLOCK_GETTIME = clockGettime();

    private CpuClock() {}

    /** The time that a process has used so far; zero where there is no such process. */
    static Duration of(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(TIMESPEC, JAVA_LONG.byteAlignment());
            int failed = (int) CLOCK_GETTIME.invokeExact(clockOf(pid), time);
            return failed != 0
                    ? Duration.ZERO
                    : Duration.ofSeconds(
                            time.get(JAVA_LONG, 0), time.get(JAVA_LONG, JAVA_LONG.byteSize()));
        } catch (Throwable e) {
            throw new IllegalStateException("clock_gettime", e);
        }
    }

    /** As clock_getcpuclockid(3) makes it: the complement of the id, then "all of the process". */
    private static int clockOf(long pid) {
        return (int) (~pid << 3 | 2);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle clockGettime() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("clock_gettime"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    }
}
