package dev.chasqui.adapters.upstream.client;

import java.io.IOException;

/** A source of bytes, such as a socket. */
interface ByteSource {
    /**
     * Waits for bytes and takes those that have come, at most {@code length}.
     *
     * @return the number of bytes; -1 at the end
     */
    int read(byte[] bytes, int offset, int length) throws IOException;
}
