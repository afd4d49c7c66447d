package dev.chasqui.domain.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The labels of the possible answers to a question, each of which is one token to any usual
 * tokenizer: Yes and No, letters, or digits. Immutable.
 *
 * @param texts the labels, in the order of the answers
 */
public record Labels(List<String> texts) {
    /**
     * The smallest share of the probability that the labels must have together. Below it the
     * proportions between the labels are noise.
     */
    private static final double LEAST_MASS = 0.01;

    /** The marks of a leading space in the vocabularies of tokenizers. */
    private static final String SPACE_MARKS = "\u0120\u2581";

    public Labels {
        texts = List.copyOf(texts);
    }

    /** Returns the labels of a question's answers. */
    public static Labels of(DecisionQuestion question) {
        return switch (question) {
            case DecisionQuestion.Predicate _ -> new Labels(List.of("Yes", "No"));
            case DecisionQuestion.Choice choice -> counted('A', choice.answers());
            case DecisionQuestion.Score score -> counted('0', score.answers());
        };
    }

    private static Labels counted(char first, int count) {
        return new Labels(
                IntStream.range(0, count)
                        .mapToObj(i -> String.valueOf((char) (first + i)))
                        .toList());
    }

    /**
     * Returns the answer that follows from the probabilities of a model's next token. Tokens that
     * differ from a label in letter case or by a leading space count for that label.
     *
     * @param question the question that the labels belong to
     */
    public DecisionAnswer answer(DecisionQuestion question, List<TokenChance> tokens) {
        double[] masses = new double[texts.size()];
        for (TokenChance token : tokens) {
            int label = label(token.text());
            if (label >= 0) {
                masses[label] += Math.clamp(token.probability(), 0, 1);
            }
        }
        double mass = 0;
        for (double each : masses) {
            mass += each;
        }
        if (mass < LEAST_MASS) {
            return new DecisionAnswer.Refusal();
        }
        List<Double> shares = new ArrayList<>();
        for (double each : masses) {
            shares.add(each / mass);
        }
        double labelMass = Math.min(1, mass);
        return switch (question) {
            case DecisionQuestion.Predicate _ ->
                    new DecisionAnswer.Predicate(shares.getFirst(), labelMass);
            case DecisionQuestion.Choice _ -> new DecisionAnswer.Choice(shares, labelMass);
            case DecisionQuestion.Score _ -> new DecisionAnswer.Score(shares, labelMass);
        };
    }

    /** Returns the number of the label that a token spells; -1 if it spells none. */
    private int label(String token) {
        String plain =
                token.codePoints()
                        .filter(c -> SPACE_MARKS.indexOf(c) < 0)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString()
                        .strip()
                        .toUpperCase(Locale.ROOT);
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).toUpperCase(Locale.ROOT).equals(plain)) {
                return i;
            }
        }
        return -1;
    }
}
