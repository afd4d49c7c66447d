package dev.chasqui.domain.binding;

import java.util.Optional;

/** A rule for a text. An implementation has a constructor without arguments. */
public interface TextRule {

    /** Returns a description of a valid text, for messages. */
    String expected();

    /** Returns true if a text is valid. */
    boolean fits(String text);

    /**
     * Returns the regular expression that valid texts match, for a JSON Schema; empty if there is
     * none.
     */
    Optional<String> pattern();

    /** Returns true if a wrong text may be a misplaced secret, so that no message may show it. */
    default boolean hides(String wrong) {
        return false;
    }

    /**
     * Returns true if texts of this kind are usually written in capitals, as names of variables
     * are.
     */
    default boolean isInCapitals() {
        return false;
    }

    /** The rule that accepts every text. */
    final class Any implements TextRule {
        static final TextRule ANY = new Any();

        @Override
        public String expected() {
            return "a text";
        }

        @Override
        public boolean fits(String text) {
            return true;
        }

        @Override
        public Optional<String> pattern() {
            return Optional.empty();
        }
    }
}
