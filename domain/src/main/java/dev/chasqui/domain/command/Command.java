package dev.chasqui.domain.command;

import java.util.ArrayList;
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
 * @param place the place of the command in its text
 * @param brackets the place of its brackets, if it has any
 */
public record Command(
        String name,
        List<Given> arguments,
        List<List<Command>> branches,
        Place place,
        Place brackets) {

    /**
     * One argument as it was given.
     *
     * @param name the name of the argument; empty if it was given by position
     * @param value the value, without quotes
     * @param place the place of the argument in the command's text
     */
    public record Given(Optional<String> name, String value, Place place) {

        /** Makes an argument that nobody wrote. */
        public Given(Optional<String> name, String value) {
            this(name, value, Place.NOWHERE);
        }

        @Override
        public String toString() {
            return name.map(known -> known + "=").orElse("") + Spelling.of(value);
        }
    }

    public Command {
        arguments = List.copyOf(arguments);
        branches = branches.isEmpty() ? List.of() : branches.stream().map(List::copyOf).toList();
    }

    /** Makes a command that nobody wrote. */
    public Command(String name, List<Given> arguments, List<List<Command>> branches) {
        this(name, arguments, branches, Place.NOWHERE, Place.NOWHERE);
    }

    /** Makes a command without arguments. */
    public static Command of(String name) {
        return new Command(name, List.of(), List.of());
    }

    /**
     * Parses one command that stands alone: {@code rag} or {@code /rag(k=5)}.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if the text is
     *     anything else
     */
    public static Command parse(String text, KnownCommands known) {
        return CommandParser.single(text, known);
    }

    /**
     * Parses the commands that are asked for beside a message, in a header or in the body. Each
     * text is a list of commands with commas between them, such as {@code rag(k=5), /help}; nothing
     * between two commas is no command.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if a text is
     *     anything else; its message names the number of the command among all of them
     */
    public static List<Command> parseLists(List<String> texts, KnownCommands known) {
        List<Command> commands = new ArrayList<>();
        texts.forEach(text -> commands.addAll(CommandParser.list(text, commands.size(), known)));
        return commands;
    }

    /** Returns the number of commands in this one: itself and those in its brackets. */
    public int count() {
        return branches.isEmpty()
                ? 1
                : 1 + branches.stream().flatMap(List::stream).mapToInt(Command::count).sum();
    }

    @Override
    public String toString() {
        return "/" + name + inParentheses() + inBrackets();
    }

    private String inParentheses() {
        return arguments.isEmpty()
                ? ""
                : arguments.stream()
                        .map(Given::toString)
                        .collect(Collectors.joining(" ", "(", ")"));
    }

    private String inBrackets() {
        return branches.isEmpty()
                ? ""
                : branches.stream()
                        .map(Command::spelled)
                        .collect(Collectors.joining(" | ", "[", "]"));
    }

    /** Returns a spelling of a run of commands. */
    public static String spelled(List<Command> run) {
        return run.stream().map(Command::toString).collect(Collectors.joining(" "));
    }
}
