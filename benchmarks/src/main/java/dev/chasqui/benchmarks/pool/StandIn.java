package dev.chasqui.benchmarks.pool;

import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.Prompt;
import dev.chasqui.benchmarks.load.Ask;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A model of the pool that takes its time and says who it is.
 *
 * @param load how long it loads, beside the start of its process
 * @param answer how long each answer takes
 * @param slots how many answers it gives at a time
 * @param program what serves it
 * @param starts a file in which each of its processes leaves a line
 */
record StandIn(String name, Duration load, Duration answer, int slots, Path program, Path starts) {

    static StandIn of(
            Stage stage, Path folder, String name, Duration load, Duration answer, int slots) {
        Path starts = folder.resolve(name + ".starts");
        return new StandIn(name, load, answer, slots, stage.program(), starts);
    }

    /** As config has it. */
    String json() {
        return """
        "%s": {
          "command": [
            "%s", "--port", "${port}", "--alias", "%s", "--load-time", "%d", "--answer-time", "%d",
            "--count", "%s"
          ],
          "env": {"LLAMA_API_KEY": "${key}"},
          "concurrency": %d
        }\
        """
                .formatted(name, program, name, load.toMillis(), answer.toMillis(), starts, slots);
    }

    /** A request for it; only its own answer is right. */
    Crowd.Question question(Gateway server) {
        Ask.Expected own = new Ask.Holds("I am " + name + ",");
        return new Crowd.Question(name, server.with(name).ask(Prompt.whole(), own));
    }

    /** How many processes of it were started so far. */
    int started() throws IOException {
        return Files.exists(starts) ? Files.readAllLines(starts).size() : 0;
    }
}
