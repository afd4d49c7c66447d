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
 * The start of programs that do not outlive this process, however it ends.
 *
 * <p>A shell stands between this process and the program, and reads a pipe of ours. When we die,
 * kill -9 included, it reads the end of the pipe and kills the program's whole group. No mechanism
 * of the kernel for this purpose reaches grandchildren, and not every kernel has one.
 *
 * <p>The variables of the program must not reach the shell: a {@code PATH} or an {@code LD_PRELOAD}
 * of the program's could keep the shell from its work. So until the program starts, each variable
 * is held by another one under a neutral name. Arguments could not hold them, since everybody on
 * the machine can read arguments.
 */
final class Lifeline {
    private static final String SCRIPT = read("lifeline.sh");

    /**
     * The names that a shell can export; a variable with another name is passed to the shell as it
     * is.
     */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /**
     * The prefix, before a number, of a variable that holds one of the program's, as NAME=VALUE,
     * until it starts.
     */
    private static final String HELD = "SPAWN_HOLDS_";

    /** The variables that any program may need; none of them is ours. */
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
     * Starts a program in a session of its own. The first line of its output is the id of its
     * process group, and the last one is {@link #lastLine}, behind an empty one. Lines that are
     * written to its input name signals ({@code TERM}) for the whole group; at the end of its input
     * the group is killed.
     *
     * @param mark the mark by which processes that leave the group are found
     * @throws IOException if there is no shell. A program that cannot be started ends at once, with
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
     * Starts a program that is no server, as {@link #start(Launch, String)} does.
     *
     * @param environment the variables beyond the few that every program needs
     * @param output the target of its output
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

    /** Returns the last line of the output; only processes that were not found write after it. */
    static String lastLine(String mark) {
        return SpawnRecords.VARIABLE + "=" + mark + " ended";
    }

    /**
     * Returns the command that runs a program in a session of its own: not every system has {@code
     * setsid}.
     */
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
