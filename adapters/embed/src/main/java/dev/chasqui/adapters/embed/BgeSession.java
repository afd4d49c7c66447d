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
 * The model in memory: some 100 MB, most of it outside of Java's heap.
 *
 * <p>Safe for use by several threads, each of which computes its own vector. One call uses one
 * thread: more of them for one text, or several texts at once, make nothing faster and spin while
 * they wait for each other. It must not be closed while a thread computes.
 */
final class BgeSession implements AutoCloseable {
    static final int DIMENSIONS = 384;

    /** In tokens, with the marks of beginning and end. */
    static final int LONGEST_TEXT = 512;

    private static final String NATIVES = "onnxruntime.native.path";

    private final OrtEnvironment environment;
    private final OrtSession session;

    private BgeSession(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
    }

    /**
     * Loads the native libraries, unless this process has them already, and the model.
     *
     * @param natives the folder with the libraries of this platform
     * @throws OrtException if the model cannot be read
     * @throws LinkageError if the libraries do not fit this machine
     * @throws RuntimeException if they may not be loaded, or need a temporary folder and find none
     */
    static BgeSession open(Path natives, Path model) throws OrtException {
        System.setProperty(NATIVES, natives.toString());
        OrtEnvironment environment =
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        environment.setTelemetry(false);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            // Made for inputs of one length; with all lengths it takes 30 MB more, and no less
            // time.
            options.setMemoryPatternOptimization(false);
            return new BgeSession(
                    environment, environment.createSession(model.toString(), options));
        }
    }

    /**
     * The vector of a text, of length 1.
     *
     * @param ids of its tokens, at most {@value #LONGEST_TEXT}, with the marks of beginning and end
     * @throws OrtException if it cannot be computed
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
            return ofLengthOne(((OnnxTensor) result.get(0)).getFloatBuffer());
        }
    }

    private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    }

    /** The model says what the text means at its first token. */
    private static float[] ofLengthOne(FloatBuffer hidden) {
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

    /** Gives the model's memory back; the native libraries stay until the process ends. */
    @Override
    public void close() throws OrtException {
        session.close();
    }
}
