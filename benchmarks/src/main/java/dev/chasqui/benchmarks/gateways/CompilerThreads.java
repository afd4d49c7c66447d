package dev.chasqui.benchmarks.gateways;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** The compiler threads of a JVM, as Linux shows them. */
final class CompilerThreads {
    /**
     * HotSpot's names, {@code C1 CompilerThread0} and so on, of which Linux keeps 15 characters.
     */
    private static final String NAME = "C[12] CompilerThre";

    private static final Duration TICK = Duration.ofMillis(10);

    /** The fields of the stat file behind the name: the times in user and in kernel mode. */
    private static final int USER = 11;

    private static final int KERNEL = 12;

    private CompilerThreads() {}

    /** Returns the processor time of the present ones so far; zero if there are none. */
    static Duration timeOf(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.map(thread -> thread.resolve("stat"))
                    .map(CompilerThreads::timeOf)
                    .reduce(Duration.ZERO, Duration::plus);
        } catch (IOException | UncheckedIOException e) {
            return Duration.ZERO;
        }
    }

    private static Duration timeOf(Path stat) {
        String line;
        try {
            line = Files.readString(stat);
        } catch (IOException e) {
            // The thread has ended.
            return Duration.ZERO;
        }
        int name = line.indexOf('(') + 1;
        int end = line.lastIndexOf(')');
        if (!line.substring(name, end).matches(NAME)) {
            return Duration.ZERO;
        }
        String[] fields = line.substring(end + 2).split(" ", -1);
        return TICK.multipliedBy(Long.parseLong(fields[USER]) + Long.parseLong(fields[KERNEL]));
    }
}
