package dev.chasqui.benchmarks.studies;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Counts disturbed rounds, in which other guests of the same host took much processor time (the
 * kernel's "steal"). The figures of such a round depend more on the other guests than on the
 * gateways. Not safe for use by several threads.
 */
public final class Disturbances {
    /** The largest share of stolen time in an undisturbed round; the usual share is 0.005. */
    private static final double MOST_OF_ALL_TIME = 0.02;

    /**
     * The last column that is summed up in the first line of {@code /proc/stat}, after "cpu"; the
     * columns after it are contained in earlier ones.
     */
    private static final int STOLEN = 8;

    private final Path stat;
    private int count;

    /** Makes a counter for this machine. */
    public Disturbances() {
        this(Path.of("/proc/stat"));
    }

    /** Makes a counter that reads a file like {@code /proc/stat}. */
    Disturbances(Path stat) {
        this.stat = stat;
    }

    /**
     * The time of all processors since the machine's start, in the kernel's ticks.
     *
     * @param all the time used, idle or stolen
     * @param stolen the time that this machine wanted and other guests got
     */
    record Times(long all, long stolen) {}

    /**
     * Returns the present times; zeros if the kernel does not report them, so that nothing counts
     * as stolen.
     */
    Times now() {
        try (BufferedReader lines = Files.newBufferedReader(stat)) {
            String[] words = String.valueOf(lines.readLine()).split(" +", -1);
            long all = 0;
            for (int i = 1; i <= STOLEN; i++) {
                all += Long.parseLong(words[i]);
            }
            return new Times(all, Long.parseLong(words[STOLEN]));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException notTold) {
            return new Times(0, 0);
        }
    }

    /** Returns true if too much time was stolen since {@code before}, and counts the round then. */
    boolean countSince(Times before) {
        Times now = now();
        double most = (now.all() - before.all()) * MOST_OF_ALL_TIME;
        boolean disturbed = now.stolen() - before.stolen() > most;
        if (disturbed) {
            count++;
        }
        return disturbed;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d, in which others took more than %.0f %% of the processors' time",
                count,
                MOST_OF_ALL_TIME * 100);
    }
}
