package dev.chasqui.adapters.dialects;

import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;

/** The server's side of a wire format: reads clients' requests and writes replies. Stateless. */
public interface ClientCodec {

    /** What a route asks for. */
    enum Operation {
        /** {@code /v1/chat/completions} or {@code /api/chat}. */
        CHAT,
        /** {@code /api/generate}. */
        GENERATE
    }

    /**
     * Reads a request. Validates the whole JSON text, but decodes only what every exchange needs;
     * the rest when somebody asks for it.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the field
     */
    Incoming decode(Operation operation, byte[] body);

    /** A writer for the streamed reply to this request. */
    StreamEncoder streamEncoder(Operation operation, Incoming.Chat incoming, ReplyHead head);

    /**
     * The body of a whole reply.
     *
     * @param events all events of the reply, complete
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendBroke} if what the
     *     model said cannot be said in this dialect
     */
    byte[] whole(
            Operation operation, Incoming.Chat incoming, ReplyHead head, List<ReplyEvent> events);

    /** The HTTP status that a failure has in this dialect. */
    int status(Failure failure);

    /** The body of an answer that is an error. */
    byte[] error(Failure failure);
}
