package dev.chasqui.application.routing.queue;

import java.time.Duration;

/**
 * The reason why a request waits no more, or not at all.
 *
 * @param why the reason, as a sentence for its caller
 * @param late true if it has waited as long as it may; false if there was no room for it
 * @param retryAfter the time after which another try may do better
 */
public record QueueRefusal(String why, boolean late, Duration retryAfter) {}
