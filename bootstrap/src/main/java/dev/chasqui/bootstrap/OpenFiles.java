package dev.chasqui.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How many files and connections this process may have open, and how they are shared out.
 *
 * <p>A listener that cannot accept because there is none left ends for good, so nobody may take the
 * last one.
 *
 * @param most of all kinds together
 */
record OpenFiles(int most) {
    /** Jars, logs, indexes, files that are read. */
    private static final int KEPT_BACK = 256;

    /** What systems that do not say usually allow. */
    private static final int USUAL = 10_240;

    private static final Pattern LIMIT = Pattern.compile("Max open files\\s+(\\d{1,9})\\s.*");

    /** Those of this process. */
    static OpenFiles ofProcess() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
            return new OpenFiles(
                    lines.map(LIMIT::matcher)
                            .filter(Matcher::matches)
                            .map(line -> Integer.parseInt(line.group(1)))
                            .findFirst()
                            .orElse(USUAL));
        } catch (IOException e) {
            // Only Linux has it.
            return new OpenFiles(USUAL);
        }
    }

    /**
     * How many connections of clients each port may take, of as many as the config wants.
     *
     * @param ports how many there are
     */
    int clients(int wanted, int ports) {
        return Math.max(1, Math.min(wanted, (most - KEPT_BACK) / 2 / ports));
    }

    /** How many connections to backends there may be beside those of clients. */
    int calls() {
        return Math.max(1, (most - KEPT_BACK) / 2);
    }
}
