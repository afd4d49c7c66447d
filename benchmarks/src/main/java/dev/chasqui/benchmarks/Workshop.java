package dev.chasqui.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chasqui.benchmarks.gateways.Pinning;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a run takes place; {@code benchmarks/run} says it.
 *
 * @param root folder of the repository
 * @param gateways the core that they run on; empty where nothing can be bound to a core
 * @param everywhere all cores, more than this process itself may use; empty likewise
 */
record Workshop(Path root, Pinning gateways, Pinning everywhere) {

    /** What the start script said. */
    static Workshop ofProperties() {
        return new Workshop(
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

    /** Where a page goes that is not for the record. */
    Path scratch() {
        return root.resolve("benchmarks/target/report");
    }

    Path docs() {
        return root.resolve("docs");
    }

    /** What git prints, in one line; empty where there is no git or no repository. */
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
