package dev.chasqui.application.port.exchange;

import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The work of one agent in an exchange; it never holds content, but for the notes that the agent
 * itself left.
 *
 * @param agent the command that called it
 * @param begun the time from the start of the exchange to its first call
 * @param ownTime the time in its own code: without waiting for a place, for the model, or for the
 *     agents after it
 * @param calls the times that it called the rest of the chain, questions included
 * @param requestChanged true if it sent another request on than it got
 * @param addedChars the characters that it added to the request's messages; negative if it took
 *     some out
 * @param replyChanged true if it changed a part of the answer's content, or answered itself
 * @param outcome the end of it
 * @param reason the reason for an outcome other than {@code OK}; empty if there is none to tell
 * @param notes the notes that it left, in their order
 */
public record AgentReport(
        String agent,
        Duration begun,
        Duration ownTime,
        int calls,
        boolean requestChanged,
        long addedChars,
        boolean replyChanged,
        Outcome outcome,
        Optional<String> reason,
        List<Note> notes) {
    /** The characters that count as one token in an estimate. */
    private static final int CHARS_A_TOKEN = 4;

    public AgentReport {
        notes = List.copyOf(notes);
    }

    /** The end of an agent's work. */
    public enum Outcome {
        /** Its work is not over yet. */
        RUNNING,
        OK,
        /** It failed, or could not run, and the exchange went on without it. */
        SKIPPED,
        /** It failed, and so did the exchange. */
        FAILED,
        /**
         * It could not run, and so the exchange failed: too many of it run, or it is switched off.
         */
        TURNED_AWAY,
        /** It refused the request on purpose. */
        REFUSED,
        /** An agent after it, or the backend, failed. */
        FAILED_BELOW,
        /** The exchange was cancelled meanwhile. */
        CANCELLED;

        /** Returns the name for metrics and programs, such as {@code failed_below}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A note that an agent left.
     *
     * @param at the time from the start of the exchange
     */
    public record Note(Duration at, String name, Json value) {}

    /** Returns an estimate of the tokens that it added to the request. */
    public long addedTokens() {
        return Math.ceilDiv(addedChars, CHARS_A_TOKEN);
    }
}
