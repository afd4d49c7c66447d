package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * A reader that cuts a backend's NDJSON reply into lines, however the bytes arrive. Used by one
 * thread.
 *
 * <p>It works on bytes alone: in UTF-8 a line break is never a part of another character, so a
 * piece that ends within a character does no harm. Lines end with LF or CRLF; blank ones are
 * skipped.
 */
public final class NdjsonReader {
    /**
     * The largest length of a line in bytes. It is longer than any honest line; an image in base64
     * fits.
     */
    static final int MAX_LINE = 16 * 1024 * 1024;

    private static final int FIRST_CAPACITY = 4 * 1024;

    private final String backend;
    private final int maxLine;
    private byte[] buffer = new byte[FIRST_CAPACITY];
    private int start;
    private int end;

    /** The position up to which there is no line break after {@code start}. */
    private int searched;

    /**
     * Creates a reader of lines of the usual length.
     *
     * @param backend the name of the sender, for messages
     */
    public NdjsonReader(String backend) {
        this(backend, MAX_LINE);
    }

    /**
     * @param backend the name of the sender, for messages
     * @param maxLine the largest length of a line in bytes
     */
    public NdjsonReader(String backend, int maxLine) {
        this.backend = backend;
        this.maxLine = maxLine;
    }

    /** Appends a copy of the next bytes. */
    public void feed(byte[] bytes, int from, int to) {
        int length = to - from;
        makeRoom(length);
        System.arraycopy(bytes, from, buffer, end, length);
        end += length;
    }

    /**
     * Returns the next line with its line break; null if more bytes are needed.
     *
     * @throws FailureException with {@code BackendFailed} if the line is too long
     */
    public byte @Nullable [] next() {
        while ((searched = LineBreaks.next(buffer, searched, end)) < end) {
            if (buffer[searched++] == '\n') {
                byte[] line = take(searched);
                if (!isBlank(line)) {
                    return line;
                }
            }
        }
        checkLength(end - start);
        return null;
    }

    /**
     * Returns the bytes after the last line break when the transport has ended; null if there are
     * none.
     *
     * @throws FailureException with {@code BackendFailed} if they are too long for a line
     */
    public byte @Nullable [] rest() {
        byte[] line = take(end);
        return isBlank(line) ? null : line;
    }

    private byte[] take(int to) {
        checkLength(to - start);
        byte[] line = Arrays.copyOfRange(buffer, start, to);
        start = to;
        searched = to;
        return line;
    }

    private void checkLength(int length) {
        if (length > maxLine) {
            throw new FailureException(
                    new Failure.BackendFailed(
                            backend, "a line of its reply is longer than " + maxLine + " bytes"));
        }
    }

    private void makeRoom(int length) {
        if (buffer.length - end >= length) {
            return;
        }
        int kept = end - start;
        byte[] target =
                buffer.length >= kept + length
                        ? buffer
                        : new byte[Math.max(2 * buffer.length, kept + length)];
        System.arraycopy(buffer, start, target, 0, kept);
        buffer = target;
        searched -= start;
        start = 0;
        end = kept;
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != '\n' && b != '\r' && b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
