package dev.chasqui.domain.failure;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The stored state that a request builds on is not there, or another request works on it.
 *
 * @param reason the reason, which programs read as the code
 * @param field the member of the request that names it
 * @param message what is wrong, and what to do
 */
public record StateUnusable(Reason reason, Optional<String> field, String message)
        implements AdmissionFailure {
    private static final Duration NEXT_TRY = Duration.ofSeconds(1);

    /** The reasons, each of which has the code that OpenAI's clients know. */
    public enum Reason {
        /** The response that is to be continued is not kept, or is another's. */
        PREVIOUS_RESPONSE_NOT_FOUND,
        /** The conversation is not there, or is another's. */
        CONVERSATION_NOT_FOUND,
        /** Another request adds to the conversation now. */
        CONVERSATION_LOCKED
    }

    /** Returns true if the same request may succeed when another one is over. */
    public boolean isInUse() {
        return reason == Reason.CONVERSATION_LOCKED;
    }

    @Override
    public String code() {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Fault fault() {
        return Fault.CALLER;
    }

    @Override
    public Optional<Duration> retryDelay() {
        return isInUse() ? Optional.of(NEXT_TRY) : Optional.empty();
    }
}
