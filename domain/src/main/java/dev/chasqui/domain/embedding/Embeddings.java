package dev.chasqui.domain.embedding;

import java.util.List;
import java.util.OptionalInt;

/**
 * Vectors in memory.
 *
 * @param vectors one for each input, in the order of the inputs; not copies, and must not be
 *     changed
 * @param promptTokens how many tokens all inputs have together, where that is known
 */
public record Embeddings(List<float[]> vectors, OptionalInt promptTokens)
        implements EmbeddingReply {

    /**
     * @throws IllegalArgumentException unless all vectors are of one length
     */
    public Embeddings {
        vectors = List.copyOf(vectors);
        int first = vectors.isEmpty() ? 0 : vectors.getFirst().length;
        for (float[] vector : vectors) {
            if (vector.length != first) {
                throw new IllegalArgumentException(
                        "vectors: one of " + first + " numbers, and one of " + vector.length);
            }
        }
    }

    /** Vectors of inputs whose tokens were counted. */
    public Embeddings(List<float[]> vectors, int promptTokens) {
        this(vectors, OptionalInt.of(promptTokens));
    }

    @Override
    public int dimensions() {
        return vectors.isEmpty() ? 0 : vectors.getFirst().length;
    }

    /**
     * The same vectors with nothing but their first numbers, each of length 1 again. Only of a
     * model that was trained for it do they still mean something.
     *
     * @param dimensions at most as many as there are
     */
    public Embeddings cutTo(int dimensions) {
        return new Embeddings(
                vectors.stream().map(vector -> cut(vector, dimensions)).toList(), promptTokens);
    }

    private static float[] cut(float[] vector, int dimensions) {
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            squares += (double) vector[i] * vector[i];
        }
        double length = squares == 0 ? 1 : Math.sqrt(squares);
        float[] cut = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            cut[i] = (float) (vector[i] / length);
        }
        return cut;
    }
}
