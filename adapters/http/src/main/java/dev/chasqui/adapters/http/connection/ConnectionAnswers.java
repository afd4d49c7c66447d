package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.Failure;

/**
 * The answers to a connection that has no complete request. Each is a whole HTTP answer as bytes.
 */
public interface ConnectionAnswers {

    /** Returns the answer to a request that has not arrived in time. */
    byte[] requestTimeout();

    /**
     * Returns the answer to a client that has connected above the limit and has sent no request.
     */
    byte[] refusal(Failure full);
}
