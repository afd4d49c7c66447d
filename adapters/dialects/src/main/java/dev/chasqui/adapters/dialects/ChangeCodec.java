package dev.chasqui.adapters.dialects;

import dev.chasqui.application.port.ChangeProgress;

/**
 * The form in which clients of a dialect change the models of a server. A stream of steps consists
 * of lines. Stateless.
 */
public interface ChangeCodec {

    /**
     * Decodes a request.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is wrong
     */
    IncomingChange decode(ClientPath.Question question);

    /** Returns the media type of a stream of steps. */
    String streamType();

    /** Returns the line that reports a step, without its end. */
    byte[] step(ChangeProgress step);

    /** Returns the line that reports success, and is the whole answer if there is no stream. */
    byte[] success();

    /** Returns true if a line of a server of this dialect reports success. */
    boolean isSuccess(byte[] line);

    /** Returns true if a line of a server of this dialect reports an error. */
    boolean isError(byte[] line);
}
