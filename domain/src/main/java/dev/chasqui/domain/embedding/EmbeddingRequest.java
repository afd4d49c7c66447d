package dev.chasqui.domain.embedding;

import dev.chasqui.domain.chat.Source;
import dev.chasqui.domain.model.KeepAlive;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request for embeddings: one vector for each input.
 *
 * @param model the model name that the client requests; it may be an alias
 * @param inputs the inputs; at least one
 * @param dimensions the wanted length of each vector; empty for the length that the model gives
 * @param truncate true if an input that is longer than the model's context is cut; false if it is a
 *     failure
 * @param source the bytes that the request was decoded from; empty if it was not decoded
 */
public record EmbeddingRequest(
        String model,
        List<EmbeddingInput> inputs,
        OptionalInt dimensions,
        boolean truncate,
        Optional<Source> source) {

    /**
     * @throws IllegalArgumentException if there is no input, or {@code dimensions} is less than 1
     */
    public EmbeddingRequest {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("inputs: none (expected: at least one)");
        }
        if (dimensions.isPresent() && dimensions.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "dimensions: " + dimensions.getAsInt() + " (expected: at least 1)");
        }
    }

    /** Returns a request for the vectors of texts, with the length that the model gives. */
    public static EmbeddingRequest of(String model, List<String> texts) {
        return new EmbeddingRequest(
                model,
                texts.stream().<EmbeddingInput>map(EmbeddingInput.Text::new).toList(),
                OptionalInt.empty(),
                false,
                Optional.empty());
    }

    /** Returns this request with another model name. */
    public EmbeddingRequest withModel(String name) {
        return name.equals(model)
                ? this
                : new EmbeddingRequest(name, inputs, dimensions, truncate, source);
    }

    /** Returns the time that the model stays loaded after this request. */
    public KeepAlive keepAlive() {
        return source.map(Source::keepAlive).orElse(KeepAlive.AS_BEFORE);
    }
}
