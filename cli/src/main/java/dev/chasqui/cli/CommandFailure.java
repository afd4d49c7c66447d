package dev.chasqui.cli;

import java.io.Serial;

/**
 * The failure that ends a command with one clear sentence and an exit code.
 *
 * <p>It has no stack trace: its message is for whoever typed the command.
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

    /** What was asked did not work out: exit code 1. */
    public static CommandFailure failed(String message) {
        return new CommandFailure(1, false, message);
    }

    /** There is no server to ask, so nothing else will work out either: exit code 1. */
    static CommandFailure unreachable(String message) {
        return new CommandFailure(1, true, message);
    }

    /**
     * What was asked cannot be done as it was asked (a wrong option, a taken port, a data folder in
     * use): exit code 2.
     */
    public static CommandFailure refused(String message) {
        return new CommandFailure(2, false, message);
    }

    /** Whether the server is not there, or went away. */
    boolean serverGone() {
        return serverGone;
    }

    int exitCode() {
        return exitCode;
    }
}
