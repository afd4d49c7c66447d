package dev.chasqui.application.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the servers of models have written, the last of it, over all their runs. Safe for use by
 * several threads.
 *
 * <p>Both methods throw {@link IllegalArgumentException} for a model that there is not.
 */
public interface ModelLogs {

    /** The last so many lines, or fewer if there are no more; the oldest first. */
    List<LogLine> last(String model, int count);

    /**
     * The lines after the one of that number, as far as they are kept; the oldest first. Waits for
     * one if there is none.
     *
     * @param number of the last line that is known already; 0 for all
     * @param patience how long to wait; then the answer is empty
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    List<LogLine> after(String model, long number, Duration patience) throws InterruptedException;

    /**
     * One line.
     *
     * @param number which line of its model it is, from 1 on without gaps, since we started
     * @param time when it was read
     * @param text without its end; long ones are cut
     */
    record LogLine(long number, Instant time, String text) {}
}
