package dev.chasqui.plugins.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The vectors of questions whose replies are kept, by the key of all else of their requests. Only
 * questions with an equal rest are compared. Bounded by size and age. Safe for use by several
 * threads.
 */
final class SimilarQuestions {
    /** The most questions with an equal rest; a new one takes the place of the oldest. */
    private static final int MOST_QUESTIONS = 128;

    /** About the memory of a question without its vector. */
    private static final int QUESTION_BYTES = 256;

    /** A question: its vector of length 1, and the key of its request. */
    private record Question(float[] vector, RequestKey key) {}

    /** A question like another one. */
    record Match(RequestKey key, double similarity) {}

    private final Cache<RequestKey, List<Question>> questions;
    private final double least;

    /**
     * @param bytes the memory for all vectors, about
     * @param least the least similarity, from 0 to 1
     */
    SimilarQuestions(long bytes, Duration age, double least, Ticker clock) {
        this.least = least;
        this.questions =
                Caffeine.newBuilder()
                        .executor(Runnable::run)
                        .ticker(clock)
                        .maximumWeight(bytes)
                        .weigher((RequestKey rest, List<Question> all) -> weight(all))
                        .expireAfterWrite(age)
                        .build();
    }

    private static int weight(List<Question> all) {
        return all.stream().mapToInt(each -> QUESTION_BYTES + 4 * each.vector().length).sum();
    }

    /** Returns the most similar question with an equal rest; empty if none is similar enough. */
    Optional<Match> find(RequestKey rest, float[] vector) {
        float[] wanted = normal(vector);
        Match best = null;
        for (Question question : known(rest)) {
            double similarity = product(wanted, question.vector());
            if (similarity >= least && (best == null || similarity > best.similarity())) {
                best = new Match(question.key(), similarity);
            }
        }
        return Optional.ofNullable(best);
    }

    private List<Question> known(RequestKey rest) {
        List<Question> known = questions.getIfPresent(rest);
        return known == null ? List.of() : known;
    }

    /** Keeps a question whose reply is kept. */
    void keep(RequestKey rest, float[] vector, RequestKey key) {
        Question added = new Question(normal(vector), key);
        questions
                .asMap()
                .compute(
                        rest,
                        (_, before) -> {
                            List<Question> all =
                                    new ArrayList<>(before == null ? List.of() : before);
                            all.removeIf(question -> question.key().equals(key));
                            all.add(added);
                            return List.copyOf(
                                    all.subList(
                                            Math.max(0, all.size() - MOST_QUESTIONS), all.size()));
                        });
    }

    /** Removes all questions. */
    void clear() {
        questions.invalidateAll();
        questions.cleanUp();
    }

    private static float[] normal(float[] vector) {
        double length = Math.sqrt(product(vector, vector));
        float[] normal = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            normal[i] = length == 0 ? 0 : (float) (vector[i] / length);
        }
        return normal;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            sum += a[i] * b[i];
        }
        return a.length == b.length ? sum : 0;
    }
}
