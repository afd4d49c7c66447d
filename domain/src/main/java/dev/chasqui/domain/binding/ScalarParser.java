package dev.chasqui.domain.binding;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes single values of the text that people write for them. */
final class ScalarParser {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?\\d++(\\.\\d++)?+([eE][+-]?\\d++)?+");

    private final Path folder;

    /**
     * @param folder what a relative path starts from
     */
    ScalarParser(Path folder) {
        this.folder = folder;
    }

    /**
     * @throws IllegalArgumentException if the text is not of the type
     */
    Object parse(ValueType.Scalar type, String text) {
        return switch (type) {
            case ValueType.Text ignored -> text;
            case ValueType.Whole(boolean wide) -> whole(text, wide);
            case ValueType.Decimal ignored -> decimal(text);
            case ValueType.Flag ignored -> flag(text);
            case ValueType.Span ignored -> duration(text);
            case ValueType.Choice(List<? extends Enum<?>> constants) -> choice(constants, text);
            case ValueType.File ignored -> folder.resolve(text);
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

    private static Object duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no duration");
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
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
