package dev.chasqui.domain.embedding;

import dev.chasqui.domain.chat.Source;
import dev.chasqui.domain.model.KeepAlive;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request for vectors, one for each input.
 *
 * @param model the name that the client asks for; may be an alias
 * @param inputs at least one
 * @param dimensions how many numbers each vector shall have; empty: as many as the model gives
 * @param truncate whether an input that is longer than the model reads is cut; else it is a failure
 * @param source the bytes that the request came from
 */
public record EmbeddingRequest(
        String model,
        List<EmbeddingInput> inputs,
        OptionalInt dimensions,
        boolean truncate,
        Optional<Source> source) {

    /**
     * @throws IllegalArgumentException if there is no input, or a vector shall have no numbers
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

    /** A request for the vectors of some texts, as long as the model makes them. */
    public static EmbeddingRequest of(String model, List<String> texts) {
        return new EmbeddingRequest(
                model,
                texts.stream().<EmbeddingInput>map(EmbeddingInput.Text::new).toList(),
                OptionalInt.empty(),
                false,
                Optional.empty());
    }

    /** The same request to a model of another name. */
    public EmbeddingRequest withModel(String name) {
        return name.equals(model)
                ? this
                : new EmbeddingRequest(name, inputs, dimensions, truncate, source);
    }

    /** How long the model shall stay after this request. */
    public KeepAlive keepAlive() {
        return source.map(Source::keepAlive).orElse(KeepAlive.AS_BEFORE);
    }
}
