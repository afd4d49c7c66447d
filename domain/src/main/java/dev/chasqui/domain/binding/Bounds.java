package dev.chasqui.domain.binding;

import dev.chasqui.domain.size.ByteSize;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The least and the largest value of a key; both are numbers, durations or sizes of one type.
 *
 * @param least empty for no bound
 * @param most empty for no bound
 */
public record Bounds(Optional<Object> least, Optional<Object> most) {
    static final Bounds NONE = new Bounds(Optional.empty(), Optional.empty());

    /**
     * Parses bounds that are spelled as people write them; an empty text means no bound.
     *
     * @throws IllegalArgumentException if one is not of the type
     */
    static Bounds of(ValueType.Scalar type, String least, String most) {
        ScalarParser parser = new ScalarParser(Path.of(""));
        return new Bounds(bound(parser, type, least), bound(parser, type, most));
    }

    private static Optional<Object> bound(ScalarParser parser, ValueType.Scalar type, String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(parser.parse(type, text));
    }

    /** Returns true if a value of the bounds' type lies between them. */
    boolean contains(Object value) {
        return least.map(bound -> compare(value, bound) >= 0).orElse(true)
                && most.map(bound -> compare(value, bound) <= 0).orElse(true);
    }

    private static int compare(Object value, Object bound) {
        return switch (value) {
            case Integer number -> number.compareTo((Integer) bound);
            case Long number -> number.compareTo((Long) bound);
            case Double number -> number.compareTo((Double) bound);
            case Duration duration -> duration.compareTo((Duration) bound);
            case ByteSize size -> size.compareTo((ByteSize) bound);
            default -> throw new IllegalArgumentException(value + " has no bounds");
        };
    }

    /**
     * Returns the bounds in words, such as {@code 1ms to 24h} or {@code at most 1h}; empty if there
     * are none.
     */
    public String words() {
        boolean fromNothing =
                least.filter(bound -> bound.equals(Duration.ZERO) || bound.equals(ByteSize.ZERO))
                        .isPresent();
        if (least.isEmpty() || (fromNothing && most.isPresent())) {
            return most.map(bound -> "at most " + text(bound)).orElse("");
        }
        String from = text(least.get());
        return most.map(bound -> from + " to " + text(bound)).orElse("at least " + from);
    }

    /** Returns a description of a valid value, for messages. */
    String expected() {
        Object one = least.or(() -> most).orElse("");
        String range =
                least.isPresent() && most.isPresent()
                        ? text(least.get()) + " to " + text(most.get())
                        : words();
        return switch (one) {
            case Duration _ ->
                    range + ", such as \"10s\", \"500ms\" or \"1h30m\", or a number of seconds";
            case ByteSize _ -> range + ", such as \"32MiB\" or \"20GB\"";
            default ->
                    least.isPresent() && most.isPresent()
                            ? "a number from " + range
                            : "a number of " + range;
        };
    }

    private static String text(Object bound) {
        return bound instanceof Duration duration ? Durations.text(duration) : bound.toString();
    }
}
