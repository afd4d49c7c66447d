package dev.chasqui.adapters.processes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Starts programs that do not outlive this process, however it ends.
 *
 * <p>Between us and the program stands a shell that holds a pipe of ours: when we die, kill -9
 * included, it reads the end of it and kills the program's whole group. Nothing that the kernel
 * offers for this reaches grandchildren, and not every kernel has it.
 *
 * <p>What the program gets in its environment is the program's alone: a {@code PATH} or an {@code
 * LD_PRELOAD} of its own must not keep the shell from guarding it. So until the program starts each
 * variable is held by another one that means nothing to anybody, rather than by arguments, which
 * everybody on the machine can read.
 */
final class Lifeline {
    private static final String SCRIPT = read("lifeline.sh");

    /** What a shell can give to a program; with another name it is left to the shell. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Of a number behind it: holds a variable of the program, name and all, until it starts. */
    private static final String HELD = "SPAWN_HOLDS_";

    /** What any program may need; nothing of ours is in it. */
    private static final List<String> INHERITED =
            List.of(
                    "PATH",
                    "HOME",
                    "USER",
                    "LANG",
                    "LC_ALL",
                    "LC_CTYPE",
                    "TZ",
                    "TMPDIR",
                    "LD_LIBRARY_PATH",
                    "CUDA_VISIBLE_DEVICES",
                    "HIP_VISIBLE_DEVICES",
                    "ROCR_VISIBLE_DEVICES");

    private Lifeline() {}

    /**
     * Starts a program in a session of its own. The first line of its output is the number of its
     * group, and the last one is {@link #lastLine}, behind an empty one. Lines that are written to
     * its input name signals ({@code TERM}) for all of the group; at the end of its input they are
     * killed.
     *
     * @param mark by which processes that leave the group are found
     * @throws IOException if there is no shell; a program that cannot be started ends at once, with
     *     the reason as its output
     */
    static Process start(Launch launch, String mark) throws IOException {
        return start("sh", launch, mark);
    }

    static Process start(String shell, Launch launch, String mark) throws IOException {
        return start(
                shell, launch.command(), launch.environment(), mark, ProcessBuilder.Redirect.PIPE);
    }

    /**
     * The same for a program that is no server.
     *
     * @param environment what it gets besides the little that every program needs
     * @param output where its output goes
     */
    static Process start(
            List<String> command,
            Map<String, String> environment,
            String mark,
            ProcessBuilder.Redirect output)
            throws IOException {
        return start("sh", command, environment, mark, output);
    }

    private static Process start(
            String shell,
            List<String> command,
            Map<String, String> environment,
            String mark,
            ProcessBuilder.Redirect output)
            throws IOException {
        Map<String, String> held = new LinkedHashMap<>();
        StringBuilder take = new StringBuilder();
        environment.forEach(
                (name, value) -> {
                    if (NAME.matcher(name).matches()) {
                        String holder = HELD + held.size();
                        held.put(holder, name + "=" + value);
                        take.append("command export \"$%s\"; unset %s; ".formatted(holder, holder));
                    } else {
                        held.put(name, value);
                    }
                });
        List<String> session = newSession();
        List<String> whole = new ArrayList<>(session);
        whole.addAll(List.of(shell, "-c", SCRIPT, "lifeline", String.join(" ", session)));
        whole.addAll(List.of(mark, take.toString()));
        whole.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(output);
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(held);
        return builder.start();
    }

    /** The last line; after it comes only what processes write that were not found. */
    static String lastLine(String mark) {
        return SpawnRecords.VARIABLE + "=" + mark + " ended";
    }

    /** What runs a program in a session of its own: not every system has {@code setsid}. */
    private static List<String> newSession() {
        return ProgramPath.has("setsid")
                ? List.of("setsid")
                : List.of("perl", "-MPOSIX", "-e", "POSIX::setsid();exec(@ARGV)or(exit(127))");
    }

    private static String read(String name) {
        try (InputStream in = Lifeline.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
