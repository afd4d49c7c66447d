package dev.chasqui.plugins.rag;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Counts the tokens that a model makes of a text: by the model's backend if that can count, else by
 * the {@linkplain CautiousTokens upper bound}. Made for one exchange; used by one thread.
 */
final class ModelTokens {
    private final Chain chain;
    private final String model;
    private final CautiousTokens bound;
    private boolean backendCounts = true;

    ModelTokens(Chain chain, String model, CautiousTokens bound) {
        this.chain = chain;
        this.model = model;
        this.bound = bound;
    }

    /**
     * Returns the number of tokens of the text, or an upper bound of it. May call the backend over
     * the network.
     */
    int count(String text) {
        if (backendCounts) {
            OptionalInt counted = ifKnown(() -> chain.countTokens(model, text));
            if (counted.isPresent()) {
                return counted.getAsInt();
            }
            backendCounts = false;
        }
        return bound.upperBound(text);
    }

    /** Returns the model's context length in tokens; empty if its backend does not report it. */
    OptionalInt contextLength() {
        return ifKnown(() -> chain.contextLength(model));
    }

    /**
     * Returns the backend's answer; empty if no backend has the model. That is no error here: an
     * agent further in may use another model than the one that the client named.
     */
    private static OptionalInt ifKnown(Supplier<OptionalInt> answer) {
        try {
            return answer.get();
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.UnknownModel) {
                return OptionalInt.empty();
            }
            throw e;
        }
    }
}
