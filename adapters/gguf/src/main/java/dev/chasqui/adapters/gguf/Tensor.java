package dev.chasqui.adapters.gguf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A tensor as a header announces it.
 *
 * @param name its name
 * @param type its storage format; empty if this program does not know it
 * @param elements the count of its numbers
 * @param offset the position of its first byte, counted from the first byte behind the header
 * @param bytes its size in the file
 */
record Tensor(String name, Optional<TensorType> type, long elements, long offset, long bytes) {
    static final int MOST_TENSORS = 65_536;
    static final int LONGEST_NAME = 256;
    private static final int MOST_DIMENSIONS = 4;

    /**
     * The limit of all numbers, seventy trillion: more than all tensors of the largest models
     * together have.
     */
    private static final long MOST_ELEMENTS = 1L << 46;

    private static final int DEFAULT_ALIGNMENT = 32;
    private static final int LARGEST_ALIGNMENT = 1 << 20;

    static int countOf(GgufInput in) throws GgufException {
        return in.count("number of tensors", MOST_TENSORS);
    }

    /**
     * Reads the tensors, which follow the key-value pairs. The file must contain all of their
     * bytes.
     */
    static List<Tensor> readAll(GgufInput in, int count, Metadata metadata) throws GgufException {
        List<Tensor> tensors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Tensor tensor = read(in);
            if (!names.add(tensor.name)) {
                throw in.wrong("tensor " + i, "its name is there already", "each name once");
            }
            tensors.add(tensor);
        }
        int alignment = metadata.whole("general.alignment", DEFAULT_ALIGNMENT, LARGEST_ALIGNMENT);
        if (Integer.bitCount(alignment) != 1) {
            throw metadata.wrong("general.alignment", "" + alignment, "a power of two");
        }
        long start = (in.position() + alignment - 1) / alignment * alignment;
        long room = Math.max(0, in.size() - start);
        List<Tensor> sized = withSizes(tensors, room);
        check(in, sized, room);
        return sized;
    }

    private static Tensor read(GgufInput in) throws GgufException {
        String name = in.name("a tensor's name", LONGEST_NAME);
        long dimensions = in.u32();
        if (dimensions > MOST_DIMENSIONS) {
            throw in.wrong("dimensions of a tensor", "" + dimensions, "at most " + MOST_DIMENSIONS);
        }
        long elements = 1;
        long row = 1;
        for (int i = 0; i < dimensions; i++) {
            long length = in.i64();
            if (length < 0 || length > MOST_ELEMENTS / Math.max(1, elements)) {
                throw in.wrong(
                        "length of a tensor",
                        Long.toUnsignedString(length),
                        "fewer than 2^46 numbers in all");
            }
            elements *= length;
            row = i == 0 ? length : row;
        }
        long number = in.u32();
        Optional<TensorType> type = TensorType.of(number);
        int block = type.map(TensorType::perBlock).orElse(1);
        if (row % block != 0) {
            throw in.wrong("row of a tensor", row + " numbers", "a multiple of " + block);
        }
        long offset = in.i64();
        long bytes = elements;
        return new Tensor(
                name, type, elements, offset, type.map(known -> known.bytes(bytes)).orElse(0L));
    }

    /** Computes the size of a tensor of an unknown type from the offset of the next one. */
    private static List<Tensor> withSizes(List<Tensor> tensors, long room) {
        if (tensors.stream().allMatch(tensor -> tensor.type.isPresent())) {
            return tensors;
        }
        List<Tensor> sorted = new ArrayList<>(tensors);
        sorted.sort(Comparator.comparingLong(Tensor::offset));
        List<Tensor> sized = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            Tensor tensor = sorted.get(i);
            long next = i + 1 < sorted.size() ? sorted.get(i + 1).offset : room;
            long bytes = tensor.type.isPresent() ? tensor.bytes : Math.max(0, next - tensor.offset);
            sized.add(new Tensor(tensor.name, tensor.type, tensor.elements, tensor.offset, bytes));
        }
        return sized;
    }

    private static void check(GgufInput in, List<Tensor> tensors, long room) throws GgufException {
        long all = 0;
        long elements = 0;
        for (Tensor tensor : tensors) {
            if (tensor.offset < 0 || tensor.bytes > room - tensor.offset || tensor.offset > room) {
                throw in.wrong("length", in.size() + " bytes", "more; download the file again");
            }
            if (tensor.bytes > room - all) {
                throw in.wrong("tensors", "they overlap", "each in a place of its own");
            }
            all += tensor.bytes;
            elements += tensor.elements;
            if (elements > MOST_ELEMENTS) {
                throw in.wrong("numbers in all tensors", "" + elements, "fewer than 2^46");
            }
        }
    }

    /**
     * Returns the index of its layer, also of one in an encoder or decoder; -1 if it is in none.
     */
    int layer() {
        int start = name.startsWith("blk.") ? 4 : name.startsWith("enc.blk.") ? 8 : -1;
        start = name.startsWith("dec.blk.") ? 8 : start;
        int end = start < 0 ? -1 : name.indexOf('.', start);
        if (end <= start || end > start + 4) {
            return -1;
        }
        String digits = name.substring(start, end);
        return digits.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(digits) : -1;
    }

    /** Returns its role in its layer, such as {@code attn_k.weight}. */
    String role() {
        int layer = name.indexOf("blk.");
        return layer < 0 ? name : name.substring(name.indexOf('.', layer + 4) + 1);
    }
}
