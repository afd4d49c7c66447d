package dev.chasqui.application.exchange;

/**
 * The code that writes the answer of an exchange to the client.
 *
 * @param <A> the type of the answer
 */
@FunctionalInterface
public interface AnswerWriter<A> {

    /**
     * Pulls the answer to its end and writes it. Need not close it. Called once, and once more, on
     * another thread, with the rest of the answer if the first call's thread was left behind while
     * it waited for an agent. So it must not keep an event to itself while it asks for the next
     * one; while it asks if the answer is {@code ready}, it may keep the latest one.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the answer breaks off, or if the
     *     client left
     */
    void write(A answer);
}
