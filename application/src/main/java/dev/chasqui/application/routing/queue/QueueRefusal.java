package dev.chasqui.application.routing.queue;

import java.time.Duration;

/**
 * The reason why a request waits no more, or not at all.
 *
 * @param why the reason, in words for its caller
 * @param retryAfter the time after which another try may do better
 */
public record QueueRefusal(String why, Duration retryAfter) {}
