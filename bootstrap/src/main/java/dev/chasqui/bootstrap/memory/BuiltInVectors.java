package dev.chasqui.bootstrap.memory;

import dev.chasqui.application.memory.TextVectors;
import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.EmbedAbility;
import dev.chasqui.domain.embedding.EmbeddingInput;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * The embeddings of facts by the built-in model. It is asked directly: the ledger would keep the
 * texts under the server's name, where nobody looks for them who is to forget a user.
 */
public final class BuiltInVectors implements TextVectors {
    private final EmbedAbility model;
    private final String name;
    private final BooleanSupplier on;

    /**
     * @param name the name of the model
     * @param on returns false while the config has the model switched off
     */
    public BuiltInVectors(EmbedAbility model, String name, BooleanSupplier on) {
        this.model = model;
        this.name = name;
        this.on = on;
    }

    @Override
    public List<Float> of(String text, Cancellation cancellation) {
        if (!on.getAsBoolean()) {
            return List.of();
        }
        EmbeddingRequest request =
                new EmbeddingRequest(
                        name,
                        List.of(new EmbeddingInput.Text(text)),
                        OptionalInt.empty(),
                        true,
                        Optional.empty());
        float[] vector;
        try {
            vector = model.embed(request, Asker.NOBODY, cancellation).reply().vectors().getFirst();
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.Cancelled) {
                throw e;
            }
            // The facts are compared by their words then.
            return List.of();
        }
        List<Float> numbers = new ArrayList<>(vector.length);
        for (float number : vector) {
            numbers.add(number);
        }
        return numbers;
    }
}
