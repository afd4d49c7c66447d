package dev.chasqui.adapters.llamacpp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The arguments that a config passes to llama-server itself. If an option is repeated, the last one
 * counts, as in llama-server.
 *
 * @param words the arguments
 */
record LlamaArguments(List<String> words) {

    /** Returns the value of an option, given as {@code --name value} or {@code --name=value}. */
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

    /** Returns true if one of these options without a value is given. */
    boolean has(String... names) {
        return Arrays.stream(names).anyMatch(words::contains);
    }

    /**
     * Returns the tokens of all slots together; 0 for the context that the model was trained for.
     */
    Optional<Integer> context() {
        return number(0, 1 << 30, "--ctx-size", "-c");
    }

    Optional<Integer> slots() {
        return number(1, 256, "--parallel", "-np");
    }

    /** Returns the number of layers on GPUs. */
    Optional<Integer> gpuLayers() {
        return number(0, 10_000, "--gpu-layers", "--n-gpu-layers", "-ngl");
    }

    /** Returns the storage format of cached keys. */
    Optional<String> keys() {
        return value("--cache-type-k", "-ctk");
    }

    /** Returns the storage format of cached values. */
    Optional<String> values() {
        return value("--cache-type-v", "-ctv");
    }

    /**
     * Returns the number that an option gives; empty for words such as {@code auto}, which the
     * server interprets.
     */
    private Optional<Integer> number(int least, int most, String... names) {
        return value(names)
                .filter(text -> text.matches("\\d{1,10}"))
                .map(Long::parseLong)
                .filter(number -> number >= least && number <= most)
                .map(Long::intValue);
    }
}
