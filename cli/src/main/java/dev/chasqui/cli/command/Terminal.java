package dev.chasqui.cli.command;

import java.util.List;

/**
 * The standard streams that are terminals.
 *
 * @param in true if standard input is one
 * @param out true if standard output is one
 * @param err true if standard error is one
 */
public record Terminal(boolean in, boolean out, boolean err) {
    /** No stream is a terminal. */
    public static final Terminal NONE = new Terminal(false, false, false);

    /**
     * Returns the streams that the start script found to be terminals. The script can test each
     * stream alone, which the JDK cannot; a system property lists them.
     */
    static Terminal ofLauncher() {
        List<String> streams = List.of(System.getProperty("chasqui.terminal", "").split(","));
        return new Terminal(
                streams.contains("in"), streams.contains("out"), streams.contains("err"));
    }
}
