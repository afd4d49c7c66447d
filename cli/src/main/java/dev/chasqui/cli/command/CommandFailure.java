package dev.chasqui.cli.command;

import java.io.Serial;

/**
 * The failure that ends a command with one clear sentence and an exit code.
 *
 * <p>It has no stack trace: its message is meant for the user.
 */
public final class CommandFailure extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final int exitCode;
    private final boolean serverGone;

    private CommandFailure(int exitCode, boolean serverGone, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
        this.serverGone = serverGone;
    }

    /** Returns the failure of an action: exit code 1. */
    public static CommandFailure failed(String message) {
        return new CommandFailure(1, false, message);
    }

    /**
     * Returns the failure of a server that cannot be reached, so that further requests would fail
     * too: exit code 1.
     */
    public static CommandFailure unreachable(String message) {
        return new CommandFailure(1, true, message);
    }

    /**
     * Returns the refusal of a request that cannot be carried out as given (a wrong option, a port
     * in use, a data folder in use): exit code 2.
     */
    public static CommandFailure refused(String message) {
        return new CommandFailure(2, false, message);
    }

    /** Returns true if the server cannot be reached any more. */
    public boolean serverGone() {
        return serverGone;
    }

    /** Returns the exit code of the command. */
    public int exitCode() {
        return exitCode;
    }
}
