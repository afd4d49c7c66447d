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

/** A reader of {@code /proc}, for processes that this user may inspect. */
final class LinuxProcesses {
    private static final Path PROC = Path.of("/proc");

    /**
     * Indexes of fields in {@code stat}, counted after the name, which may contain any character,
     * blanks included.
     */
    private static final int STATE = 0;

    private static final int GROUP = 2;
    private static final int START = 19;

    private LinuxProcesses() {}

    /** Returns true on Linux. */
    static boolean isLinux() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }

    /** Returns the start time of a process in ticks since the boot; empty if it has ended. */
    static OptionalLong startOf(long pid) {
        return number(pid, START);
    }

    /** Returns the process group of a process; empty if it has ended. */
    static OptionalLong groupOf(long pid) {
        return number(pid, GROUP);
    }

    /** Returns the running processes of a group. */
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

    /** Returns true if a process has a variable whose value begins with a text. */
    static boolean hasInEnvironment(long pid, String name, String beginning) {
        String start = name + "=" + beginning;
        return read(pid, "environ")
                .map(all -> Arrays.stream(all.split("\0")).anyMatch(one -> one.startsWith(start)))
                .orElse(false);
    }

    /**
     * Returns the memory that processes use together, in bytes; empty if all have ended.
     *
     * <p>Memory that several processes share is counted in parts (PSS), so that the sum over all of
     * them is right. Pages of a mapped file, as weights mostly are, count as far as they are in
     * memory: the kernel could drop them, but a model without its weights in memory reads them from
     * disk for every token. Pages that were not touched yet, such as those of experts that no token
     * has needed, do not count, so a model may grow beyond the value that is measured when it is
     * ready.
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

    /**
     * Returns a field of {@code stat}; empty for a process that has ended and was not waited for
     * yet.
     */
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
