package dev.chasqui.domain.response;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The state of a response, from its request to its end. */
public enum ResponseStatus {
    /** It waits for a place in the background. */
    QUEUED,
    /** A model works on it. */
    IN_PROGRESS,
    /** It is whole. */
    COMPLETED,
    /** It ended before its time, and says why. */
    INCOMPLETE,
    /** There is no answer, or it broke off. */
    FAILED,
    /** Its caller has cancelled it. */
    CANCELLED;

    /** Returns the state of this word; empty if there is none. */
    public static Optional<ResponseStatus> of(String word) {
        return Stream.of(values()).filter(status -> status.word().equals(word)).findFirst();
    }

    /** Returns the word for it in a response object, such as {@code in_progress}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns true if it never changes again. */
    public boolean isOver() {
        return this != QUEUED && this != IN_PROGRESS;
    }

    /** Returns true if a later response may continue it. */
    public boolean mayBeContinued() {
        return this == COMPLETED || this == INCOMPLETE;
    }
}
