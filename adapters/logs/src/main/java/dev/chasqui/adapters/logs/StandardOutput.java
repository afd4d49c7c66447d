package dev.chasqui.adapters.logs;

import java.io.PrintStream;

/** The standard output, which is never closed. */
record StandardOutput(PrintStream out) implements LineOutput {

    @Override
    public void write(byte[] line) {
        out.write(line, 0, line.length);
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        flush();
    }
}
