package dev.chasqui.domain.session;

import java.time.Instant;

/**
 * A session in a list: what is known of it without its texts, so that a long list stays small.
 *
 * @param created the time when it was made
 * @param used the time when it was last changed
 * @param turns the number of its turns, which is also the number of its last turn
 * @param messages the number of the messages of all turns
 * @param bytes the size of all turns and of the system text, as they are stored
 */
public record SessionEntry(
        SessionKey key, Instant created, Instant used, long turns, long messages, long bytes) {}
