package dev.chasqui.adapters.dialects.reply;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;

/** A builder of a JSON body that holds vectors. Used by one thread. */
public final class VectorBody {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

    /** Appends JSON text. */
    public VectorBody text(String json) {
        out.writeBytes(json.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Appends a list of vectors, each as a list of numbers. */
    public VectorBody lists(List<float[]> vectors) {
        return list(vectors, (_, vector) -> numbers(vector));
    }

    /**
     * Appends a list with one item for each vector.
     *
     * @param item the consumer that appends the item of a vector; it receives the index and the
     *     vector
     */
    public VectorBody list(List<float[]> vectors, BiConsumer<Integer, float[]> item) {
        out.write('[');
        for (int i = 0; i < vectors.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            item.accept(i, vectors.get(i));
        }
        out.write(']');
        return this;
    }

    /** Appends a vector as a list of numbers. */
    public VectorBody numbers(float[] vector) {
        StringBuilder text = new StringBuilder(vector.length * 12 + 2).append('[');
        for (int i = 0; i < vector.length; i++) {
            if (i > 0) {
                text.append(',');
            }
            text.append(vector[i]);
        }
        return text(text.append(']').toString());
    }

    /** Appends a vector as base64 of its 4-byte numbers, the lowest byte first. */
    public VectorBody base64(float[] vector) {
        ByteBuffer bytes =
                ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        out.write('"');
        out.writeBytes(Base64.getEncoder().encode(bytes.array()));
        out.write('"');
        return this;
    }

    /** Returns the body as appended so far. */
    public byte[] bytes() {
        return out.toByteArray();
    }
}
