package dev.chasqui.cli;

import java.util.List;

/** The standard streams at which a person sits. */
public record Terminal(boolean in, boolean out, boolean err) {
    /** Nobody sits there. */
    public static final Terminal NONE = new Terminal(false, false, false);

    /**
     * As the launcher saw it. The shell can ask for each stream alone, which the JDK cannot; the
     * property names those that are terminals.
     */
    static Terminal ofLauncher() {
        List<String> streams = List.of(System.getProperty("chasqui.terminal", "").split(","));
        return new Terminal(
                streams.contains("in"), streams.contains("out"), streams.contains("err"));
    }
}
