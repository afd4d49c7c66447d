package dev.chasqui.adapters.dialects;

import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;

/**
 * The server's side of one operation of one dialect: reads clients' requests and writes their
 * replies. Stateless.
 */
public interface ClientCodec {

    /**
     * Reads a request. Validates the whole JSON text, but decodes only what every exchange needs;
     * the rest is decoded when it is asked for.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the field
     */
    Incoming decode(byte[] body);

    /** A writer for the streamed reply to this request. */
    StreamEncoder streamEncoder(Incoming.Chat incoming, ReplyHead head);

    /**
     * The body of a whole reply.
     *
     * @param events all events of the reply, complete
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendBroke} if what the
     *     model said cannot be said in this dialect
     */
    byte[] whole(Incoming.Chat incoming, ReplyHead head, List<ReplyEvent> events);
}
