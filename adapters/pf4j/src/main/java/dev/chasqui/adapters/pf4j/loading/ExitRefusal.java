package dev.chasqui.adapters.pf4j.loading;

import dev.chasqui.application.port.ExitRefused;

/**
 * The methods that replace {@code System.exit} and the like in the code of plug-ins: they throw an
 * exception instead of ending the server. {@link ExitCallRewriter} inserts the calls.
 *
 * <p>This class is public and visible to all plug-ins, since their code calls it. No other code
 * should use it.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class ExitRefusal {
    private ExitRefusal() {}

    /**
     * Replaces {@link System#exit}.
     *
     * @throws SecurityException always
     */
    public static void exit(int status) {
        throw refused("System.exit(" + status + ")");
    }

    /**
     * Replaces {@link Runtime#exit}.
     *
     * @throws SecurityException always
     */
    public static void exit(Runtime runtime, int status) {
        throw refused("Runtime.exit(" + status + ")");
    }

    /**
     * Replaces {@link Runtime#halt}.
     *
     * @throws SecurityException always
     */
    public static void halt(Runtime runtime, int status) {
        throw refused("Runtime.halt(" + status + ")");
    }

    private static SecurityException refused(String call) {
        return new ExitRefused(call);
    }
}
