package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.Failure;

/** What a connection is answered that has no whole request; whole HTTP answers, as bytes. */
public interface ConnectionAnswers {

    /** The answer to a request that does not come to its end. */
    byte[] requestTimeout();

    /** The answer to a client that connects when there is no place, and does not ask. */
    byte[] refusal(Failure full);
}
