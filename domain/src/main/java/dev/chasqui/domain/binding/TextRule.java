package dev.chasqui.domain.binding;

import java.util.Optional;

/** What a text must be, beyond being one. An implementation has a constructor without arguments. */
public interface TextRule {

    /** What a right text is, for messages. */
    String expected();

    /** Whether a text is right. */
    boolean fits(String text);

    /** The regular expression for a JSON Schema that right texts match; empty if there is none. */
    Optional<String> pattern();

    /** Whether a wrong text may be a secret in the wrong place, so that no message may show it. */
    default boolean hides(String wrong) {
        return false;
    }

    /** Whether names of this kind are usually written in capitals, as those of variables are. */
    default boolean isInCapitals() {
        return false;
    }

    /** No rule at all. */
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
