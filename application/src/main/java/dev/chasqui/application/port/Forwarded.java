package dev.chasqui.application.port;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ExchangeAnswer;
import dev.chasqui.domain.reply.Pull;

import java.util.Map;
import java.util.function.Consumer;

/**
 * The answer of a server to a call that was forwarded to it.
 *
 * @param status its HTTP status
 * @param headers those headers that mean the same for our client, by their names in lower case
 * @param body the body, pulled piece by piece
 */
public record Forwarded(int status, Map<String, String> headers, Pull<byte[]> body)
        implements ExchangeAnswer<Forwarded> {
    public Forwarded {
        headers = Map.copyOf(headers);
    }

    /** Returns this answer with a resource to give back as soon as it is over, or closed before. */
    public Forwarded holding(Runnable giveBack) {
        return new Forwarded(status, headers, body.holding(giveBack));
    }

    @Override
    public Forwarded holding(Runnable giveBack, Consumer<FailureException> broken) {
        return new Forwarded(status, headers, body.holding(giveBack, broken));
    }

    @Override
    public void close() {
        body.close();
    }
}
