package dev.chasqui.domain.command;

import dev.chasqui.domain.binding.Quoting;
import dev.chasqui.domain.command.Command.Given;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A parser of commands. It reads from left to right and visits no character twice, so that the time
 * is proportional to the length of the text. Used by one thread.
 */
final class CommandParser {
    /** The deepest nesting of brackets; deeper nesting is a mistake or an attack on the stack. */
    private static final int MAX_DEPTH = 16;

    /** The most pipelines in one pair of brackets. */
    private static final int MOST_PIPELINES = 16;

    /** The most arguments of one command. */
    private static final int MOST_ARGUMENTS = 1_000;

    private final CharSequence text;
    private final KnownCommands known;

    /** The text that messages show: the parsed one, or a longer one that contains it. */
    private final CharSequence shown;

    /** The index of the parsed text in the one that messages show. */
    private final int offset;

    /** The thing whose columns messages count; empty for a message of a user. */
    private String within = "";

    private int at;
    private int depth;

    private CommandParser(CharSequence text, KnownCommands known) {
        this(text, text, 0, known);
    }

    private CommandParser(CharSequence text, CharSequence shown, int offset, KnownCommands known) {
        this.text = text;
        this.shown = shown;
        this.offset = offset;
        this.known = known;
    }

    /** Parses a message: commands, then text. */
    static CommandLine line(CharSequence text, KnownCommands known) {
        CommandParser parser = new CommandParser(text, known);
        List<Command> commands = new ArrayList<>();
        while (parser.atKnownCommand()) {
            commands.add(parser.command());
            if (!parser.atEnd() && !Spelling.isSpace(parser.peek())) {
                throw parser.wrong(
                        commands.getLast().name(),
                        parser.quoted() + " follows (expected: a space, then your text)");
            }
            parser.skipSpace();
        }
        return new CommandLine(commands, unescaped(parser.text(parser.at, text.length())));
    }

    /**
     * Parses a list of commands with commas between them, the slashes of which may be left out.
     *
     * @param before the number of commands in the lists before this one
     */
    static List<Command> list(CharSequence text, int before, KnownCommands known) {
        return new CommandParser(text, known)
                .list(number -> "entry " + (before + number) + " of agents");
    }

    /**
     * Parses a list of commands behind a model's name.
     *
     * @param name the whole name, which messages show
     * @param at the index of the text in it
     */
    static List<Command> behindModel(String text, String name, int at, KnownCommands known) {
        return new CommandParser(text, name, at, known).list(_ -> "the model's name");
    }

    /**
     * Parses the whole text as a list.
     *
     * @param places returns the thing whose columns are counted, for the number of a command
     */
    private List<Command> list(IntFunction<String> places) {
        List<Command> commands = new ArrayList<>();
        do {
            skipSpace();
            within = places.apply(commands.size() + 1);
            if (!atEnd() && peek() != ',') {
                commands.add(listed());
            }
        } while (skip(','));
        if (!atEnd()) {
            throw wrong(
                    commands.getLast().name(),
                    quoted() + " follows the command (expected: ',' or nothing)");
        }
        return commands;
    }

    /** Parses a text that is one command, the slash of which may be left out. */
    static Command single(CharSequence text, KnownCommands known) {
        CommandParser parser = new CommandParser(text, known);
        parser.skipSpace();
        Command command = parser.listed();
        if (!parser.atEnd()) {
            throw parser.wrong(command.name(), parser.quoted() + " follows the command");
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

    /** Reads a command of a list and the space after it. */
    private Command listed() {
        boolean slash = !atEnd() && peek() == '/';
        int from = slash ? at + 1 : at;
        int end = Spelling.endOfName(text, from);
        boolean ends = end == text.length() || text.charAt(end) == ',' || mayFollowName(end);
        if (end == from || !ends || !known.contains(text(from, end))) {
            throw new FailureException(
                    new Failure.Invalid(
                            Optional.empty(),
                            "'"
                                    + Quoting.shorten(text(at, endOfWord()))
                                    + "' is not a command (expected: a name such as rag, or"
                                    + " rag(k=5))"
                                    + here(at).inMessage()));
        }
        Command command = command(from, end);
        skipSpace();
        return command;
    }

    private int endOfWord() {
        int end = at;
        while (end < text.length() && !Spelling.endsValue(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private boolean atKnownCommand() {
        if (atEnd() || peek() != '/') {
            return false;
        }
        int end = Spelling.endOfName(text, at + 1);
        boolean named = end > at + 1 && (end == text.length() || mayFollowName(end));
        return named && known.contains(text(at + 1, end));
    }

    private boolean mayFollowName(int end) {
        char c = text.charAt(end);
        boolean endsBranch = depth > 0 && (c == ']' || c == '|');
        return c == '(' || c == '[' || endsBranch || Spelling.isSpace(c);
    }

    /** Reads the command at this place, which was checked before. */
    private Command command() {
        return command(at + 1, Spelling.endOfName(text, at + 1));
    }

    private Command command(int from, int end) {
        String name = text(from, end);
        Place place = here(at);
        at = end;
        List<Given> arguments = skip('(') ? arguments(name) : List.of();
        Place brackets = here(at);
        List<List<Command>> branches = skip('[') ? branches(name, brackets) : List.of();
        return new Command(name, arguments, branches, place, brackets);
    }

    private List<Given> arguments(String command) {
        Place parenthesis = here(at - 1);
        List<Given> arguments = new ArrayList<>();
        skipSpace();
        while (!skip(')')) {
            if (atEnd()) {
                throw wrong(command, "the '(' is never closed", parenthesis);
            }
            if (arguments.size() == MOST_ARGUMENTS) {
                throw wrong(
                        command, "too many arguments (expected: at most " + MOST_ARGUMENTS + ")");
            }
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
            throw wrong(command, quoted() + " in a value (expected: quotes around the value)");
        }
    }

    private Given argument(String command) {
        Place place = here(at);
        int end = Spelling.endOfName(text, at);
        if (end == at || end == text.length() || text.charAt(end) != '=') {
            return new Given(Optional.empty(), value(command), place);
        }
        String name = text(at, end);
        at = end + 1;
        if (atEnd() || Spelling.isSpace(peek()) || peek() == ',' || peek() == ')') {
            throw wrong(
                    command, name + ": nothing follows '=' (expected: a value, without a space)");
        }
        return new Given(Optional.of(name), value(command), place);
    }

    private String value(String command) {
        if (skip('"')) {
            return quotedValue(command);
        }
        int from = at;
        while (!atEnd() && !Spelling.endsValue(peek())) {
            at++;
        }
        if (at == from) {
            throw wrong(command, quoted() + " where a value should be");
        }
        return text(from, at);
    }

    /**
     * Reads the rest of a quoted value. A backslash escapes a quote or a backslash; before any
     * other character it stands for itself.
     */
    private String quotedValue(String command) {
        Place quote = here(at - 1);
        StringBuilder value = new StringBuilder();
        while (!atEnd()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            boolean escapes = c == '\\' && !atEnd() && (peek() == '"' || peek() == '\\');
            value.append(escapes ? text.charAt(at++) : c);
        }
        throw wrong(command, "a quote is never closed", quote);
    }

    private List<List<Command>> branches(String command, Place bracket) {
        if (++depth > MAX_DEPTH) {
            throw wrong(
                    command, "too many brackets in brackets (expected: at most " + MAX_DEPTH + ")");
        }
        List<List<Command>> branches = new ArrayList<>();
        do {
            if (branches.size() == MOST_PIPELINES) {
                throw wrong(
                        command,
                        "too many pipelines in its brackets (expected: at most "
                                + MOST_PIPELINES
                                + ")");
            }
            branches.add(branch(command));
        } while (skip('|'));
        if (atEnd()) {
            throw wrong(command, "the '[' is never closed", bracket);
        }
        if (!skip(']')) {
            throw wrong(command, quoted() + " in the brackets (expected: '|' or ']')");
        }
        if (branches.equals(List.of(List.of()))) {
            throw wrong(
                    command,
                    "nothing is in its brackets (expected: pipelines with '|' between them, of"
                            + " which some may be empty)",
                    bracket);
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
        return Quoting.shorten(text(at, Spelling.endOfName(text, at + 1)));
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

    private String text(int from, int to) {
        return text.subSequence(from, to).toString();
    }

    /** Returns the character at this place in quotes, for a message. */
    private String quoted() {
        return "'" + Quoting.oneLine(Character.toString(Character.codePointAt(text, at))) + "'";
    }

    private Place here(int index) {
        return Place.of(shown, offset + index, within);
    }

    private FailureException wrong(String command, String what) {
        return wrong(command, what, here(at));
    }

    private FailureException wrong(String command, String what, Place place) {
        String usage = known.usage(command);
        return new FailureException(
                new Failure.Invalid(
                        Optional.empty(),
                        "/"
                                + command
                                + ": "
                                + what
                                + place.inMessage()
                                + (usage.isEmpty() ? "" : "; " + usage)));
    }
}
