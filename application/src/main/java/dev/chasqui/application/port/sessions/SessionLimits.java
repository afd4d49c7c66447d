package dev.chasqui.application.port.sessions;

import java.time.Duration;

/**
 * The bounds of what is kept.
 *
 * @param keepFor the time after its last use for which a session is kept
 * @param mostPerUser the most sessions of one owner; at least 1
 * @param mostBytesPerUser the most bytes of all turns of one owner; at least 1
 */
public record SessionLimits(Duration keepFor, int mostPerUser, long mostBytesPerUser) {
    public SessionLimits {
        if (mostPerUser < 1 || mostBytesPerUser < 1) {
            throw new IllegalArgumentException(
                    "sessions and bytes of an owner: %d, %d (expected: at least 1)"
                            .formatted(mostPerUser, mostBytesPerUser));
        }
    }
}
