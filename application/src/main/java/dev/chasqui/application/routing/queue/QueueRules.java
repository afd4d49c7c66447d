package dev.chasqui.application.routing.queue;

import java.time.Duration;

/**
 * The bounds of the queue before busy backends.
 *
 * @param most the most requests that may wait; 0 if none may
 * @param perCaller the most of one caller
 * @param deadline the longest wait of a request
 */
public record QueueRules(int most, int perCaller, Duration deadline) {
    /** The rules of a server where no request waits. */
    public static final QueueRules NONE = new QueueRules(0, 0, Duration.ZERO);

    /** Returns true if no request waits. */
    public boolean isOff() {
        return most == 0;
    }
}
