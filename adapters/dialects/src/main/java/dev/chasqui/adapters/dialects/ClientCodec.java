package dev.chasqui.adapters.dialects;

import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;
import java.util.Optional;

/**
 * The client side of one operation of one dialect: reads clients' requests and writes their
 * replies. Stateless, so safe for use by several threads.
 */
public interface ClientCodec {

    /**
     * Decodes a request. It validates the whole JSON text, but decodes only the members that every
     * exchange needs; the others are decoded on demand.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the field
     */
    Incoming decode(byte[] body);

    /**
     * Reads a request of which some headers belong to its meaning.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the field
     */
    default Incoming decode(byte[] body, RequestHeaders headers) {
        return decode(body);
    }

    /**
     * Returns the stored session that a request names in a member of its own dialect; empty if it
     * names none, or if the dialect has no such member.
     */
    default Optional<String> session(Incoming.Chat incoming) {
        return Optional.empty();
    }

    /** Returns an encoder for the streamed reply to this request. */
    StreamEncoder streamEncoder(Incoming.Chat incoming, ReplyHead head);

    /**
     * Encodes a whole reply.
     *
     * @param events all events of the reply, complete
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendBroke} if this dialect
     *     cannot express what the model said
     */
    byte[] whole(Incoming.Chat incoming, ReplyHead head, List<ReplyEvent> events);
}
