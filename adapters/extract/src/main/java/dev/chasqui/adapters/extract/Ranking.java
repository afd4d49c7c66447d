package dev.chasqui.adapters.extract;

import dev.chasqui.adapters.extract.Excerpt.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The choice of the excerpt that answers a question best.
 *
 * <p>Each excerpt is scored by the share of the question's terms that it has. A term counts more if
 * fewer excerpts have it. A term that stands near, in the heading, the head of the table, the
 * sentence beside it, or anywhere in the passage, counts in part. An excerpt that looks like what
 * the question asks for, such as an amount of money, counts more, and so does one of a passage that
 * the search ranked higher. Such a passage may answer without a word of the question, since a
 * search by meaning found it.
 */
final class Ranking {
    /** The shares of a term that stands near an excerpt. */
    private static final double IN_HEADING = 0.6;

    private static final double BESIDE = 0.45;
    private static final double IN_PASSAGE = 0.3;

    /** The share of what a kind is worth in an excerpt without a term of the question. */
    private static final double KIND_ALONE = 0.6;

    /** The worth of the first place in the ranking of the search, and how fast it falls. */
    private static final double FIRST_PLACE = 0.3;

    private static final double FALL = 0.5;

    /** The costs of being no statement, and of being long. */
    private static final double HEADING_COST = 0.35;

    private static final double QUESTION_COST = 0.6;

    private static final double FIELD_COST = 0.3;
    private static final double CODE_COST = 0.1;
    private static final double LENGTH_COST = 0.1;
    private static final int USUAL_LENGTH = 160;

    /**
     * A score of terms, and half of what the kind is worth, below which the context does not say
     * what was asked.
     */
    private static final double NEAR = 0.25;

    /** The number of levels of headings, of which 0 is a heading without a level. */
    private static final int LEVELS = 7;

    /**
     * The best excerpt.
     *
     * @param index its index in the passage
     * @param scores the scores of all excerpts of the passage
     * @param near true if it has so little of the question that it may be no answer
     */
    record Best(ContextPassage passage, int index, List<Scored> scores, boolean near) {}

    /**
     * The score of an excerpt.
     *
     * @param itself the share of the question in it
     * @param covered the share of the question in it and near it
     * @param kind what it is worth that it looks like an answer
     * @param score all of it
     */
    record Scored(double itself, double covered, double kind, double score) {}

    private final QuestionTerms terms;
    private final List<AnswerKind> kinds;
    private final Runnable checkpoint;

    /**
     * Creates a ranking for one question.
     *
     * @param checkpoint code that is run now and then, and throws if the exchange was cancelled
     */
    Ranking(String question, Runnable checkpoint) {
        this.terms = QuestionTerms.of(question);
        this.kinds = AnswerKind.of(question);
        this.checkpoint = checkpoint;
    }

    /**
     * Returns the best excerpt; empty if no passage has a term of the question.
     *
     * @param ranked true if the numbered passages are in the order of a search, best first
     */
    Optional<Best> best(List<ContextPassage> passages, boolean ranked) {
        List<List<byte[]>> matches = new ArrayList<>(passages.size());
        for (ContextPassage passage : passages) {
            checkpoint.run();
            matches.add(
                    passage.excerpts().stream().map(each -> terms.matches(each.text())).toList());
        }
        if (matches.stream().flatMap(List::stream).noneMatch(QuestionTerms::isMatch)) {
            return Optional.empty();
        }
        double[] weights = weights(matches);
        Optional<Best> best = Optional.empty();
        int place = 0;
        for (int i = 0; i < passages.size(); i++) {
            checkpoint.run();
            ContextPassage passage = passages.get(i);
            boolean placed = ranked && passage.number().isPresent();
            double prior = placed ? FIRST_PLACE / (1 + FALL * place++) : 0;
            // A search by meaning also finds passages that have no word of the question.
            if (placed || matches.get(i).stream().anyMatch(QuestionTerms::isMatch)) {
                Best found = bestOf(passage, matches.get(i), weights, prior);
                if (best.map(each -> score(found) > score(each)).orElse(true)) {
                    best = Optional.of(found);
                }
            }
        }
        return best;
    }

    private static double score(Best best) {
        return best.scores().get(best.index()).score();
    }

    /** Returns the weight of each term as a share of all: rare terms weigh more. */
    private double[] weights(List<List<byte[]>> matches) {
        int[] having = new int[terms.size()];
        int excerpts = 0;
        for (List<byte[]> passage : matches) {
            excerpts += passage.size();
            for (byte[] each : passage) {
                for (int t = 0; t < having.length; t++) {
                    having[t] += each[t] > 0 ? 1 : 0;
                }
            }
        }
        double[] weights = new double[having.length];
        double sum = 0;
        for (int t = 0; t < having.length; t++) {
            int holders = Math.max(1, having[t]);
            weights[t] = Math.log(1 + (excerpts - holders + 0.5) / (holders + 0.5));
            sum += weights[t];
        }
        for (int t = 0; t < having.length; t++) {
            weights[t] /= Math.max(sum, Double.MIN_NORMAL);
        }
        return weights;
    }

    private Best bestOf(
            ContextPassage passage, List<byte[]> matches, double[] weights, double prior) {
        byte[] all = new byte[terms.size()];
        matches.forEach(each -> raise(all, each));
        raise(all, terms.matches(passage.document()));
        byte[][] headings = new byte[LEVELS][terms.size()];
        List<Scored> scores = new ArrayList<>();
        int best = 0;
        for (int i = 0; i < matches.size(); i++) {
            Excerpt excerpt = passage.excerpts().get(i);
            if (excerpt.kind() == Kind.HEADING) {
                headings[excerpt.level()] = matches.get(i);
                for (int below = excerpt.level() + 1;
                        excerpt.level() > 0 && below < LEVELS;
                        below++) {
                    headings[below] = new byte[terms.size()];
                }
            }
            Scored scored = scored(passage, i, matches, headings, all, weights, prior);
            scores.add(scored);
            best = scored.score() > scores.get(best).score() ? i : best;
        }
        boolean near = scores.get(best).covered() + scores.get(best).kind() / 2 < NEAR;
        return new Best(passage, best, List.copyOf(scores), near);
    }

    private Scored scored(
            ContextPassage passage,
            int index,
            List<byte[]> matches,
            byte[][] headings,
            byte[] inPassage,
            double[] weights,
            double prior) {
        Excerpt excerpt = passage.excerpts().get(index);
        byte[] inHeading = new byte[terms.size()];
        for (byte[] heading : headings) {
            raise(inHeading, heading);
        }
        if (excerpt.lead() >= 0) {
            raise(inHeading, matches.get(excerpt.lead()));
        }
        byte[] beside = new byte[terms.size()];
        for (int other : new int[] {index - 1, index + 1}) {
            if (isBeside(passage, excerpt, other)) {
                raise(beside, matches.get(other));
            }
        }
        double covered = 0;
        for (int t = 0; t < weights.length; t++) {
            double most =
                    Math.max(
                            Math.max(matches.get(index)[t], IN_HEADING * inHeading[t]),
                            Math.max(BESIDE * beside[t], IN_PASSAGE * inPassage[t]));
            covered += weights[t] * most / QuestionTerms.EQUAL;
        }
        double worth =
                kinds.stream().mapToDouble(each -> each.worth(excerpt.text())).max().orElse(0);
        double kind = QuestionTerms.isMatch(matches.get(index)) ? worth : KIND_ALONE * worth;
        double score = covered + kind + prior - cost(excerpt);
        return new Scored(share(matches.get(index), weights), covered, kind, score);
    }

    /** Returns true if an excerpt stands in the same paragraph, of which it is no line. */
    private static boolean isBeside(ContextPassage passage, Excerpt excerpt, int other) {
        return excerpt.kind() == Kind.SENTENCE
                && other >= 0
                && other < passage.excerpts().size()
                && passage.excerpts().get(other).kind() == Kind.SENTENCE
                && passage.excerpts().get(other).paragraph() == excerpt.paragraph();
    }

    private static double cost(Excerpt excerpt) {
        double length =
                LENGTH_COST
                        * Math.log(Math.max(1, (double) excerpt.text().length() / USUAL_LENGTH));
        double question = UserQuestion.isQuestion(excerpt.text()) ? QUESTION_COST : 0;
        return length
                + question
                + switch (excerpt.kind()) {
                    case HEADING, TABLE_HEAD -> HEADING_COST;
                    case FIELD -> FIELD_COST;
                    case CODE -> CODE_COST;
                    case SENTENCE, ITEM, ROW -> 0;
                };
    }

    private static void raise(byte[] most, byte[] matches) {
        for (int t = 0; t < most.length; t++) {
            most[t] = (byte) Math.max(most[t], matches[t]);
        }
    }

    /** Returns the share of the question that matches have. */
    private static double share(byte[] matches, double[] weights) {
        double share = 0;
        for (int t = 0; t < weights.length; t++) {
            share += weights[t] * matches[t] / QuestionTerms.EQUAL;
        }
        return share;
    }
}
