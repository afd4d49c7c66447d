package dev.chasqui.adapters.embed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * The loaded model, which computes the vector of a text. It takes some 100 MB of memory, most of it
 * outside of Java's heap.
 *
 * <p>The vector is the model's output at the first token, {@code [CLS]}, scaled to length 1.
 *
 * <p>Safe for use by several threads, each of which computes its own vector. One call uses only the
 * caller's thread, and computes only one text: more threads for one text, or several texts in one
 * call, are no faster, and such threads spin while they wait for each other. The session must not
 * be closed while a thread computes.
 */
final class BgeSession implements AutoCloseable {
    /** The number of dimensions of a vector. */
    static final int DIMENSIONS = 384;

    /** The maximum length of a text in tokens, including {@code [CLS]} and {@code [SEP]}. */
    static final int MAX_TOKENS = 512;

    /** The system property from which ONNX Runtime takes the folder of its native libraries. */
    private static final String LIBRARY_FOLDER_PROPERTY = "onnxruntime.native.path";

    private final OrtEnvironment environment;
    private final OrtSession session;

    private BgeSession(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
    }

    /**
     * Loads the model, and the native libraries if this process has not loaded them yet.
     *
     * @param natives the folder with the native libraries of this platform
     * @param model the file with the weights
     * @throws OrtException if ONNX Runtime cannot read the model
     * @throws LinkageError if the libraries do not fit this machine
     * @throws RuntimeException if Java denies the loading of native libraries, or if they need a
     *     temporary folder and there is none
     */
    static BgeSession open(Path natives, Path model) throws OrtException {
        System.setProperty(LIBRARY_FOLDER_PROPERTY, natives.toString());
        OrtEnvironment environment =
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        environment.setTelemetry(false);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            // Memory patterns are made for inputs of one length. With texts of all lengths they
            // take
            // 30 MB more and save no time.
            options.setMemoryPatternOptimization(false);
            return new BgeSession(
                    environment, environment.createSession(model.toString(), options));
        }
    }

    /**
     * Computes the vector of a text, which has {@value #DIMENSIONS} dimensions and the length 1.
     *
     * @param ids the ids of the text's tokens, at most {@value #MAX_TOKENS}, including {@code
     *     [CLS]} and {@code [SEP]}
     * @throws OrtException if ONNX Runtime cannot compute the vector
     */
    float[] vector(int[] ids) throws OrtException {
        long[] shape = {1, ids.length};
        long[] tokens = Arrays.stream(ids).asLongStream().toArray();
        long[] attended = new long[ids.length];
        Arrays.fill(attended, 1);
        try (OnnxTensor input = tensor(tokens, shape);
                OnnxTensor mask = tensor(attended, shape);
                OnnxTensor types = tensor(new long[ids.length], shape);
                OrtSession.Result result =
                        session.run(
                                Map.of(
                                        "input_ids",
                                        input,
                                        "attention_mask",
                                        mask,
                                        "token_type_ids",
                                        types))) {
            return normalizedFirstToken(((OnnxTensor) result.get(0)).getFloatBuffer());
        }
    }

    private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    }

    /**
     * Returns the vector of the first token, scaled to length 1. This model is trained so that the
     * vector of the first token stands for the whole text.
     *
     * @param hidden the vectors of all tokens, one after the other
     */
    private static float[] normalizedFirstToken(FloatBuffer hidden) {
        float[] vector = new float[DIMENSIONS];
        hidden.get(vector);
        double square = 0;
        for (float number : vector) {
            square += (double) number * number;
        }
        double length = Math.sqrt(square);
        for (int at = 0; at < vector.length; at++) {
            vector[at] = (float) (vector[at] / length);
        }
        return vector;
    }

    /** Frees the model's memory. The native libraries stay loaded until the process ends. */
    @Override
    public void close() throws OrtException {
        session.close();
    }
}
