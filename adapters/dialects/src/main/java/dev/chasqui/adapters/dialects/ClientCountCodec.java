package dev.chasqui.adapters.dialects;

import java.util.function.LongFunction;

/**
 * The server side of an operation of a dialect with which clients ask how many tokens a chat has.
 * Stateless.
 */
public interface ClientCountCodec {

    /**
     * Reads a request.
     *
     * @param body the whole body
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the
     *     field, if the request is malformed
     */
    IncomingCount decode(byte[] body);

    /**
     * A decoded request.
     *
     * @param chat the chat whose tokens are counted
     * @param answer the writer of the answer's body
     * @param member the member of that body with the number of tokens
     */
    record IncomingCount(Incoming.Chat chat, LongFunction<byte[]> answer, String member) {}
}
