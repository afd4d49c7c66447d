package dev.chasqui.adapters.logs;

import java.io.Closeable;
import java.io.IOException;

/** A destination of log lines. It is used by one thread. */
interface LineOutput extends Closeable {

    /**
     * Writes a line.
     *
     * @param line the whole line with its line break
     */
    void write(byte[] line) throws IOException;

    /** Writes out lines that are still buffered. */
    void flush() throws IOException;
}
