package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Source;

/**
 * The source of a message: the entry of a body that it was decoded from. One entry may become
 * several messages: one for each tool's result, and one for the user's other content.
 *
 * @param body the whole body; not a copy
 * @param at the position of the entry
 * @param part the number of this message within the entry, from 0
 * @param parts the number of messages of the entry
 */
record TurnSource(byte[] body, BodyScan.Range at, int part, int parts) implements Source {

    /** Returns true if the message belongs to the entry at this position of this body. */
    @SuppressWarnings("ReferenceEquality") // Equal bodies may belong to different requests.
    boolean isAt(byte[] within, BodyScan.Range there) {
        return within == body && there.equals(at);
    }

    /** Returns true if the other is the next message of the same entry. */
    boolean isBefore(TurnSource other) {
        return isAt(other.body, other.at) && other.part == part + 1;
    }

    @Override
    public Dialect dialect() {
        return Dialect.ANTHROPIC;
    }
}
