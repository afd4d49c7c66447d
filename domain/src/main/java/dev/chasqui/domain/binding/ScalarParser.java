package dev.chasqui.domain.binding;

import dev.chasqui.domain.size.ByteSize;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A parser of single values in the spelling that people write. Immutable. */
final class ScalarParser {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?\\d++(\\.\\d++)?+([eE][+-]?\\d++)?+");

    private final Path folder;

    /**
     * @param folder the folder that a relative path starts from
     */
    ScalarParser(Path folder) {
        this.folder = folder;
    }

    /**
     * Parses a value.
     *
     * @throws IllegalArgumentException if the text is not of the type
     */
    Object parse(ValueType.Scalar type, String text) {
        return switch (type) {
            case ValueType.Text ignored -> text;
            case ValueType.Whole(boolean wide) -> whole(text, wide);
            case ValueType.Decimal ignored -> decimal(text);
            case ValueType.Flag ignored -> flag(text);
            case ValueType.Span ignored -> found(Durations.parse(text));
            case ValueType.Choice(List<? extends Enum<?>> constants) -> choice(constants, text);
            case ValueType.File ignored -> folder.resolve(text);
            case ValueType.Size ignored -> found(ByteSize.parse(text));
            case ValueType.Formed formed -> found(formed.parse().apply(text));
        };
    }

    /** Returns a value in place of one that is missing; the mistake is reported elsewhere. */
    Object placeholder(ValueType.Scalar type) {
        return switch (type) {
            case ValueType.Text _ -> "";
            case ValueType.Whole(boolean wide) -> whole("0", wide);
            case ValueType.Decimal _ -> 0.0;
            case ValueType.Flag _ -> false;
            case ValueType.Span _ -> Duration.ZERO;
            case ValueType.Choice(List<? extends Enum<?>> constants) -> constants.getFirst();
            case ValueType.File _ -> folder;
            case ValueType.Size _ -> ByteSize.ZERO;
            case ValueType.Formed formed -> formed.placeholder();
        };
    }

    private static Object whole(String text, boolean wide) {
        long value = Long.parseLong(text);
        if (wide) {
            return value;
        }
        if (value != (int) value) {
            throw new IllegalArgumentException("too large");
        }
        return (int) value;
    }

    private static Object decimal(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException("not a number");
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException("too large");
        }
        return value;
    }

    private static Object flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Object found(Optional<?> value) {
        return value.orElseThrow(() -> new IllegalArgumentException("it means no value"));
    }

    private static Object choice(List<? extends Enum<?>> constants, String text) {
        for (Enum<?> constant : constants) {
            if (ValueType.Choice.spell(constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("no such choice");
    }
}
