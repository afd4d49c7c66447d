package dev.chasqui.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * A parser that reads one HTTP answer after another from the bytes that have arrived. An answer has
 * a length, chunks, or lasts until the connection closes. The body is collected without the
 * transfer coding. Used by one thread.
 */
final class AnswerReader {
    private static final int FIRST_SIZE = 8192;
    private static final int UNTIL_CLOSE = -2;
    private static final int CHUNKED = -1;

    /** The bytes that have arrived and are not parsed yet. */
    private byte[] raw = new byte[FIRST_SIZE];

    private int rawSize;
    private byte[] body = new byte[FIRST_SIZE];
    private int bodySize;
    private int status;
    private int length;
    private int chunkLeft;
    private State state = State.HEAD;

    private enum State {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        DONE
    }

    /** Adds arrived bytes and parses as far as possible. */
    void add(ByteBuffer more) {
        int count = more.remaining();
        if (rawSize + count > raw.length) {
            raw = Arrays.copyOf(raw, Math.max(rawSize + count, 2 * raw.length));
        }
        more.get(raw, rawSize, count);
        rawSize += count;
        int read = 0;
        int step = step(read);
        while (step > 0) {
            read += step;
            step = step(read);
        }
        System.arraycopy(raw, read, raw, 0, rawSize - read);
        rawSize -= read;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    int bodySize() {
        return bodySize;
    }

    /** Prepares for the next answer. */
    void next() {
        state = State.HEAD;
        status = 0;
        bodySize = 0;
    }

    /**
     * Parses one element from an index on; returns its length in bytes, or 0 if more bytes are
     * needed.
     */
    private int step(int at) {
        return switch (state) {
            case HEAD -> head(at);
            case BODY -> body(at);
            case CHUNK_SIZE -> chunkSize(at);
            case CHUNK -> chunk(at);
            case CHUNK_END -> skipLine(at, State.CHUNK_SIZE);
            case TRAILER -> trailer(at);
            case DONE -> 0;
        };
    }

    private int head(int at) {
        for (int i = at + 3; i < rawSize; i++) {
            if (raw[i] == '\n' && raw[i - 2] == '\n') {
                parseHead(new String(raw, at, i + 1 - at, ISO_8859_1).toLowerCase(Locale.ROOT));
                return i + 1 - at;
            }
        }
        return 0;
    }

    private void parseHead(String head) {
        int space = head.indexOf(' ');
        status = Integer.parseInt(head, space + 1, space + 4, 10);
        String name = "\r\ncontent-length:";
        int at = head.indexOf(name);
        if (at >= 0) {
            int start = at + name.length();
            length = Integer.parseInt(head.substring(start, head.indexOf('\r', start)).strip());
        } else {
            length = head.contains("\r\ntransfer-encoding: chunked") ? CHUNKED : UNTIL_CLOSE;
        }
        if (length == 0) {
            state = State.DONE;
        } else {
            state = length == CHUNKED ? State.CHUNK_SIZE : State.BODY;
        }
    }

    private int body(int at) {
        int count = rawSize - at;
        if (length != UNTIL_CLOSE) {
            count = Math.min(count, length - bodySize);
        }
        collect(at, count);
        if (bodySize == length) {
            state = State.DONE;
        }
        return count;
    }

    private int chunkSize(int at) {
        int end = endOfLine(at);
        if (end < 0) {
            return 0;
        }
        int size = 0;
        for (int i = at; Character.digit(raw[i], 16) >= 0; i++) {
            size = 16 * size + Character.digit(raw[i], 16);
        }
        chunkLeft = size;
        state = size == 0 ? State.TRAILER : State.CHUNK;
        return end - at;
    }

    private int chunk(int at) {
        int count = Math.min(rawSize - at, chunkLeft);
        collect(at, count);
        chunkLeft -= count;
        if (chunkLeft == 0) {
            state = State.CHUNK_END;
        }
        return count;
    }

    private int skipLine(int at, State then) {
        int end = endOfLine(at);
        if (end < 0) {
            return 0;
        }
        state = then;
        return end - at;
    }

    private int trailer(int at) {
        int end = endOfLine(at);
        if (end < 0) {
            return 0;
        }
        if (end - at == 2) {
            state = State.DONE;
        }
        return end - at;
    }

    /**
     * Returns the index behind the line feed of the line that begins here; -1 if the line is not
     * complete.
     */
    private int endOfLine(int at) {
        for (int i = at; i < rawSize; i++) {
            if (raw[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private void collect(int at, int count) {
        if (bodySize + count > body.length) {
            body = Arrays.copyOf(body, Math.max(bodySize + count, 2 * body.length));
        }
        System.arraycopy(raw, at, body, bodySize, count);
        bodySize += count;
    }
}
