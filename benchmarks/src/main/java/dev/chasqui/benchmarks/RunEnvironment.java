package dev.chasqui.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.benchmarks.gateways.Pinning;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The environment of a run, set by {@code benchmarks/run}.
 *
 * @param root the folder of the repository
 * @param gateways the core of the gateways; empty if processes cannot be bound to cores
 * @param everywhere all cores, also those that this process may not use; empty likewise
 */
record RunEnvironment(Path root, Pinning gateways, Pinning everywhere) {

    /** Reads the system properties that the start script sets. */
    static RunEnvironment ofProperties() {
        return new RunEnvironment(
                Path.of(System.getProperty("benchmarks.root", "")).toAbsolutePath(),
                pinning("benchmarks.core"),
                pinning("benchmarks.cores"));
    }

    private static Pinning pinning(String property) {
        String cores = System.getProperty(property, "");
        return new Pinning(Optional.of(cores).filter(text -> !text.isEmpty()));
    }

    Path dist() {
        return root.resolve("bootstrap/target/dist");
    }

    Path peer(String name) {
        return root.resolve("benchmarks/peers").resolve(name);
    }

    Path micro() {
        return root.resolve("benchmarks/micro");
    }

    /** Returns the folder of a page that is not to be published. */
    Path scratch() {
        return root.resolve("benchmarks/target/report");
    }

    Path docs() {
        return root.resolve("docs");
    }

    /**
     * Returns the output of a git command, without white space around it; empty without git or a
     * repository.
     */
    String git(String... words) {
        String[] command = new String[words.length + 3];
        command[0] = "git";
        command[1] = "-C";
        command[2] = root.toString();
        System.arraycopy(words, 0, command, 3, words.length);
        try {
            Process git =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return new String(git.getInputStream().readAllBytes(), UTF_8).strip();
        } catch (IOException noGit) {
            return "";
        }
    }
}
