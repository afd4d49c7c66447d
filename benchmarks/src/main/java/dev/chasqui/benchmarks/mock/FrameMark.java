package dev.chasqui.benchmarks.mock;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The mark in a frame: its number in the stream and the time when it left, as {@code
 * #0012@0001234567890123 }. The clock is {@link System#nanoTime()}, which on Linux is the same for
 * all processes.
 */
public final class FrameMark {
    /** A blank mark, over which digits are written. */
    public static final String BLANK = "#0000@0000000000000000 ";

    /** The length of a mark in bytes. */
    public static final int LENGTH = BLANK.length();

    private static final int NUMBER = 1;
    private static final int NUMBER_DIGITS = 4;
    private static final int TIME = NUMBER + NUMBER_DIGITS + 1;
    private static final int TIME_DIGITS = 16;

    private FrameMark() {}

    /** Writes a mark's digits over a blank one. */
    static void write(int number, long nanos, byte[] bytes, int at) {
        digits(number, bytes, at + NUMBER, NUMBER_DIGITS);
        digits(nanos, bytes, at + TIME, TIME_DIGITS);
    }

    /** Returns true if a whole mark begins at an index. */
    public static boolean isAt(byte[] bytes, int at, int end) {
        return at + LENGTH <= end && bytes[at] == '#' && bytes[at + TIME - 1] == '@';
    }

    /** Returns the number in a mark. */
    public static int number(byte[] bytes, int at) {
        return (int) number(bytes, at + NUMBER, NUMBER_DIGITS);
    }

    /** Returns the time in a mark, in nanoseconds of {@link System#nanoTime()}. */
    public static long nanos(byte[] bytes, int at) {
        return number(bytes, at + TIME, TIME_DIGITS);
    }

    /** Returns a mark as new bytes, for tests. */
    public static byte[] of(int number, long nanos) {
        byte[] mark = BLANK.getBytes(US_ASCII);
        write(number, nanos, mark, 0);
        return mark;
    }

    private static void digits(long value, byte[] bytes, int at, int count) {
        for (int i = at + count - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + value % 10);
            value /= 10;
        }
    }

    private static long number(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = at; i < at + count; i++) {
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }
}
