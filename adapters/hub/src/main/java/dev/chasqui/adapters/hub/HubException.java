package dev.chasqui.adapters.hub;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;

/**
 * The reason why a model does not come. Its message is for the caller who asked for it: what, why
 * and what to do.
 *
 * <p>It has no stack trace, and it names neither tokens nor paths of this machine.
 */
public final class HubException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String message;

    /** What kept the model from coming. */
    public enum Reason {
        /** It was given up. */
        CANCELLED,
        /** The hub does not answer, or not yet, or may not be asked. */
        UNREACHABLE,
        /** The hub wants another token, or a licence that is accepted. */
        REFUSED,
        /** There is no such repository or variant. */
        NOT_FOUND,
        /** What the hub sent is not what it said. */
        UNTRUE,
        /** There is no room, or writing fails. */
        DISK,
        /** Somebody else fetches the same file and comes no further. */
        BUSY
    }

    HubException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.message = message;
    }

    static HubException cancelled() {
        return new HubException(Reason.CANCELLED, "the download was given up");
    }

    /** What the machine says of a file that cannot be written or read. */
    static HubException disk(String name, IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return cancelled();
        }
        String why =
                e instanceof FileSystemException file
                        ? file.getClass().getSimpleName()
                                + (file.getReason() == null ? "" : ": " + file.getReason())
                        : String.valueOf(e.getMessage());
        return new HubException(
                Reason.DISK,
                name
                        + " cannot be written to the cache folder: "
                        + why
                        + " (expected: a folder that may be written, with room; HF_HUB_CACHE names"
                        + " it)");
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
