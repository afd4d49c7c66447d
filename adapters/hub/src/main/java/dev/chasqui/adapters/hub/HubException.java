package dev.chasqui.adapters.hub;

import dev.chasqui.domain.model.HubModel;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;

/**
 * The failure to provide a model. Its message is for the caller: what failed, why and the remedy.
 *
 * <p>It has no stack trace, and its message holds neither tokens nor paths of this machine.
 */
public final class HubException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String message;

    /** The kind of the failure. */
    public enum Reason {
        /** The download was cancelled. */
        CANCELLED,
        /** The hub cannot be reached, is busy, or may not be asked. */
        UNREACHABLE,
        /** The hub requires another token, or the acceptance of a licence. */
        REFUSED,
        /** The repository or the variant does not exist. */
        NOT_FOUND,
        /** An answer is not valid, or does not match what the hub announced. */
        INVALID_ANSWER,
        /** The disk is full, or writing fails. */
        DISK,
        /** Another download of the same file makes no progress, or is in the way of a deletion. */
        BUSY
    }

    HubException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.message = message;
    }

    static HubException cancelled() {
        return new HubException(Reason.CANCELLED, "the download was cancelled");
    }

    static HubException isBeingDownloaded(HubModel model) {
        return new HubException(
                Reason.BUSY,
                "model: "
                        + model
                        + " is being downloaded (expected: no download during the deletion; wait"
                        + " until it ends, or end it)");
    }

    /** Returns the failure to write or read a file. */
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
