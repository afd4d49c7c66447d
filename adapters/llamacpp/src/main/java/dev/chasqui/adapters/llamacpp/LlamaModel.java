package dev.chasqui.adapters.llamacpp;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model that llama-server serves, as the config describes it.
 *
 * @param name the name by which clients ask for it
 * @param file the source of its file
 * @param context the context of one conversation in tokens; empty for the default
 * @param concurrency the number of requests that it answers at a time
 * @param gpuLayers the number of layers on GPUs; empty for as many as fit
 * @param args more arguments for the server
 * @param env environment variables of its process
 * @param health the path at which the server answers 200 when it is ready
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

    /** Returns the arguments of the config for the server itself. */
    LlamaArguments arguments() {
        return new LlamaArguments(args);
    }
}
