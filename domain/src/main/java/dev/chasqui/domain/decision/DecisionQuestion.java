package dev.chasqui.domain.decision;

import dev.chasqui.domain.chat.Part;

import java.util.List;
import java.util.Optional;

/** A question about an input, with a closed set of answers. */
public sealed interface DecisionQuestion {
    /** The most answers of a {@link Choice}, which are as many as there are letters for labels. */
    int MOST_OPTIONS = 26;

    /** The most levels of a {@link Score}, which are as many as there are digits for labels. */
    int MOST_LEVELS = 10;

    /** Returns the text, and perhaps images, of the question. */
    List<Part> instructions();

    /** Returns the number of possible answers. */
    int answers();

    /** The question if a statement about the input is true. */
    record Predicate(List<Part> instructions) implements DecisionQuestion {
        public Predicate {
            instructions = List.copyOf(instructions);
        }

        /** Makes a question about a statement in plain text. */
        public Predicate(String statement) {
            this(List.of(new Part.Text(statement)));
        }

        @Override
        public int answers() {
            return 2;
        }
    }

    /** The question which of several options fits the input. */
    record Choice(List<Part> instructions, List<Option> options) implements DecisionQuestion {
        /**
         * @throws IllegalArgumentException if there are fewer than 2 options, or more than {@link
         *     #MOST_OPTIONS}
         */
        public Choice {
            instructions = List.copyOf(instructions);
            options = List.copyOf(options);
            require("options", options.size(), MOST_OPTIONS);
        }

        @Override
        public int answers() {
            return options.size();
        }
    }

    /** The question which of several levels, in rising order, the input has. */
    record Score(List<Part> instructions, List<Option> levels) implements DecisionQuestion {
        /**
         * @throws IllegalArgumentException if there are fewer than 2 levels, or more than {@link
         *     #MOST_LEVELS}
         */
        public Score {
            instructions = List.copyOf(instructions);
            levels = List.copyOf(levels);
            require("levels", levels.size(), MOST_LEVELS);
        }

        @Override
        public int answers() {
            return levels.size();
        }
    }

    /**
     * An option of a choice, or a level of a score.
     *
     * @param name the name that the model reads
     * @param description more about it, for the model
     */
    record Option(String name, Optional<String> description) {
        /** Makes an option that its name describes. */
        public Option(String name) {
            this(name, Optional.empty());
        }
    }

    private static void require(String name, int count, int most) {
        if (count < 2 || count > most) {
            throw new IllegalArgumentException(
                    name + ": " + count + " (expected: from 2 to " + most + ")");
        }
    }
}
