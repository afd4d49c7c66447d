package dev.chasqui.plugins.rag;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * What a model makes of text, by its own backend where that counts, else {@linkplain CautiousTokens
 * at most}. Made for one exchange; used by one thread.
 */
final class ModelTokens {
    private final Chain chain;
    private final String model;
    private final CautiousTokens most;
    private boolean backendCounts = true;

    ModelTokens(Chain chain, String model, CautiousTokens most) {
        this.chain = chain;
        this.model = model;
        this.most = most;
    }

    /** How many tokens the text has, or more; never fewer. A call over the network. */
    int count(String text) {
        if (backendCounts) {
            OptionalInt counted = ifKnown(() -> chain.countTokens(model, text));
            if (counted.isPresent()) {
                return counted.getAsInt();
            }
            backendCounts = false;
        }
        return most.most(text);
    }

    /** How many tokens the model reads at most, where its backend says. */
    OptionalInt contextLength() {
        return ifKnown(() -> chain.contextLength(model));
    }

    /** Another agent further in may ask other models than the one that the client named. */
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
