package dev.chasqui.application.exchange;

import dev.chasqui.application.routing.Needs;
import dev.chasqui.domain.model.Capability;

import org.jspecify.annotations.Nullable;

import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * The needs of a request whose tokens are counted by the model's own tokenizer, once, where an
 * estimate does not tell whether they fit a context. For use by one thread.
 */
final class CountedNeeds implements Needs {
    /**
     * The factor by which an estimate may be wrong: some texts have two bytes for each token, and
     * others six, where it takes 3.5.
     */
    private static final long DOUBT = 2;

    private final Needs estimated;
    private final Supplier<OptionalInt> count;
    private @Nullable OptionalInt counted;

    /**
     * @param count counts the prompt's tokens; empty if nobody can
     */
    CountedNeeds(Needs estimated, Supplier<OptionalInt> count) {
        this.estimated = estimated;
        this.count = count;
    }

    @Override
    public boolean include(Capability ability) {
        return estimated.include(ability);
    }

    @Override
    public long mostTokens() {
        return estimated.mostTokens();
    }

    @Override
    public long tokens() {
        return estimated.tokens();
    }

    @Override
    public long tokens(int context) {
        long estimate = estimated.tokens();
        if (estimate * DOUBT < context || estimate > context * DOUBT) {
            return estimate;
        }
        if (counted == null) {
            counted = count.get();
        }
        return counted.isPresent() ? counted.getAsInt() : estimate;
    }
}
