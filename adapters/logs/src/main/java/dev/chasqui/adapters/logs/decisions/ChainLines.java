package dev.chasqui.adapters.logs.decisions;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The lines of a file. A line that is longer than any that is written ends early. For use by one
 * thread.
 */
final class ChainLines implements AutoCloseable {
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long count;
    private long position;

    ChainLines(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file), ChainWriter.LONGEST_LINE);
    }

    /** Returns true if it is not empty. */
    boolean isSomething() throws IOException {
        in.mark(1);
        boolean is = in.read() >= 0;
        in.reset();
        return is;
    }

    /** Returns the next line that has an end; null if there is none. */
    byte @Nullable [] next() throws IOException {
        line.reset();
        for (int one = in.read(); one >= 0; one = in.read()) {
            position++;
            if (one == '\n' || line.size() > ChainWriter.LONGEST_LINE) {
                count++;
                return line.toByteArray();
            }
            line.write(one);
        }
        return null;
    }

    /** Returns the number of bytes read until now. */
    long position() {
        return position;
    }

    /** Returns the number of lines until now. */
    long count() {
        return count;
    }

    /** Returns the number of bytes behind the last line. */
    int rest() {
        return line.size();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
