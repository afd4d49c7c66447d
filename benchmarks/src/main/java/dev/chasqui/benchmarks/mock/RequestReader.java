package dev.chasqui.benchmarks.mock;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Collects the bytes of one request after another. It does not validate them: a gateway that sends
 * invalid HTTP gets no answer, which the load notices.
 */
final class RequestReader {
    private static final int FIRST_SIZE = 4096;
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(ISO_8859_1);

    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;
    private int bodyAt = -1;
    private int length;

    void add(ByteBuffer more) {
        int count = more.remaining();
        if (size + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + count, 2 * bytes.length));
        }
        more.get(bytes, size, count);
        size += count;
    }

    /** Returns true if the request is complete. */
    boolean isWhole() {
        if (bodyAt < 0) {
            bodyAt = endOfHead();
            if (bodyAt < 0) {
                return false;
            }
            length = contentLength();
        }
        return length >= 0 ? size - bodyAt >= length : endsChunked();
    }

    /** Returns the path of the request. */
    String path() {
        int start = indexOf(' ', 0) + 1;
        return new String(bytes, start, indexOf(' ', start) - start, ISO_8859_1);
    }

    /**
     * Returns true if the body contains an ASCII text near its start or its end, where the small
     * members are.
     */
    boolean contains(String text) {
        int near = 400;
        return find(text, bodyAt, Math.min(size, bodyAt + near))
                || find(text, Math.max(bodyAt, size - near), size);
    }

    /** Returns how often the body contains an ASCII text. */
    int count(String text) {
        int count = 0;
        for (int i = bodyAt; i + text.length() <= size; i++) {
            if (bytes[i] == text.charAt(0) && find(text, i, i + text.length())) {
                count++;
            }
        }
        return count;
    }

    /** Discards the request. Gateways do not pipeline, so no bytes follow it. */
    void next() {
        size = 0;
        bodyAt = -1;
    }

    private int endOfHead() {
        for (int i = 3; i < size; i++) {
            if (bytes[i] == '\n' && bytes[i - 2] == '\n' && bytes[i - 1] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    /** Returns the length of the body in bytes; -1 if it is chunked. */
    private int contentLength() {
        String head = new String(bytes, 0, bodyAt, ISO_8859_1).toLowerCase(Locale.ROOT);
        String name = "\r\ncontent-length:";
        int at = head.indexOf(name);
        if (at >= 0) {
            int start = at + name.length();
            return Integer.parseInt(head.substring(start, head.indexOf('\r', start)).strip());
        }
        return head.contains("\r\ntransfer-encoding:") ? -1 : 0;
    }

    private boolean endsChunked() {
        int from = size - LAST_CHUNK.length;
        return from >= bodyAt && Arrays.equals(bytes, from, size, LAST_CHUNK, 0, LAST_CHUNK.length);
    }

    private int indexOf(char wanted, int from) {
        int i = from;
        while (bytes[i] != wanted) {
            i++;
        }
        return i;
    }

    private boolean find(String text, int from, int to) {
        for (int i = from; i + text.length() <= to; i++) {
            int j = 0;
            while (j < text.length() && bytes[i + j] == text.charAt(j)) {
                j++;
            }
            if (j == text.length()) {
                return true;
            }
        }
        return false;
    }
}
