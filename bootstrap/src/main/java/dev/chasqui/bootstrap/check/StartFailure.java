package dev.chasqui.bootstrap.check;

import java.io.Serial;

/**
 * The failure of a start, since something that the server needs is in use, missing or forbidden.
 *
 * <p>Its message is one sentence for the person who starts the server; so it has no stack trace.
 */
public final class StartFailure extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    /**
     * @param message the thing that cannot be used, and the remedy
     */
    public StartFailure(String message) {
        super(message, null, false, false);
    }
}
