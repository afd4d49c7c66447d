package dev.chasqui.domain.session;

import java.time.Instant;
import java.util.Optional;

/**
 * The facts about a session without its turns.
 *
 * @param system the text that instructs the model; empty if there is none
 * @param created the time when it was made
 * @param used the time when it was last changed
 * @param turns the number of its turns, which is also the number of its last turn
 * @param messages the number of the messages of all turns
 * @param bytes the size of all turns and of the system text, as they are stored
 * @param summary the summary of its first turns; empty if there is none
 */
public record SessionHead(
        SessionKey key,
        Optional<String> system,
        Instant created,
        Instant used,
        long turns,
        long messages,
        long bytes,
        Optional<Summary> summary) {

    /** Returns the session as lists have it. */
    public SessionEntry entry() {
        return new SessionEntry(key, created, used, turns, messages, bytes);
    }
}
