package dev.chasqui.application.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The latest output of the servers of models, over all their runs. Safe for use by several threads.
 *
 * <p>Both methods throw {@link IllegalArgumentException} for an unknown model.
 */
public interface ModelLogs {

    /** Returns the last lines, at most this many; the oldest first. */
    List<LogLine> last(String model, int count);

    /**
     * Returns the lines after the one of that number, as far as they are kept; the oldest first.
     * Waits for one if there is none.
     *
     * @param number the number of the last line that the caller knows; 0 for all lines
     * @param patience the longest wait; after it the result is empty
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    List<LogLine> after(String model, long number, Duration patience) throws InterruptedException;

    /**
     * One line of output.
     *
     * @param number the number of the line in its model's output, from 1 without gaps, since the
     *     start of this process
     * @param time the time when it was read
     * @param text the text without its line end; long lines are cut
     */
    record LogLine(long number, Instant time, String text) {}
}
