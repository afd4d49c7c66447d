package dev.chasqui.domain.command;

import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.command.Command.Given;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A parser of commands. It reads from left to right and visits no character twice, so that the time
 * is proportional to the length of the text. Used by one thread.
 */
final class CommandParser {
    /** The deepest nesting of brackets; deeper nesting is a mistake or an attack on the stack. */
    private static final int MAX_DEPTH = 16;

    private final String text;
    private final KnownCommands known;
    private int at;
    private int depth;

    private CommandParser(String text, KnownCommands known) {
        this.text = text;
        this.known = known;
    }

    static CommandLine line(String text, KnownCommands known) {
        CommandParser parser = new CommandParser(text, known);
        List<Command> commands = new ArrayList<>();
        while (parser.atKnownCommand()) {
            commands.add(parser.command());
            if (!parser.atEnd() && !Spelling.isSpace(parser.peek())) {
                throw parser.wrong(
                        commands.getLast().name(),
                        "'" + parser.peek() + "' follows (expected: a space, then your text)");
            }
            parser.skipSpace();
        }
        return new CommandLine(commands, unescaped(text.substring(parser.at)));
    }

    static Command single(String text, KnownCommands known) {
        CommandParser parser = new CommandParser(text.startsWith("/") ? text : "/" + text, known);
        if (!parser.atKnownCommand()) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(),
                            "'"
                                    + Quoting.shorten(text)
                                    + "' is not a command (expected: a name such as rag, or"
                                    + " rag(k=5))"));
        }
        Command command = parser.command();
        if (!parser.atEnd()) {
            throw parser.wrong(command.name(), "'" + parser.peek() + "' follows the command");
        }
        return command;
    }

    /** Removes one of several slashes before a letter: it said that no command follows. */
    private static String unescaped(String text) {
        int slashes = 0;
        while (slashes < text.length() && text.charAt(slashes) == '/') {
            slashes++;
        }
        boolean escaped =
                slashes > 1 && slashes < text.length() && Spelling.isLetter(text.charAt(slashes));
        return escaped ? text.substring(1) : text;
    }

    private boolean atKnownCommand() {
        return nameIfCommand().filter(known::contains).isPresent();
    }

    /** Returns the name of the possible command at this place, without moving on. */
    private Optional<String> nameIfCommand() {
        if (atEnd() || peek() != '/') {
            return Optional.empty();
        }
        int end = Spelling.endOfName(text, at + 1);
        boolean named = end > at + 1 && (end == text.length() || mayFollowName(text.charAt(end)));
        return named ? Optional.of(text.substring(at + 1, end)) : Optional.empty();
    }

    private boolean mayFollowName(char c) {
        boolean endsBranch = depth > 0 && (c == ']' || c == '|');
        return c == '(' || c == '[' || endsBranch || Spelling.isSpace(c);
    }

    /** Reads the command at this place, whose name was checked before. */
    private Command command() {
        String name = nameIfCommand().orElseThrow();
        at += 1 + name.length();
        List<Given> arguments = skip('(') ? arguments(name) : List.of();
        List<List<Command>> branches = skip('[') ? branches(name) : List.of();
        return new Command(name, arguments, branches);
    }

    private List<Given> arguments(String command) {
        List<Given> arguments = new ArrayList<>();
        skipSpace();
        while (!skip(')')) {
            arguments.add(argument(command));
            separator(command);
        }
        return arguments;
    }

    /** Reads white space, or one comma with or without white space around it. */
    private void separator(String command) {
        boolean spaced = skipSpace();
        if (skip(',')) {
            skipSpace();
            if (!atEnd() && peek() == ')') {
                throw wrong(command, "nothing follows the last ','");
            }
        } else if (!spaced && !atEnd() && peek() != ')') {
            throw wrong(command, "'" + peek() + "' in a value (expected: quotes around the value)");
        }
    }

    private Given argument(String command) {
        int end = Spelling.endOfName(text, at);
        if (end == at || end == text.length() || text.charAt(end) != '=') {
            return new Given(Optional.empty(), value(command));
        }
        String name = text.substring(at, end);
        at = end + 1;
        if (!atEnd() && (Spelling.isSpace(peek()) || peek() == ',' || peek() == ')')) {
            throw wrong(
                    command, name + ": nothing follows '=' (expected: a value, without a space)");
        }
        return new Given(Optional.of(name), value(command));
    }

    private String value(String command) {
        if (skip('"')) {
            return quoted(command);
        }
        int from = at;
        while (!atEnd() && !Spelling.endsValue(peek())) {
            at++;
        }
        if (at > from) {
            return text.substring(from, at);
        }
        throw atEnd()
                ? wrong(command, "the '(' is never closed")
                : wrong(command, "'" + peek() + "' where a value should be");
    }

    /**
     * Reads the rest of a quoted value. A backslash escapes a quote or a backslash; before any
     * other character it stands for itself.
     */
    private String quoted(String command) {
        StringBuilder value = new StringBuilder();
        while (!atEnd()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            boolean escapes = c == '\\' && !atEnd() && (peek() == '"' || peek() == '\\');
            value.append(escapes ? text.charAt(at++) : c);
        }
        throw wrong(command, "a quote is never closed");
    }

    private List<List<Command>> branches(String command) {
        if (++depth > MAX_DEPTH) {
            throw wrong(
                    command, "too many brackets in brackets (expected: at most " + MAX_DEPTH + ")");
        }
        List<List<Command>> branches = new ArrayList<>();
        do {
            branches.add(branch(command));
        } while (skip('|'));
        if (!skip(']')) {
            throw atEnd()
                    ? wrong(command, "the '[' is never closed")
                    : wrong(command, "'" + peek() + "' in the brackets (expected: '|' or ']')");
        }
        depth--;
        return branches;
    }

    private List<Command> branch(String command) {
        List<Command> run = new ArrayList<>();
        skipSpace();
        while (!atEnd() && peek() == '/') {
            if (!atKnownCommand()) {
                throw wrong(command, "there is no such command in its brackets: " + rest());
            }
            run.add(command());
            if (!skipSpace()) {
                break;
            }
        }
        return run;
    }

    private String rest() {
        return Quoting.shorten(text.substring(at, Spelling.endOfName(text, at + 1)));
    }

    private boolean atEnd() {
        return at == text.length();
    }

    private char peek() {
        return text.charAt(at);
    }

    private boolean skip(char c) {
        boolean there = !atEnd() && peek() == c;
        at += there ? 1 : 0;
        return there;
    }

    private boolean skipSpace() {
        int from = at;
        while (!atEnd() && Spelling.isSpace(peek())) {
            at++;
        }
        return at > from;
    }

    private FailureException wrong(String command, String what) {
        return new FailureException(
                new Failure.Invalid(
                        Optional.empty(),
                        "/" + command + ": " + what + "; " + known.usage(command)));
    }
}
