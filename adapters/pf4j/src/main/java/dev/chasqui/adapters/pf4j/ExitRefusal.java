package dev.chasqui.adapters.pf4j;

/**
 * What a plug-in's calls of {@code System.exit} and its like lead to: an exception, not the end of
 * the server. {@link ExitCalls} leads them here.
 *
 * <p>Public and seen by all plug-ins since their code calls it; not for anybody else.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Exits {
    private Exits() {}

    /**
     * In place of {@link System#exit}.
     *
     * @throws SecurityException always
     */
    public static void exit(int status) {
        throw refused("System.exit(" + status + ")");
    }

    /**
     * In place of {@link Runtime#exit}.
     *
     * @throws SecurityException always
     */
    public static void exit(Runtime runtime, int status) {
        throw refused("Runtime.exit(" + status + ")");
    }

    /**
     * In place of {@link Runtime#halt}.
     *
     * @throws SecurityException always
     */
    public static void halt(Runtime runtime, int status) {
        throw refused("Runtime.halt(" + status + ")");
    }

    private static SecurityException refused(String call) {
        return new SecurityException("it called " + call + ", which would end the server");
    }
}
