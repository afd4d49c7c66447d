package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.failure.Failure;

import java.util.Optional;

/** The form in which clients of a dialect receive failures: statuses and envelopes. Stateless. */
public interface ErrorStyle {

    /** Returns the HTTP status of an answer that reports this failure. */
    default int status(Failure failure) {
        return FailureStatus.of(failure);
    }

    /** Returns the JSON body of an answer that reports this failure. */
    byte[] body(Failure failure);

    /** The same, where the envelope names the request that failed. */
    default byte[] body(Failure failure, String requestId) {
        return body(failure);
    }

    /**
     * Returns the plain text that answers an unknown path; empty if the answer is the usual body of
     * a failure.
     */
    default Optional<String> unknownPath() {
        return Optional.empty();
    }
}
