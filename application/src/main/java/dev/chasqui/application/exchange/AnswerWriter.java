package dev.chasqui.application.exchange;

/**
 * Takes the answer of an exchange and writes it to the client.
 *
 * @param <A> the type of the answer
 */
@FunctionalInterface
public interface AnswerWriter<A> {

    /**
     * Pulls the answer to its end. Need not close it.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the answer breaks off, or if the
     *     client left
     */
    void write(A answer);
}
