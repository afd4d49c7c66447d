package dev.chasqui.adapters.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A writer of headers, valid and damaged ones; the weights behind them are holes in the file. */
final class GgufWriter {
    static final int U16 = 2;
    static final int U32 = 4;
    static final int BOOL = 7;
    static final int STRING = 8;
    static final int ARRAY = 9;
    static final int U64 = 10;

    private static final int ALIGNMENT = 32;

    private final ByteArrayOutputStream pairs = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
    private int version = 3;
    private long pairCount;
    private long tensorCount;
    private long dataLength;

    /** Returns a model of an architecture with a number of layers. */
    static GgufWriter model(String architecture, int layers) {
        return new GgufWriter()
                .text("general.architecture", architecture)
                .number(architecture + ".block_count", layers);
    }

    GgufWriter version(int number) {
        version = number;
        return this;
    }

    /** Announces other counts than the header has. */
    GgufWriter announcing(long pairsMore, long tensorsMore) {
        pairCount += pairsMore;
        tensorCount += tensorsMore;
        return this;
    }

    GgufWriter text(String key, String value) {
        return pair(key, STRING, bytes(value));
    }

    GgufWriter number(String key, int value) {
        return pair(key, U32, little(Integer.BYTES, value));
    }

    GgufWriter shorter(String key, int value) {
        return pair(key, U16, little(Short.BYTES, value));
    }

    GgufWriter flag(String key, boolean value) {
        return pair(key, BOOL, new byte[] {(byte) (value ? 1 : 0)});
    }

    GgufWriter numbers(String key, int... values) {
        return pair(key, ARRAY, list(U32, values.length, Integer.BYTES, values));
    }

    GgufWriter flags(String key, boolean... values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = values[i] ? 1 : 0;
        }
        return pair(key, ARRAY, list(BOOL, bits.length, 1, bits));
    }

    /** Adds a list of empty texts. */
    GgufWriter texts(String key, int count) {
        return pair(key, ARRAY, list(STRING, count, Long.BYTES, new int[count]));
    }

    /** Adds a pair whose value consists of raw bytes. */
    GgufWriter pair(String key, int type, byte[] value) {
        pairs.writeBytes(bytes(key));
        pairs.writeBytes(little(Integer.BYTES, type));
        pairs.writeBytes(value);
        pairCount++;
        return this;
    }

    GgufWriter tensor(String name, TensorType type, int number, long... dimensions) {
        long elements = 1;
        for (long dimension : dimensions) {
            elements *= dimension;
        }
        rawTensor(name, number, dataLength, dimensions);
        dataLength += (type.bytes(elements) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return this;
    }

    GgufWriter tensor(String name, long... dimensions) {
        return tensor(name, TensorType.F16, 1, dimensions);
    }

    GgufWriter rawTensor(String name, int type, long offset, long... dimensions) {
        tensors.writeBytes(bytes(name));
        tensors.writeBytes(little(Integer.BYTES, dimensions.length));
        for (long dimension : dimensions) {
            tensors.writeBytes(little(Long.BYTES, dimension));
        }
        tensors.writeBytes(little(Integer.BYTES, type));
        tensors.writeBytes(little(Long.BYTES, offset));
        tensorCount++;
        return this;
    }

    byte[] header() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(little(Integer.BYTES, version));
        all.writeBytes(little(Long.BYTES, tensorCount));
        all.writeBytes(little(Long.BYTES, pairCount));
        all.writeBytes(pairs.toByteArray());
        all.writeBytes(tensors.toByteArray());
        return all.toByteArray();
    }

    Path write(Path file) throws IOException {
        byte[] header = header();
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(header);
            out.setLength((header.length + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT + dataLength);
        }
        return file;
    }

    static byte[] bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(little(Long.BYTES, bytes.length));
        all.writeBytes(bytes);
        return all.toByteArray();
    }

    /** Adds a list with an announced number of entries. */
    static byte[] list(int type, long length, int width, int... values) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(little(Integer.BYTES, type));
        all.writeBytes(little(Long.BYTES, length));
        for (int value : values) {
            all.writeBytes(little(width, value));
        }
        return all.toByteArray();
    }

    static byte[] little(int width, long value) {
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (value >> (8 * i));
        }
        return bytes;
    }
}
