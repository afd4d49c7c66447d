package dev.chasqui.domain.command;

import dev.chasqui.domain.failure.FailureException;

import java.util.List;

/**
 * A user's message, parted into the commands in front and the text after them.
 *
 * <p>A name that nobody knows is ordinary text, since people paste paths. Two slashes before a
 * letter stand for one, which is how a text may begin with the name of a command.
 *
 * @param commands what stands in front, in order
 * @param text what the model shall see
 */
public record CommandLine(List<Command> commands, String text) {

    public CommandLine {
        commands = List.copyOf(commands);
    }

    /**
     * Parts a message. Takes time in proportion to the length of the commands.
     *
     * @throws FailureException with {@code Invalid} if a known command is badly written; it says
     *     what is wrong and what the command takes
     */
    public static CommandLine parse(String message, KnownCommands known) {
        if (!message.startsWith("/")) {
            return new CommandLine(List.of(), message);
        }
        return CommandParser.line(message, known);
    }

    /**
     * The text of an earlier message, without its commands. What is badly written stays as it is:
     * it was refused when it was new, or another server took it.
     */
    public static String strip(String message, KnownCommands known) {
        try {
            return parse(message, known).text();
        } catch (FailureException badlyWritten) {
            return message;
        }
    }
}
