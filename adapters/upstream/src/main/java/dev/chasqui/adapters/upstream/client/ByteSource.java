package dev.chasqui.adapters.upstream.client;

import java.io.IOException;

/** Where bytes come from. */
interface ByteSource {
    /**
     * Waits for bytes and takes those that have come, at most {@code length}.
     *
     * @return how many; -1 at the end
     */
    int read(byte[] bytes, int offset, int length) throws IOException;
}
