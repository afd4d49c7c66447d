package dev.chasqui.adapters.http.form;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * A stream of the rest of a form that scans the bytes as they are read. A read throws {@code
 * FailureException} with {@code Invalid} instead of returning bytes that make the form malformed or
 * name a second model. So the backend never receives such a form whole. Used by one thread.
 */
final class ScannedStream extends InputStream {
    private final InputStream in;
    private final FormScanner scanner;
    private final OptionalLong length;
    private long count;

    /**
     * @param in the stream of the bytes
     * @param scanner the scanner, which has seen the bytes before
     * @param length the number of bytes in the stream; empty if it is unknown
     */
    ScannedStream(InputStream in, FormScanner scanner, OptionalLong length) {
        this.in = in;
        this.scanner = scanner;
        this.length = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int wanted) throws IOException {
        int got = in.read(into, offset, wanted);
        if (got > 0) {
            scanner.take(into, offset, got);
            count += got;
        }
        if (got < 0 || (length.isPresent() && count == length.getAsLong())) {
            scanner.finish();
        }
        return got;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
