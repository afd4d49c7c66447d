package dev.chasqui.application.exchange.sending;

import dev.chasqui.domain.reply.ExchangeAnswer;

import java.util.function.UnaryOperator;

/**
 * An answer of a backend that has begun, and that is not noted yet: it may still be given up as if
 * it had never been.
 *
 * @param noting notes what is known of the answer, and returns it with what is noted as it comes
 * @param <A> the type of the answer
 */
public record Begun<A extends ExchangeAnswer<A>>(A answer, UnaryOperator<A> noting)
        implements AutoCloseable {

    /** Notes the answer and returns it. Called at most once. */
    public A noted() {
        return noting.apply(answer);
    }

    /** Gives the answer up. Idempotent. */
    @Override
    public void close() {
        answer.close();
    }
}
