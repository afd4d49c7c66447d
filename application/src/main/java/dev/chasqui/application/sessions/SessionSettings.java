package dev.chasqui.application.sessions;

import dev.chasqui.application.port.sessions.SessionLimits;

import java.time.Duration;

/**
 * The rules for sessions.
 *
 * @param on false if no chat has a stored history
 * @param limits the bounds of what is kept
 * @param ordered true if requests of one session run one after the other; false if a second one is
 *     refused
 * @param longestWait the longest wait of a request for those before it
 * @param mostWaiting the most requests of one session that wait
 * @param mostHistory the most bytes of stored turns that go before a message
 */
public record SessionSettings(
        boolean on,
        SessionLimits limits,
        boolean ordered,
        Duration longestWait,
        int mostWaiting,
        long mostHistory) {}
