package dev.chasqui.domain.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A command as a user wrote it, such as {@code /rag(collection=handbook k=5)}.
 *
 * <p>{@code toString()} is a spelling that parses to an equal command.
 *
 * @param name the name without the slash
 * @param arguments the arguments in the parentheses, in order
 * @param branches the runs of commands in the brackets; empty if there are no brackets
 */
public record Command(String name, List<Given> arguments, List<List<Command>> branches) {

    /**
     * One argument as it was given.
     *
     * @param name the name of the argument; empty if it was given by position
     * @param value the value, without quotes
     */
    public record Given(Optional<String> name, String value) {

        @Override
        public String toString() {
            return name.map(known -> known + "=").orElse("") + Spelling.of(value);
        }
    }

    public Command {
        arguments = List.copyOf(arguments);
        branches = branches.stream().map(List::copyOf).toList();
    }

    /** Makes a command without arguments. */
    public static Command of(String name) {
        return new Command(name, List.of(), List.of());
    }

    /**
     * Parses one command that stands alone, as in a header: {@code rag} or {@code /rag(k=5)}.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the text is
     *     anything else
     */
    public static Command parse(String text, KnownCommands known) {
        return CommandParser.single(text.strip(), known);
    }

    @Override
    public String toString() {
        String inParentheses =
                arguments.stream().map(Given::toString).collect(Collectors.joining(" "));
        String inBrackets =
                branches.stream()
                        .map(run -> run.stream().map(Command::toString))
                        .map(run -> run.collect(Collectors.joining(" ")))
                        .collect(Collectors.joining(" | "));
        return "/"
                + name
                + (arguments.isEmpty() ? "" : "(" + inParentheses + ")")
                + (branches.isEmpty() ? "" : "[" + inBrackets + "]");
    }
}
