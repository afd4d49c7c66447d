package dev.chasqui.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The limit of files and connections that this process may have open, and its division.
 *
 * <p>A listener that cannot accept a connection because the limit is reached ends for good, so the
 * division never gives out the last one.
 *
 * @param most the limit of all kinds together
 */
record OpenFiles(int most) {
    /** The reserve for jars, logs, indexes and files that are read. */
    private static final int KEPT_BACK = 256;

    /** The limit that is assumed if the system does not report one; it is a common default. */
    private static final int USUAL = 10_240;

    private static final Pattern LIMIT = Pattern.compile("Max open files\\s+(\\d{1,9})\\s.*");

    /** Returns the limit of this process. */
    static OpenFiles ofProcess() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
            return new OpenFiles(
                    lines.map(LIMIT::matcher)
                            .filter(Matcher::matches)
                            .map(line -> Integer.parseInt(line.group(1)))
                            .findFirst()
                            .orElse(USUAL));
        } catch (IOException e) {
            // Only Linux has this file.
            return new OpenFiles(USUAL);
        }
    }

    /**
     * Returns the number of client connections that each port may take.
     *
     * @param wanted the number that the config asks for
     * @param ports the number of ports
     */
    int clients(int wanted, int ports) {
        return Math.max(1, Math.min(wanted, (most - KEPT_BACK) / 2 / ports));
    }

    /** Returns the number of connections to backends that may be open beside those of clients. */
    int calls() {
        return Math.max(1, (most - KEPT_BACK) / 2);
    }
}
