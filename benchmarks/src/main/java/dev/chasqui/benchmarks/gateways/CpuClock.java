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
 * Reads the kernel's clock of the processor time that a process has used, in user and kernel mode,
 * by all its threads, also ended ones. {@code /proc/PID/stat} has the same in steps of ten
 * milliseconds, which is too coarse for streams at a model's pace.
 */
final class CpuClock {
    /** The size of the C library's {@code timespec} in bytes: seconds and nanoseconds. */
    private static final long TIMESPEC = 2 * JAVA_LONG.byteSize();

    private static final MethodHandle CLOCK_GETTIME = clockGettime();

    private CpuClock() {}

    /** Returns the processor time of a process so far; zero if there is no such process. */
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

    /**
     * Returns the clock's id as clock_getcpuclockid(3) makes it: the complement of the process id,
     * then the bits for "the whole process".
     */
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
