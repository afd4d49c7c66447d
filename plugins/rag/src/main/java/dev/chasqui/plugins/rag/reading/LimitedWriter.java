package dev.chasqui.plugins.rag.reading;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/** A writer that accepts a limited number of characters and then throws. Used by one thread. */
final class LimitedWriter extends FilterWriter {
    private int room;
    private boolean full;
    private boolean text;

    LimitedWriter(Writer out, int most) {
        super(out);
        this.room = most;
    }

    /** Returns true if more was written than the limit allows. */
    boolean isFull() {
        return full;
    }

    /** Returns true if anything but white space was written. */
    boolean sawText() {
        return text;
    }

    @Override
    public void write(int c) throws IOException {
        write(String.valueOf((char) c), 0, 1);
    }

    @Override
    public void write(char[] chars, int offset, int length) throws IOException {
        write(new String(chars, offset, length), 0, length);
    }

    @Override
    public void write(String chars, int offset, int length) throws IOException {
        if (length > room) {
            full = true;
            throw new IOException("the text is too large");
        }
        room -= length;
        text |= !chars.substring(offset, offset + length).isBlank();
        out.write(chars, offset, length);
    }
}
