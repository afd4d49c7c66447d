package dev.chasqui.benchmarks.pool;

import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.Prompt;
import dev.chasqui.benchmarks.load.RawRequest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A stand-in model of the pool, with set times for loads and answers. Its answers contain its name.
 *
 * @param name the model's name
 * @param load the time of a load, without the start of the process
 * @param answer the time of an answer
 * @param slots the most answers at a time
 * @param program the program that serves it
 * @param starts the file to which each of its processes adds a line
 */
record StandInModel(
        String name, Duration load, Duration answer, int slots, Path program, Path starts) {

    static StandInModel of(
            Stage stage, Path folder, String name, Duration load, Duration answer, int slots) {
        Path starts = folder.resolve(name + ".starts");
        return new StandInModel(name, load, answer, slots, stage.program(), starts);
    }

    /** Returns the model's section of the config. */
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

    /** Returns a request for this model; only this model's answer is right. */
    Crowd.Question question(Gateway server) {
        RawRequest.Expected own = new RawRequest.Holds("I am " + name + ",");
        return new Crowd.Question(name, server.with(name).ask(Prompt.whole(), own));
    }

    /** Returns the number of processes started so far. */
    int started() throws IOException {
        return Files.exists(starts) ? Files.readAllLines(starts).size() : 0;
    }
}
