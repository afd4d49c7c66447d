package dev.chasqui.plugins.rag.store;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.library.Embedder;

import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * A model whose vectors depend on the words of a text: texts with the same words are near. It
 * records the texts, and a test may replace its answers. Safe for use by several threads.
 */
final class FakeEmbedder implements Embedder {
    static final int DIMENSIONS = 16;

    final Queue<String> texts = new ConcurrentLinkedQueue<>();
    private volatile Function<List<String>, List<float[]>> answers = FakeEmbedder::vectors;

    /** Sets the answers to lists of texts. */
    void answer(Function<List<String>, List<float[]>> others) {
        answers = others;
    }

    void answerWell() {
        answers = FakeEmbedder::vectors;
    }

    void fail() {
        answers =
                _ -> {
                    throw new FailureException(new Failure.AgentFailed("test", "no such model"));
                };
    }

    @Override
    public List<float[]> embed(String model, List<String> batch, Cancellation cancellation) {
        List<float[]> vectors = answers.apply(batch);
        texts.addAll(batch);
        return vectors;
    }

    static List<float[]> vectors(List<String> texts) {
        return texts.stream().map(FakeEmbedder::vector).toList();
    }

    static float[] vector(String text) {
        return vector(text, DIMENSIONS);
    }

    static float[] vector(String text, int dimensions) {
        float[] vector = new float[dimensions];
        for (String word : text.toLowerCase(java.util.Locale.ROOT).split("\\W+", -1)) {
            Random random = new Random(word.hashCode());
            for (int i = 0; i < dimensions; i++) {
                vector[i] += (float) random.nextGaussian();
            }
        }
        return vector;
    }
}
