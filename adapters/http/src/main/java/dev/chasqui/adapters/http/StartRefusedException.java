package dev.chasqui.adapters.http;

import org.jspecify.annotations.Nullable;

/** Why the server does not start, in one sentence for the one who started it. */
public final class StartRefusedException extends RuntimeException {
    StartRefusedException(String sentence) {
        this(sentence, null);
    }

    StartRefusedException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
