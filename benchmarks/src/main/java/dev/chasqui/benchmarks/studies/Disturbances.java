package dev.chasqui.benchmarks.studies;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Rounds in which other guests of the same host took the processors away: they say more of the
 * neighbours than of the gateways. Not thread-safe.
 */
public final class Disturbances {
    /** What usually goes is a half of a hundredth. */
    private static final double MOST_OF_ALL_TIME = 0.02;

    /** Columns of the first line of {@code /proc/stat}, after "cpu"; those after it count twice. */
    private static final int STOLEN = 8;

    private final Path stat;
    private int count;

    /** None yet, on this machine. */
    public Disturbances() {
        this(Path.of("/proc/stat"));
    }

    /** None yet, where a file like {@code /proc/stat} counts the time. */
    Disturbances(Path stat) {
        this.stat = stat;
    }

    /**
     * Time of all processors since the machine began, in the kernel's ticks.
     *
     * @param all used, idle or stolen
     * @param stolen wanted here and given to others
     */
    record Times(long all, long stolen) {}

    /** How it stands now; zeros where the kernel does not tell, and nothing counts as stolen. */
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

    /** Whether too much was stolen since, which then counts. */
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
