package dev.chasqui.application.port.responses;

import java.time.Duration;

/**
 * The rules by which responses are kept.
 *
 * @param store the responses that are kept
 * @param keep the time without use after which they are removed
 * @param most the most responses of an owner, and as many of its conversations
 * @param mostBytes the most bytes of an owner's responses, and as many of its conversations
 * @param largest the most bytes of one response with its input
 * @param mostEarlier the most bytes of earlier items that one request reads
 * @param running the most responses that run in the background at once
 * @param waiting the most further ones that wait
 */
public record ResponseRules(
        Kept store,
        Duration keep,
        int most,
        long mostBytes,
        long largest,
        long mostEarlier,
        int running,
        int waiting) {

    /** The responses that are kept. */
    public enum Kept {
        /** Those whose requests do not say otherwise. */
        ASKED,
        /** None. */
        NEVER
    }
}
