package dev.chasqui.domain.size;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written with a unit of thousands ({@code 20GB}) or of 1024 ({@code 32MiB}).
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    public static final ByteSize ZERO = new ByteSize(0);

    private static final Pattern TEXT =
            Pattern.compile("(\\d{1,15})(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)?");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: at least 0)");
        }
    }

    /** Returns a size of this many mebibytes (1,048,576 bytes each). */
    public static ByteSize ofMebibytes(long count) {
        return new ByteSize(Math.multiplyExact(count, 1L << 20));
    }

    /** Parses a size; a number without a unit means bytes. Empty if the text is no size. */
    public static Optional<ByteSize> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        long unit = matcher.group(2) == null ? 1 : unit(matcher.group(2));
        return count <= Long.MAX_VALUE / unit
                ? Optional.of(new ByteSize(count * unit))
                : Optional.empty();
    }

    /** Returns the sum of both. */
    public ByteSize plus(ByteSize other) {
        return new ByteSize(Math.addExact(bytes, other.bytes));
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    private static long unit(String name) {
        return switch (name) {
            case "KB" -> 1_000L;
            case "MB" -> 1_000_000L;
            case "GB" -> 1_000_000_000L;
            case "TB" -> 1_000_000_000_000L;
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            case "TiB" -> 1L << 40;
            default -> 1L;
        };
    }

    /**
     * Returns the size for people, to a tenth of the largest fitting unit, such as {@code 1.3 GiB}.
     */
    public String rounded() {
        if (bytes < 1 << 10) {
            return bytes + " B";
        }
        int power = Math.min(3, (63 - Long.numberOfLeadingZeros(bytes)) / 10);
        return String.format(
                Locale.ROOT,
                "%.1f %s",
                (double) bytes / (1L << (10 * power)),
                List.of("B", "KiB", "MiB", "GiB").get(power));
    }

    /** Returns the size in its largest whole unit of 1024, such as {@code 32MiB}. */
    @Override
    public String toString() {
        if (bytes == 0) {
            return "0B";
        }
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int index = Math.min(units.length - 1, Long.numberOfTrailingZeros(bytes) / 10);
        return (bytes >> (10 * index)) + units[index];
    }
}
