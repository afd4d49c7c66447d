package dev.chasqui.domain.decision;

import java.util.List;
import java.util.stream.IntStream;

/** The answer to one {@link DecisionQuestion}. */
public sealed interface DecisionAnswer {

    /** An answer by the probabilities of all possible answers. */
    sealed interface Given extends DecisionAnswer {
        /**
         * Returns the share of the model's probability that belonged to the labels, from 0 to 1. A
         * low share means that the model would rather have said something else.
         */
        double labelMass();
    }

    /**
     * The answer to a predicate.
     *
     * @param probability the probability that the statement is true, from 0 to 1
     */
    record Predicate(double probability, double labelMass) implements Given {}

    /**
     * The answer to a choice.
     *
     * @param probabilities the probability of each option, in the order of the question; their sum
     *     is 1
     */
    record Choice(List<Double> probabilities, double labelMass) implements Given {
        public Choice {
            probabilities = List.copyOf(probabilities);
        }

        /** Returns the number of the most probable option, from 0. */
        public int chosen() {
            return mostProbable(probabilities);
        }

        /** Returns the probability of the most probable option. */
        public double confidence() {
            return probabilities.get(chosen());
        }
    }

    /**
     * The answer to a score.
     *
     * @param probabilities the probability of each level, in the order of the question; their sum
     *     is 1
     */
    record Score(List<Double> probabilities, double labelMass) implements Given {
        public Score {
            probabilities = List.copyOf(probabilities);
        }

        /** Returns the mean of the levels' numbers, from 0, weighted by their probabilities. */
        public double score() {
            return IntStream.range(0, probabilities.size())
                    .mapToDouble(level -> level * probabilities.get(level))
                    .sum();
        }

        /** Returns the probability of the most probable level. */
        public double confidence() {
            return probabilities.get(mostProbable(probabilities));
        }
    }

    /** The model did not answer the question: it would have said something else. */
    record Refusal() implements DecisionAnswer {}

    private static int mostProbable(List<Double> probabilities) {
        int most = 0;
        for (int i = 1; i < probabilities.size(); i++) {
            if (probabilities.get(i) > probabilities.get(most)) {
                most = i;
            }
        }
        return most;
    }
}
