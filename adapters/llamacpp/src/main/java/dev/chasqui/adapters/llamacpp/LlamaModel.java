package dev.chasqui.adapters.llamacpp;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that a llama-server serves, as the config describes it.
 *
 * @param name by which clients ask for it
 * @param file where it comes from
 * @param context how many tokens one conversation may have; empty for what is usual
 * @param concurrency how many requests it answers at a time
 * @param gpuLayers how many layers shall be on GPUs; empty for as many as fit
 * @param args more arguments for the server
 * @param env environment variables of its process
 * @param health the path that answers 200 when the server is ready
 */
public record LlamaModel(
        String name,
        ModelFile file,
        Optional<Integer> context,
        int concurrency,
        Optional<Integer> gpuLayers,
        List<String> args,
        Map<String, String> env,
        String health) {
    public LlamaModel {
        args = List.copyOf(args);
        env = Map.copyOf(env);
    }

    /** What the config says to the server itself. */
    LlamaArguments arguments() {
        return new LlamaArguments(args);
    }
}
