package dev.chasqui.adapters.processes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines that a program has written. Safe for use by several threads. */
final class OutputTail {
    private static final int MOST_LINES = 200;
    private static final int LONGEST_LINE = 1_000;

    private final Deque<String> lines = new ArrayDeque<>();

    /**
     * Reads to the end of a program's output, which comes when it and all its children are gone.
     */
    void readAll(InputStream output) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n') {
                    add(line.toString().stripTrailing());
                    line.setLength(0);
                } else if (line.length() < LONGEST_LINE) {
                    line.append((char) c);
                }
            }
            if (!line.isEmpty()) {
                add(line.toString());
            }
        } catch (IOException e) {
            // It is gone, and what it said is here.
        }
    }

    private synchronized void add(String line) {
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    /** The last so many lines. */
    synchronized List<String> last(int count) {
        return lines.stream().skip(Math.max(0, lines.size() - count)).toList();
    }
}
