package dev.chasqui.application.port;

/** The refusal of a call that would end the server, thrown into the code that made it. */
public final class ExitRefused extends SecurityException {
    private static final long serialVersionUID = 1;

    /**
     * @param call the call, such as {@code System.exit(1)}
     */
    public ExitRefused(String call) {
        super("it called " + call + ", which would end the server");
    }
}
