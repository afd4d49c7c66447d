package dev.chasqui.benchmarks.gateways;

import dev.chasqui.benchmarks.load.Ask;

import java.util.Map;
import java.util.Optional;

/**
 * Something that takes a chat request on a port of this machine.
 *
 * @param name as the tables have it
 * @param port of the loopback interface
 * @param path of OpenAI's chat, as this gateway spells it
 * @param model what it calls the mock's model
 * @param headers what it wants besides
 * @param process what is accounted; empty for the mock itself
 */
public record Gateway(
        String name,
        int port,
        String path,
        String model,
        Map<String, String> headers,
        Optional<Running> process) {
    /** Where the mock and most gateways answer. */
    public static final String OPENAI = "/v1/chat/completions";

    /** The mock's model of OpenAI's dialect. */
    public static final String MODEL = "bench";

    /** The mock without anything before it. */
    public static Gateway direct(int port) {
        return new Gateway("direct", port, OPENAI, MODEL, Map.of(), Optional.empty());
    }

    /** The same, asked for another model. */
    public Gateway with(String other) {
        return new Gateway(name, port, path, other, headers, process);
    }

    /** Asks a chat of it. */
    public Ask ask(Prompt prompt, Ask.Expected expected) {
        return Ask.post(port, path, headers, prompt.json(model), expected);
    }
}
