package dev.chasqui.adapters.gguf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The key-value pairs of a header. It keeps short texts, chat templates, whole numbers (false and
 * true are 0 and 1) and short lists of them; of every other value only the length.
 */
final class Metadata {
    private static final int MOST_PAIRS = 4_096;
    static final int LONGEST_KEY = 1_024;
    private static final int LONGEST_KEPT_TEXT = 4_096;
    static final int LONGEST_TEXT = 64 << 20;

    /** The limit of a kept template in bytes: several times the longest that were seen. */
    static final int LONGEST_TEMPLATE = 64 << 10;

    private static final String TEMPLATE = "tokenizer.chat_template";
    private static final int LONGEST_KEPT_LIST = 1_024;
    static final int LONGEST_LIST = 16 << 20;

    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final int UNKNOWN = 13;

    private final Path file;
    private final Map<String, Value> values;

    private sealed interface Value {
        record Text(String text) implements Value {}

        record Whole(long number) implements Value {}

        record Wholes(List<Long> numbers) implements Value {}

        record Unkept(int length) implements Value {}
    }

    private Metadata(Path file, Map<String, Value> values) {
        this.file = file;
        this.values = values;
    }

    static int countOf(GgufInput in) throws GgufException {
        return in.count("number of key-value pairs", MOST_PAIRS);
    }

    static Metadata read(GgufInput in, int count) throws GgufException {
        Map<String, Value> values = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String key = in.name("a key", LONGEST_KEY);
            int kept = key.startsWith(TEMPLATE) ? LONGEST_TEMPLATE : LONGEST_KEPT_TEXT;
            if (values.put(key, value(in, in.u32(), kept)) != null) {
                throw in.wrong("key " + i, "it is there already", "each key once");
            }
        }
        return new Metadata(in.file(), values);
    }

    private static Value value(GgufInput in, long type, int longestKept) throws GgufException {
        if (type == STRING) {
            int length = in.count("length of a text", LONGEST_TEXT);
            if (length <= longestKept) {
                return new Value.Text(in.text(length));
            }
            in.skip(length);
            return new Value.Unkept(length);
        }
        if (type == ARRAY) {
            return list(in, in.u32());
        }
        if (isWhole(type)) {
            return new Value.Whole(whole(in, type));
        }
        in.skip(width(in, type));
        return new Value.Unkept(1);
    }

    private static Value list(GgufInput in, long type) throws GgufException {
        if (type == ARRAY) {
            throw in.wrong("list", "it holds lists", "texts or numbers, as llama.cpp reads them");
        }
        int length = in.count("length of a list", LONGEST_LIST);
        if (type == STRING) {
            for (int i = 0; i < length; i++) {
                in.skip(in.count("length of a text", LONGEST_TEXT));
            }
            return new Value.Unkept(length);
        }
        if (!isWhole(type) || length > LONGEST_KEPT_LIST) {
            in.skip((long) length * width(in, type));
            return new Value.Unkept(length);
        }
        List<Long> numbers = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            numbers.add(whole(in, type));
        }
        return new Value.Wholes(numbers);
    }

    static boolean isWhole(long type) {
        return (type >= 0 && type <= 5) || type == BOOL || type == 10 || type == 11;
    }

    static long whole(GgufInput in, long type) throws GgufException {
        return switch ((int) type) {
            case 0 -> in.u8();
            case 1 -> (byte) in.u8();
            case 2 -> in.u16();
            case 3 -> (short) in.u16();
            case 4 -> in.u32();
            case 5 -> (int) in.u32();
            case BOOL -> in.u8() == 0 ? 0 : 1;
            default -> in.i64();
        };
    }

    /** Returns the size of a number of this type, in bytes. */
    private static int width(GgufInput in, long type) throws GgufException {
        return switch ((int) Math.min(type, UNKNOWN)) {
            case 0, 1, BOOL -> 1;
            case 2, 3 -> 2;
            case 4, 5, 6 -> 4;
            case 10, 11, 12 -> 8;
            default -> throw in.wrong("type of a value", Long.toString(type), "0 to 12");
        };
    }

    /** Returns true if there is such a key, with a value of any type. */
    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<String> text(String key) {
        return values.get(key) instanceof Value.Text(String text)
                ? Optional.of(text)
                : Optional.empty();
    }

    /**
     * Returns the template that turns a conversation into a prompt, with the one for tools behind
     * it.
     */
    String chatTemplate() {
        return text(TEMPLATE).orElse("") + text(TEMPLATE + ".tool_use").orElse("");
    }

    /** Returns the length of a list; 0 if there is none. */
    int length(String key) {
        return switch (values.get(key)) {
            case Value.Unkept(int length) -> length;
            case Value.Wholes(List<Long> numbers) -> numbers.size();
            case null, default -> 0;
        };
    }

    /**
     * Returns a number.
     *
     * @param missing the result if the key is missing
     * @throws GgufException if the value is no whole number from 0 to {@code most}
     */
    int whole(String key, int missing, int most) throws GgufException {
        Value value = values.get(key);
        if (value == null) {
            return missing;
        }
        if (value instanceof Value.Whole(long number)) {
            return checked(key, number, most);
        }
        throw wrong(key, "it is no whole number", "0 to " + most);
    }

    /** Returns a whole number without a check of its range; {@code missing} if there is none. */
    long number(String key, long missing) {
        return values.get(key) instanceof Value.Whole(long number) ? number : missing;
    }

    /** Returns a number, or the largest of a list of numbers; 0 if the key is missing. */
    int largest(String key, int most) throws GgufException {
        if (values.get(key) instanceof Value.Wholes(List<Long> numbers)) {
            return numbers.isEmpty() ? 0 : checked(key, Collections.max(numbers), most);
        }
        return whole(key, 0, most);
    }

    /** Returns a number for each layer: the file has a list of them, or one number for all. */
    List<Integer> perLayer(String key, int layers, int missing, int most) throws GgufException {
        if (!(values.get(key) instanceof Value.Wholes(List<Long> numbers))) {
            return Collections.nCopies(layers, whole(key, missing, most));
        }
        if (numbers.size() < layers) {
            throw wrong(key, numbers.size() + " numbers", "one, or one for each of " + layers);
        }
        List<Integer> each = new ArrayList<>(layers);
        for (long number : numbers.subList(0, layers)) {
            each.add(checked(key, number, most));
        }
        return each;
    }

    /** Returns true if the key holds a list of whole numbers. */
    boolean isList(String key) {
        return values.get(key) instanceof Value.Wholes;
    }

    private int checked(String key, long number, int most) throws GgufException {
        if (number < 0 || number > most) {
            throw wrong(key, Long.toString(number), "0 to " + most);
        }
        return (int) number;
    }

    GgufException wrong(String key, String value, String expected) {
        return new GgufException(file, key + ": " + value + " (expected: " + expected + ")");
    }
}
