package dev.chasqui.adapters.llamacpp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The arguments that a config has for the llama-server itself. The last of an option counts, as it
 * does there.
 *
 * @param words the arguments
 */
record LlamaArguments(List<String> words) {

    /** What is said of an option, as {@code --name value} or {@code --name=value}. */
    Optional<String> value(String... names) {
        List<String> options = Arrays.asList(names);
        for (int i = words.size() - 1; i >= 0; i--) {
            String word = words.get(i);
            if (options.contains(word)) {
                return Optional.of(i + 1 < words.size() ? words.get(i + 1) : "");
            }
            int equals = word.indexOf('=');
            if (equals > 0 && options.contains(word.substring(0, equals))) {
                return Optional.of(word.substring(equals + 1));
            }
        }
        return Optional.empty();
    }

    /** Whether one of these options is there that have no value. */
    boolean has(String... names) {
        return Arrays.stream(names).anyMatch(words::contains);
    }

    /** Tokens of all slots together; 0 for what the model was made for. */
    Optional<Integer> context() {
        return number(0, 1 << 30, "--ctx-size", "-c");
    }

    Optional<Integer> slots() {
        return number(1, 256, "--parallel", "-np");
    }

    /** Layers on GPUs. */
    Optional<Integer> gpuLayers() {
        return number(0, 10_000, "--gpu-layers", "--n-gpu-layers", "-ngl");
    }

    /** How keys are cached. */
    Optional<String> keys() {
        return value("--cache-type-k", "-ctk");
    }

    /** How values are cached. */
    Optional<String> values() {
        return value("--cache-type-v", "-ctv");
    }

    /** Words such as {@code auto} are left to the server. */
    private Optional<Integer> number(int least, int most, String... names) {
        return value(names)
                .filter(text -> text.matches("\\d{1,10}"))
                .map(Long::parseLong)
                .filter(number -> number >= least && number <= most)
                .map(Long::intValue);
    }
}
