package dev.chasqui.domain.binding;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The type of one component of a record that people fill in. */
public sealed interface ValueType {
    /** The most names of an object's members that a message lists. */
    int MOST_NAMES = 6;

    /** A type that is written as one word, number or quoted text. */
    sealed interface Scalar extends ValueType {}

    record Text() implements Scalar {}

    /** A whole number; {@code wide} if it is a {@code long}. */
    record Whole(boolean wide) implements Scalar {}

    record Decimal() implements Scalar {}

    record Flag() implements Scalar {}

    record Span() implements Scalar {}

    /** One of an enum's constants, written in lower case. */
    record Choice(List<? extends Enum<?>> constants) implements Scalar {
        /** Spells a constant as people write it. */
        public static String spell(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
    }

    record File() implements Scalar {}

    /** A number of bytes. */
    record Size() implements Scalar {}

    /**
     * A text of a form of its own.
     *
     * @param expected the description of a valid text
     * @param parse the function from a text to its value; empty if the text is not valid
     * @param placeholder the value in place of one that is missing; the mistake is reported
     *     elsewhere
     */
    record Formed(String expected, Function<String, Optional<?>> parse, Object placeholder)
            implements Scalar {}

    record Many(ValueType item) implements ValueType {}

    record Maybe(ValueType item) implements ValueType {}

    record Table(ValueType item) implements ValueType {}

    record Section(Class<? extends Record> type) implements ValueType {}

    /** An object whose members are checked elsewhere. */
    record Open() implements ValueType {}

    /** Returns the name of the type in a message, with its article. */
    default String description() {
        return switch (this) {
            case Text text -> "a text";
            case Whole whole -> "a whole number";
            case Decimal decimal -> "a number";
            case Flag flag -> "true or false";
            case Span span -> "a duration such as 500ms, 10s or 2m";
            case Choice(List<? extends Enum<?>> constants) ->
                    constants.stream()
                            .map(Choice::spell)
                            .collect(Collectors.joining(", ", "one of ", ""));
            case File file -> "a path";
            case Size size -> "a size such as 512KB, 32MiB or 20GB";
            case Formed formed -> formed.expected();
            case Many(ValueType item) when item instanceof Section -> "a list of objects";
            case Many(ValueType item) -> "a list, each " + item.description();
            case Maybe(ValueType item) -> item.description();
            case Table(ValueType item) -> "an object, each value " + item.description();
            case Section(Class<? extends Record> type) -> ofNames(RecordType.of(type).names());
            case Open open -> "an object";
        };
    }

    private static String ofNames(List<String> names) {
        return names.size() > MOST_NAMES ? "an object" : "an object of " + String.join(", ", names);
    }
}
