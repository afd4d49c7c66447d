package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.json.reading.JsonScanner;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A decoder of vectors: lists of numbers, and base64 of 4-byte numbers, the lowest byte first. */
final class Vectors {
    private Vectors() {}

    /** Decodes a JSON list of {@code dimensions} numbers. */
    static float[] ofNumbers(byte[] text, int from, int to, int dimensions) {
        JsonScanner scanner = new JsonScanner().over(text, from, to);
        float[] vector = new float[dimensions];
        scanner.enter();
        for (int i = 0; scanner.nextItem(); i++) {
            scanner.kind();
            int number = scanner.at();
            scanner.skip();
            vector[i] =
                    Float.parseFloat(
                            new String(
                                    text,
                                    number,
                                    scanner.at() - number,
                                    StandardCharsets.US_ASCII));
        }
        return vector;
    }

    /**
     * Decodes base64.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    static float[] ofBase64(byte[] base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    /**
     * Returns the number of components of a vector in base64, which is computed from the number of
     * characters; -1 if no vector has that many.
     */
    static int dimensionsOfBase64(byte[] base64) {
        int characters = base64.length;
        while (characters > 0 && base64[characters - 1] == '=') {
            characters--;
        }
        int bits = characters * 6;
        int bytes = bits / 8;
        return bits % 8 == 6 || bytes % Float.BYTES != 0 ? -1 : bytes / Float.BYTES;
    }
}
