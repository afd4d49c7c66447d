package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.failure.Failure;

import java.util.Optional;

/**
 * The form in which clients of a dialect are told of failures: statuses and envelopes. Stateless.
 */
public interface ErrorStyle {

    /** The HTTP status of an answer that is this failure. */
    default int status(Failure failure) {
        return FailureStatus.of(failure);
    }

    /** The body in JSON of an answer that is this failure. */
    byte[] body(Failure failure);

    /**
     * The plain text that answers a path that is not there; empty where the body is the one of any
     * failure.
     */
    default Optional<String> unknownPath() {
        return Optional.empty();
    }
}
