package dev.chasqui.adapters.http.edge;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.OutputStream;

/** A stream that counts the bytes which go through it. Used by one thread at a time. */
final class CountedStream extends OutputStream {
    private final OutputStream to;
    private volatile long count;

    CountedStream(OutputStream to) {
        this.to = to;
    }

    /**
     * Returns a stream of an answer without chunks. Helidon makes chunks of an answer without a
     * length, and checks the length only when the stream is created (4.5.0).
     */
    static CountedStream unchunked(ServerResponse response) {
        if (response.headers().contains(HeaderNames.CONTENT_LENGTH)) {
            return new CountedStream(response.outputStream());
        }
        response.headers().contentLength(Long.MAX_VALUE);
        OutputStream stream = response.outputStream();
        response.headers().remove(HeaderNames.CONTENT_LENGTH);
        return new CountedStream(stream);
    }

    /** Returns the number of bytes that have been written. Safe for use by several threads. */
    long count() {
        return count;
    }

    @Override
    public void write(int one) throws IOException {
        to.write(one);
        add(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        to.write(bytes, offset, length);
        add(length);
    }

    /** Adds to the count, which one thread at a time writes. */
    private void add(int more) {
        long before = count;
        count = before + more;
    }

    @Override
    public void flush() throws IOException {
        to.flush();
    }

    @Override
    public void close() throws IOException {
        to.close();
    }
}
