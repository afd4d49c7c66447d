package dev.chasqui.adapters.dialects;

import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.ResponseStreamEncoder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;

/**
 * The client side of the Responses API, for servers that keep responses. Its methods without a
 * {@link ResponseHistory} and a {@link ResponseKeeper} are for servers that keep none. Stateless,
 * so safe for use by several threads.
 */
public interface ClientResponseCodec extends ClientCodec {

    /**
     * Reads the wishes of a request that concern stored things, and nothing else.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the field
     */
    ResponseWishes wishes(byte[] body);

    /**
     * Decodes a request. The items of the history stand before its own.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the field
     */
    Incoming.Chat decode(byte[] body, ResponseHistory history, RequestHeaders headers);

    /** Returns the items of a decoded request, each with an id; not those of its history. */
    List<Json.Obj> input(Incoming.Chat incoming);

    /**
     * Returns an encoder for the streamed response. The keeper gets the response before the event
     * that ends the stream.
     */
    ResponseStreamEncoder streamEncoder(
            Incoming.Chat incoming, ReplyHead head, ResponseKeeper keeper);

    /**
     * Encodes a whole response, after the keeper has got it.
     *
     * @param events all events of the reply, complete
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendBroke} if this dialect
     *     cannot express what the model said, or with the failure of the keeper
     */
    Json.Obj whole(
            Incoming.Chat incoming, ReplyHead head, List<ReplyEvent> events, ResponseKeeper keeper);

    /** Returns the object of a response without output; its status is {@code in_progress}. */
    Json.Obj begun(Incoming.Chat incoming, ReplyHead head, ResponseKeeper keeper);

    /** Returns the object of a response that failed before it had output; nothing keeps it. */
    Json.Obj failed(Incoming.Chat incoming, ReplyHead head, Failure failure, ResponseKeeper keeper);
}
