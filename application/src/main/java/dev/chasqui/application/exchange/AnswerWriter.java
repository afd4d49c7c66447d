package dev.chasqui.application.exchange;

/**
 * The code that writes the answer of an exchange to the client.
 *
 * @param <A> the type of the answer
 */
@FunctionalInterface
public interface AnswerWriter<A> {

    /**
     * Pulls the answer to its end and writes it. Need not close it.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the answer breaks off, or if the
     *     client left
     */
    void write(A answer);
}
