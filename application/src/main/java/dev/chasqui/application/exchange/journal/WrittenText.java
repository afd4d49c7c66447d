package dev.chasqui.application.exchange.journal;

import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The count of the text that a model writes in an answer whose bytes come in any pieces, for the
 * tokens that no server tells. In JSON, and in events with JSON, it counts the members that hold
 * written text; in another body, all bytes. Used by one thread.
 */
final class WrittenText {
    /** The members that hold written text, by the names in all dialects that are relayed. */
    private static final List<byte[]> MEMBERS =
            List.of(
                    name("text"),
                    name("content"),
                    name("reasoning_content"),
                    name("reasoning"),
                    name("thinking"),
                    name("delta"),
                    name("arguments"),
                    name("partial_json"));

    /** One byte more than the longest name has, so that a longer one equals none. */
    private static final int MOST_NAME = 18;

    /** The bytes that a character takes on average which JSON writes as four digits. */
    private static final int BYTES_OF_DIGITS = 3;

    private static final int DIGITS = 4;

    private final boolean json;
    private final long prompt;
    private final byte[] name = new byte[MOST_NAME];
    private int nameLength;
    private State state = State.OUTSIDE;

    /** True if the next string is, or the present one is, the value of such a member. */
    private boolean counts;

    /** The digits of the present character that are still to come. */
    private int digits;

    private long bytes;
    private Optional<Usage> told = Optional.empty();

    private enum State {
        OUTSIDE,
        STRING,
        ESCAPE
    }

    /**
     * Makes the count of an empty answer.
     *
     * @param json true if the answer is JSON, or events with JSON
     * @param prompt the tokens of the request, by estimate
     */
    WrittenText(boolean json, long prompt) {
        this.json = json;
        this.prompt = prompt;
    }

    private static byte[] name(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Counts more bytes of the answer. */
    void read(byte[] piece) {
        if (!json) {
            bytes += piece.length;
            return;
        }
        for (byte one : piece) {
            switch (state) {
                case OUTSIDE -> outside(one);
                case STRING -> inString(one);
                case ESCAPE -> {
                    digits = one == 'u' ? DIGITS : 0;
                    bytes += counts ? (one == 'u' ? BYTES_OF_DIGITS : 1) : 0;
                    state = State.STRING;
                }
            }
        }
    }

    private void outside(byte one) {
        switch (one) {
            case ' ', '\t', '\r', '\n' -> {}
            case ':' -> {
                counts = isMember();
                nameLength = 0;
            }
            case '"' -> {
                state = State.STRING;
                nameLength = 0;
            }
            default -> {
                counts = false;
                nameLength = 0;
            }
        }
    }

    private boolean isMember() {
        for (byte[] member : MEMBERS) {
            if (Arrays.equals(member, 0, member.length, name, 0, nameLength)) {
                return true;
            }
        }
        return false;
    }

    private void inString(byte one) {
        switch (one) {
            // A string holds no line's end as it is, so a malformed event spoils no further one.
            case '"', '\n' -> {
                state = State.OUTSIDE;
                counts = false;
            }
            case '\\' -> state = State.ESCAPE;
            default -> {
                if (digits > 0) {
                    digits--;
                } else if (counts) {
                    bytes++;
                } else if (nameLength < MOST_NAME) {
                    name[nameLength++] = one;
                }
            }
        }
    }

    /**
     * Returns the tokens until now: those that the server has told last, and those of the text
     * behind that.
     *
     * @param reported the usage that the server has told last; empty if it has told none since the
     *     last call
     */
    Usage usage(Optional<Usage> reported) {
        if (reported.isPresent() && !reported.equals(told)) {
            told = reported;
            bytes = 0;
        }
        return told.map(known -> bytes == 0 ? known : known.plus(estimate(0)))
                .orElseGet(() -> estimate(prompt));
    }

    private Usage estimate(long read) {
        return new Usage(
                read,
                TokenEstimate.tokens(bytes),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Timings.UNKNOWN,
                true);
    }
}
