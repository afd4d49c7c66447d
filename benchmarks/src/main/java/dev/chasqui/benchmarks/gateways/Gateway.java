package dev.chasqui.benchmarks.gateways;

import dev.chasqui.benchmarks.load.RawRequest;

import java.util.Map;
import java.util.Optional;

/**
 * A server that takes chat requests on a port of this machine.
 *
 * @param name the name in tables
 * @param port the port on the loopback interface
 * @param path the gateway's path of OpenAI's chat
 * @param model the gateway's name of the mock's model
 * @param headers further headers that it needs
 * @param process the process whose use of the machine is measured; empty for the mock itself
 */
public record Gateway(
        String name,
        int port,
        String path,
        String model,
        Map<String, String> headers,
        Optional<RunningProcess> process) {
    /** The path of OpenAI's chat on the mock and most gateways. */
    public static final String OPENAI = "/v1/chat/completions";

    /** The mock's model of OpenAI's dialect. */
    public static final String MODEL = "bench";

    /** Returns the mock without a gateway before it. */
    public static Gateway direct(int port) {
        return new Gateway("direct", port, OPENAI, MODEL, Map.of(), Optional.empty());
    }

    /** Returns the same gateway with another model. */
    public Gateway with(String other) {
        return new Gateway(name, port, path, other, headers, process);
    }

    /** Returns a chat request to this gateway. */
    public RawRequest ask(Prompt prompt, RawRequest.Expected expected) {
        return RawRequest.post(port, path, headers, prompt.json(model), expected);
    }
}
