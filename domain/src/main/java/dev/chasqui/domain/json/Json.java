package dev.chasqui.domain.json;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value that keeps the order of members and the spelling of numbers, which a wire format
 * must not lose.
 *
 * <p>{@code toString()} of every value is its JSON text. Values are immutable.
 */
public sealed interface Json {

    /** Returns the JSON text in UTF-8. */
    default byte[] toBytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** An object; its members keep their order. */
    record Obj(Map<String, Json> members) implements Json {
        public static final Obj EMPTY = new Obj(Map.of());

        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** Returns the member of this name; empty if there is none. */
        public Optional<Json> get(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /** Returns the text of a string member; empty if the member is missing or not a string. */
        public Optional<String> text(String name) {
            return members.get(name) instanceof Str(String value)
                    ? Optional.of(value)
                    : Optional.empty();
        }

        /** Returns this object with one member added at the end, or replaced in its place. */
        public Obj with(String name, Json value) {
            Map<String, Json> changed = new LinkedHashMap<>(members);
            changed.put(name, value);
            return new Obj(changed);
        }

        /**
         * Returns this object with all members of the other one added, or replaced in their places.
         */
        public Obj withAll(Obj other) {
            Map<String, Json> changed = new LinkedHashMap<>(members);
            changed.putAll(other.members);
            return new Obj(changed);
        }

        /** Returns this object without the member of this name. */
        public Obj without(String name) {
            if (!members.containsKey(name)) {
                return this;
            }
            Map<String, Json> changed = new LinkedHashMap<>(members);
            changed.remove(name);
            return new Obj(changed);
        }

        /**
         * Returns a member that is an object; an empty object if it is missing or something else.
         */
        public Obj object(String name) {
            return members.get(name) instanceof Obj object ? object : EMPTY;
        }

        public boolean isEmpty() {
            return members.isEmpty();
        }

        @Override
        public String toString() {
            return JsonWriter.write(this);
        }
    }

    /** An array. */
    record Arr(List<Json> items) implements Json {
        public static final Arr EMPTY = new Arr(List.of());

        public Arr {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return JsonWriter.write(this);
        }
    }

    /** A string, unescaped. */
    record Str(String value) implements Json {
        @Override
        public String toString() {
            return JsonWriter.write(this);
        }
    }

    /**
     * A number as it was spelled, so that no digit of a 64-bit seed and no trailing zero is lost.
     */
    record Num(String literal) implements Json {
        /** The smallest number of digits that may not fit into a long. */
        private static final int SURE_DIGITS = 19;

        /** Returns the value as a double, with the precision of a double. */
        public double doubleValue() {
            return Double.parseDouble(literal);
        }

        /**
         * Returns the value as a whole number; the fraction, if any, is cut off. The result for a
         * value that does not fit into a long is arbitrary, but nothing is thrown.
         */
        public long longValue() {
            if (isSmallWhole()) {
                return Long.parseLong(literal);
            }
            try {
                return new java.math.BigDecimal(literal).longValue();
            } catch (NumberFormatException e) {
                // BigDecimal cannot hold so long an exponent; a double can.
                return (long) doubleValue();
            }
        }

        private boolean isSmallWhole() {
            for (int i = 0; i < literal.length(); i++) {
                if (literal.charAt(i) < '0' || literal.charAt(i) > '9') {
                    return false;
                }
            }
            return literal.length() < SURE_DIGITS;
        }

        @Override
        public String toString() {
            return literal;
        }
    }

    /** True or false. */
    record Bool(boolean value) implements Json {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** The literal {@code null}. */
    enum Null implements Json {
        NULL;

        @Override
        public String toString() {
            return "null";
        }
    }

    static Json of(String value) {
        return new Str(value);
    }

    static Json of(long value) {
        return new Num(Long.toString(value));
    }

    static Json of(boolean value) {
        return new Bool(value);
    }
}
