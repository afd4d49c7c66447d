package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Source;

/**
 * The part of a body that a message was decoded from. One entry there may hold several of our
 * messages: each tool's answer is one, and so is what the user says beside them.
 *
 * @param body the whole body; not a copy
 * @param at where the entry stands
 * @param part which of the entry's messages this is, from 0
 * @param parts how many there are
 */
record TurnSource(byte[] body, BodyScan.Range at, int part, int parts) implements Source {

    /** Whether it is of the entry that stands there in this very body. */
    @SuppressWarnings("ReferenceEquality") // An equal body of another request is another one.
    boolean isAt(byte[] within, BodyScan.Range there) {
        return within == body && there.equals(at);
    }

    /** Whether the other is the next message of the same entry. */
    boolean isBefore(TurnSource other) {
        return isAt(other.body, other.at) && other.part == part + 1;
    }

    @Override
    public Dialect dialect() {
        return Dialect.ANTHROPIC;
    }
}
