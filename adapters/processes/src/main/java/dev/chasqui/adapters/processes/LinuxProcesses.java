package dev.chasqui.adapters.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What Linux tells of processes in {@code /proc}, of those that may be looked at. */
final class LinuxProcesses {
    private static final Path PROC = Path.of("/proc");

    /** Places in {@code stat}, counted after the name: that may hold anything, blanks included. */
    private static final int STATE = 0;

    private static final int GROUP = 2;
    private static final int START = 19;

    private LinuxProcesses() {}

    /** Whether this is Linux. */
    static boolean present() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }

    /** When a process was started, in ticks since the machine was; empty if it is gone. */
    static OptionalLong startOf(long pid) {
        return number(pid, START);
    }

    /** Its group; empty if it is gone. */
    static OptionalLong groupOf(long pid) {
        return number(pid, GROUP);
    }

    /** The processes of a group that live. */
    static List<Long> ofGroup(long group) {
        List<Long> members = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path one : all) {
                long pid = Long.parseLong(one.getFileName().toString());
                if (groupOf(pid).equals(OptionalLong.of(group))) {
                    members.add(pid);
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return members;
    }

    /** Whether a process has a variable whose value begins so. */
    static boolean hasInEnvironment(long pid, String name, String beginning) {
        String start = name + "=" + beginning;
        return read(pid, "environ")
                .map(all -> Arrays.stream(all.split("\0")).anyMatch(one -> one.startsWith(start)))
                .orElse(false);
    }

    /**
     * How many bytes of the machine's memory processes take together; empty if all are gone.
     *
     * <p>What several processes share is counted in parts (PSS), so that the sum over all of them
     * is right. Pages of a mapped file, as weights mostly are, count as far as they are in memory:
     * the kernel could drop them, but a model without its weights in memory reads them from disk
     * for every token. Those that were not touched yet, such as experts that no token has needed,
     * do not count, so a model may grow beyond what is seen when it is ready.
     */
    static OptionalLong memoryOf(Collection<Long> processes) {
        long sum = 0;
        for (long pid : processes) {
            sum += memoryOf(pid);
        }
        return sum == 0 ? OptionalLong.empty() : OptionalLong.of(sum);
    }

    private static long memoryOf(long pid) {
        return kilobytes(pid, "smaps_rollup", "Pss:")
                .orElseGet(() -> kilobytes(pid, "status", "VmRSS:").orElse(0L));
    }

    private static Optional<Long> kilobytes(long pid, String file, String name) {
        return read(pid, file)
                .flatMap(all -> all.lines().filter(line -> line.startsWith(name)).findFirst())
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024);
    }

    /** Nothing for a process that has ended and was not waited for yet. */
    private static OptionalLong number(long pid, int place) {
        Optional<String> stat = read(pid, "stat");
        if (stat.isEmpty()) {
            return OptionalLong.empty();
        }
        String afterName = stat.get().substring(stat.get().lastIndexOf(')') + 1).strip();
        List<String> fields = List.of(afterName.split(" "));
        return fields.size() <= place || fields.get(STATE).matches("[ZX]")
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(fields.get(place)));
    }

    private static Optional<String> read(long pid, String file) {
        try {
            byte[] all = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(file));
            return Optional.of(new String(all, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
