package dev.chasqui.adapters.logs;

import java.io.Closeable;
import java.io.IOException;

/** A place that lines go to. Used by one thread. */
interface LineOutput extends Closeable {

    /**
     * Takes a line.
     *
     * @param line whole, with its line break
     */
    void write(byte[] line) throws IOException;

    /** Hands on what is held back. */
    void flush() throws IOException;
}
