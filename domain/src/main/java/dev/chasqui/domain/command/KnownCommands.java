package dev.chasqui.domain.command;

/** The set of commands that exist, for the parser. */
public interface KnownCommands {

    /** Returns true if there is a command of this name. */
    boolean contains(String name);

    /**
     * Describes the arguments of a known command, in a sentence such as {@code /rag takes k (whole
     * number)}; for messages.
     */
    String usage(String name);
}
