package dev.chasqui.application.routing;

import dev.chasqui.domain.model.Capability;
import dev.chasqui.domain.model.ModelTraits;

import org.jspecify.annotations.Nullable;

/**
 * The needs of one request that a model may be known not to meet. Nothing is found out before it is
 * asked for, since most models are not known to lack anything.
 */
public interface Needs {
    /** The needs of a request that each model meets. */
    Needs NONE =
            new Needs() {
                @Override
                public boolean include(Capability ability) {
                    return false;
                }

                @Override
                public long mostTokens() {
                    return 0;
                }

                @Override
                public long tokens() {
                    return 0;
                }
            };

    /** Returns true if the model needs an ability. */
    boolean include(Capability ability);

    /** Returns more tokens than the prompt can have; cheaper than {@link #tokens}. */
    long mostTokens();

    /** Returns an estimate of the prompt's tokens. */
    long tokens();

    /**
     * Returns the prompt's tokens, as exactly as it takes to tell whether they fit.
     *
     * @param context the tokens of a context
     */
    default long tokens(int context) {
        return tokens();
    }

    /** Returns true if a model of these traits is not known to fail. */
    default boolean areMetBy(ModelTraits traits) {
        return unmetBy(traits) == null;
    }

    /** Returns the reason why a model of these traits cannot answer; null if none is known. */
    default @Nullable DropReason unmetBy(ModelTraits traits) {
        for (Capability ability : traits.lacks()) {
            if (include(ability)) {
                return new DropReason.Unable(ability);
            }
        }
        if (traits.context().isPresent()) {
            int context = traits.context().getAsInt();
            if (mostTokens() > context && tokens(context) >= context) {
                return new DropReason.TooShort(context, tokens(context));
            }
        }
        return null;
    }
}
