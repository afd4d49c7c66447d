package dev.chasqui.domain.command;

/** Which commands there are, for the one who parses. */
public interface KnownCommands {

    /** Whether there is a command of this name. */
    boolean knows(String name);

    /**
     * What a known command takes, in a sentence such as {@code /rag takes k (whole number)}; for
     * messages.
     */
    String usage(String name);
}
