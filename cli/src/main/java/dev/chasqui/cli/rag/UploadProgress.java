package dev.chasqui.cli.rag;

import dev.chasqui.domain.text.Printable;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * The report on the progress of adding documents: on a terminal one line that is overwritten
 * (files, rate, time left), elsewhere one line per file.
 */
final class UploadProgress {
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final int WIDTH = 78;

    private final PrintWriter out;
    private final boolean terminal;
    private final int files;
    private final long bytes;
    private final long start = System.nanoTime();
    private int doneFiles;
    private long doneBytes;

    /**
     * @param files the number of files
     * @param bytes the sum of their sizes
     */
    UploadProgress(PrintWriter out, boolean terminal, int files, long bytes) {
        this.out = out;
        this.terminal = terminal;
        this.files = files;
        this.bytes = bytes;
    }

    /** Shows the file that is being added, on a terminal. */
    void begin(String name) {
        if (terminal) {
            String line =
                    line(Duration.ofNanos(System.nanoTime() - start)) + "  " + Printable.of(name);
            out.print(CLEAR_LINE + line.substring(0, Math.min(WIDTH, line.length())));
            out.flush();
        }
    }

    /** Counts a file as done, and prints its line if the output is no terminal. */
    void done(String outcome, long size) {
        doneFiles++;
        doneBytes += size;
        if (!terminal) {
            out.println(Printable.of(outcome));
        }
    }

    /** Prints a message on a line of its own. */
    void print(String line, PrintWriter where) {
        end();
        where.println(Printable.of(line));
    }

    /** Clears the line that is overwritten. */
    void end() {
        if (terminal) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }

    /**
     * Returns the progress. The time left is estimated by bytes: one large file takes as long as
     * many small ones.
     */
    String line(Duration passed) {
        double seconds = Math.max(0.001, passed.toMillis() / 1000.0);
        String line =
                String.format(
                        Locale.ROOT, "%d/%d files, %.1f/s", doneFiles, files, doneFiles / seconds);
        if (doneBytes == 0) {
            return line;
        }
        long left = Math.round(seconds * (bytes - doneBytes) / doneBytes);
        return line + String.format(Locale.ROOT, ", %d:%02d left", left / 60, left % 60);
    }
}
