package dev.chasqui.domain.command;

import dev.chasqui.domain.failure.FailureException;

import java.util.List;

/**
 * A user's message, split into the commands in front and the text after them.
 *
 * <p>An unknown name is ordinary text, since people paste paths. Two slashes before a letter stand
 * for one, so that a text can begin with the name of a command.
 *
 * @param commands the commands in front, in order
 * @param text the text that the model shall see
 */
public record CommandLine(List<Command> commands, String text) {

    public CommandLine {
        commands = List.copyOf(commands);
    }

    /**
     * Splits a message. The time is proportional to the length of the commands.
     *
     * @throws FailureException with {@code Invalid} if a known command is badly written; its
     *     message says what is wrong and what the command takes
     */
    public static CommandLine parse(String message, KnownCommands known) {
        if (!message.startsWith("/")) {
            return new CommandLine(List.of(), message);
        }
        return CommandParser.line(message, known);
    }

    /**
     * Returns the text of an earlier message, without its commands. A badly written message stays
     * as it is: it was refused when it was new, or another server accepted it.
     */
    public static String strip(String message, KnownCommands known) {
        try {
            return parse(message, known).text();
        } catch (FailureException badlyWritten) {
            return message;
        }
    }
}
