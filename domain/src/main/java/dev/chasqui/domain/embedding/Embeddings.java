package dev.chasqui.domain.embedding;

import java.util.List;
import java.util.OptionalInt;

/**
 * A reply of decoded vectors in memory.
 *
 * @param vectors one vector for each input, in the order of the inputs; the vectors are not copied,
 *     and must not be changed
 * @param promptTokens the number of tokens of all inputs together; empty if it is unknown
 */
public record Embeddings(List<float[]> vectors, OptionalInt promptTokens)
        implements EmbeddingReply {

    /**
     * @throws IllegalArgumentException if the vectors have different lengths
     */
    public Embeddings {
        vectors = List.copyOf(vectors);
        int first = vectors.isEmpty() ? 0 : vectors.getFirst().length;
        for (float[] vector : vectors) {
            if (vector.length != first) {
                throw new IllegalArgumentException(
                        "vectors: lengths "
                                + first
                                + " and "
                                + vector.length
                                + " (expected: one length)");
            }
        }
    }

    /** Makes a reply whose tokens were counted. */
    public Embeddings(List<float[]> vectors, int promptTokens) {
        this(vectors, OptionalInt.of(promptTokens));
    }

    @Override
    public int dimensions() {
        return vectors.isEmpty() ? 0 : vectors.getFirst().length;
    }

    /**
     * Returns the vectors cut to their first components and scaled to the Euclidean norm 1 again.
     * The result is meaningful only if the model was trained for shorter vectors.
     *
     * @param dimensions the new length; at most the present one
     */
    public Embeddings cutTo(int dimensions) {
        return new Embeddings(
                vectors.stream().map(vector -> cut(vector, dimensions)).toList(), promptTokens);
    }

    private static float[] cut(float[] vector, int dimensions) {
        double sumOfSquares = 0;
        for (int i = 0; i < dimensions; i++) {
            sumOfSquares += (double) vector[i] * vector[i];
        }
        double norm = sumOfSquares == 0 ? 1 : Math.sqrt(sumOfSquares);
        float[] cut = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            cut[i] = (float) (vector[i] / norm);
        }
        return cut;
    }
}
