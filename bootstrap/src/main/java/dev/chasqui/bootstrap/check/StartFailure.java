package dev.chasqui.bootstrap.check;

import java.io.Serial;

/**
 * A start that is impossible: something that the server needs is taken, missing or forbidden.
 *
 * <p>Its message is one sentence for whoever starts the server; so it has no stack trace.
 */
public final class StartFailure extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    /**
     * @param message what cannot be had, and what to do
     */
    public StartFailure(String message) {
        super(message, null, false, false);
    }
}
