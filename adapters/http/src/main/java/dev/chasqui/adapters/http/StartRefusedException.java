package dev.chasqui.adapters.http;

import org.jspecify.annotations.Nullable;

/** Thrown if the server does not start; its message is one sentence for the operator. */
public final class StartRefusedException extends RuntimeException {
    StartRefusedException(String sentence) {
        this(sentence, null);
    }

    StartRefusedException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
