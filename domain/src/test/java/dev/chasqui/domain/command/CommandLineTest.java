package dev.chasqui.domain.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.command.Command.Given;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

class CommandLineTest {

    @Test
    void aRunOfCommandsIsPartedFromTheText() {
        CommandLine line = parse("/rag(collection=handbook k=5) /parallel(3) What changed?");

        assertThat(line.commands())
                .containsExactly(
                        new Command(
                                "rag",
                                List.of(named("collection", "handbook"), named("k", "5")),
                                List.of()),
                        new Command("parallel", List.of(positional("3")), List.of()));
        assertThat(line.text()).isEqualTo("What changed?");
    }

    @Test
    void aCommandMayStandAlone() {
        assertThat(parse("/help")).isEqualTo(new CommandLine(List.of(Command.of("help")), ""));
        assertThat(parse("/help\n\n  ").text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/bin/x is missing",
                "/etc/hosts is wrong",
                "/ragtime music",
                "/rag/notes.txt is a path",
                "/rag, please",
                "/rag|sort",
                "/unknown(k=",
                " /rag begins with white space",
                "/",
                "// a comment",
                "/// a doc comment",
                "What does /rag do?",
                ""
            })
    void whatIsNoCommandIsText(String text) {
        assertThat(parse(text)).isEqualTo(new CommandLine(List.of(), text));
    }

    @ParameterizedTest
    @CsvSource({
        "//rag is a command, /rag is a command",
        "//usr/bin/x, /usr/bin/x",
        "///rag, //rag",
        "/help //rag, /rag"
    })
    void twoSlashesStandForOne(String message, String text) {
        assertThat(parse(message).text()).isEqualTo(text);
    }

    @Test
    void anUnknownNameEndsTheRun() {
        CommandLine line = parse("/rag /usr/bin/x /help");

        assertThat(line.commands()).containsExactly(Command.of("rag"));
        assertThat(line.text()).isEqualTo("/usr/bin/x /help");
    }

    @Test
    void argumentsMayBeSpacedSeparatedAndQuotedAsPeopleDo() {
        assertThat(arguments("/rag( a , b c,d )"))
                .containsExactly(
                        positional("a"), positional("b"), positional("c"), positional("d"));
        assertThat(arguments("/rag(q=\"a, (b) \\\"c\\\" \\\\ \\n\")"))
                .containsExactly(named("q", "a, (b) \"c\" \\ \\n"));
        assertThat(arguments("/rag(\"\" a=b=c =x 5=y \"k=5\")"))
                .containsExactly(
                        positional(""),
                        named("a", "b=c"),
                        positional("=x"),
                        positional("5=y"),
                        positional("k=5"));
        assertThat(arguments("/rag()")).isEmpty();
    }

    @Test
    void bracketsHoldRunsOfCommands() {
        Command command = parse("/parallel(2)[/rag(a) /help | /rag(b)|] hi").commands().getFirst();

        assertThat(command.branches())
                .containsExactly(
                        List.of(
                                new Command("rag", List.of(positional("a")), List.of()),
                                Command.of("help")),
                        List.of(new Command("rag", List.of(positional("b")), List.of())),
                        List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "/rag(k=5 ~ the '(' is never closed",
                "/rag( ~ the '(' is never closed",
                "/rag(q=\"a) ~ a quote is never closed",
                "/rag(k= 5) ~ k: nothing follows '='",
                "/rag(k=) ~ k: nothing follows '='",
                "/rag(a,,b) ~ ',' where a value should be",
                "/rag(a,) ~ nothing follows the last ','",
                "/rag(a(b)) ~ '(' in a value",
                "/rag(a)b ~ 'b' follows (expected: a space, then your text)",
                "/rag[/rag ~ the '[' is never closed",
                "/rag[/foo] ~ there is no such command in its brackets: /foo",
                "/rag[text] ~ 't' in the brackets"
            })
    void aKnownCommandBadlyWrittenIsRefusedWithWhatItTakes(String message, String reason) {
        assertThatThrownBy(() -> parse(message))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Invalid.class))
                .hasMessageStartingWith("/rag: ")
                .hasMessageContaining(reason)
                .hasMessageEndingWith("; /rag takes k (a whole number)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "/rag(k=5 Why? ~ /rag▸(k=5 Why?",
                "/rag(k=5 q=\"a) Why? ~ /rag(k=5 q=▸\"a) Why?",
                "/rag(a,,b) ~ /rag(a,▸,b)",
                "/rag(a,) ~ /rag(a,▸)",
                "/rag(k=) ~ /rag(k=▸)",
                "/rag /rag(a)b ~ /rag /rag(a)▸b",
                "/rag[/help | /foo] ~ /rag[/help | ▸/foo]",
                "/rag[/help text] ~ /rag[/help ▸text]",
                "/rag[/help ~ /rag▸[/help",
                "/rag[ ] ~ /rag▸[ ]"
            })
    void aMistakeShowsItsPlace(String text, String marked) {
        assertThatThrownBy(() -> parse(text))
                .hasMessageContaining(
                        ", at column "
                                + (marked.indexOf('▸') + 1)
                                + ", marked ▸ in '"
                                + marked
                                + "'; ");
    }

    @Test
    void aPlaceIsShownOnAShortLineWithoutControlCharacters() {
        String before = "😀".repeat(100);

        assertThatThrownBy(() -> parse("/rag(\"" + before + "\" ,,\u0007\n\u202e" + before))
                .hasMessageContaining(
                        "at column 110, marked ▸ in '…"
                                + "😀".repeat(10)
                                + "\" ,▸,\uFFFD \uFFFD"
                                + "😀".repeat(10)
                                + "…'");
    }

    @Test
    void listsBesideAMessageNeedNoSlashesAndAreToldByNumber() {
        assertThat(lists(" rag(a, b) ,, /help", "", "parallel[/rag | ], rag"))
                .containsExactly(
                        new Command("rag", List.of(positional("a"), positional("b")), List.of()),
                        Command.of("help"),
                        new Command(
                                "parallel",
                                List.of(),
                                List.of(List.of(Command.of("rag")), List.of())),
                        Command.of("rag"));
        assertThatThrownBy(() -> lists("rag, help", " help, rag(k=5"))
                .hasMessageContaining(
                        "at column 11 of entry 4 of agents, marked ▸ in ' help, rag▸(");
        assertThatThrownBy(() -> lists("rag", "rug(a)"))
                .hasMessage(
                        "'rug' is not a command (expected: a name such as rag, or rag(k=5)), at"
                                + " column 1 of entry 2 of agents, marked ▸ in '▸rug(a)'");
        assertThatThrownBy(() -> lists("rag help"))
                .hasMessageStartingWith("/rag: 'h' follows the command (expected: ',' or nothing)");
    }

    @Test
    void bracketsHoldAtMost16Pipelines() {
        assertThat(parse("/rag[" + "|".repeat(15) + "]").commands().getFirst().branches())
                .hasSize(16);
        assertThatThrownBy(() -> parse("/rag[" + "|".repeat(16) + "]"))
                .hasMessageContaining("too many pipelines in its brackets (expected: at most 16)");
    }

    @Test
    void commandsInBracketsCount() {
        assertThat(parse("/rag[/help /rag[/help|] | /rag] Hi").commands().getFirst().count())
                .isEqualTo(5);
    }

    @Test
    void bracketsDoNotNestWithoutEnd() {
        assertThatThrownBy(() -> parse("/rag[".repeat(100_000)))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("at most 16");
    }

    @Test
    void earlierMessagesLoseTheirCommandsAndKeepWhatIsBadlyWritten() {
        assertThat(CommandLine.strip("/rag(k=5) What changed?", Known.COMMANDS))
                .isEqualTo("What changed?");
        assertThat(CommandLine.strip("/rag(k=5 What?", Known.COMMANDS)).isEqualTo("/rag(k=5 What?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rag(k=5)", "/rag(k=5)", " rag(k=5) "})
    void aCommandThatStandsAloneNeedsNoSlash(String text) {
        assertThat(Command.parse(text, Known.COMMANDS))
                .isEqualTo(new Command("rag", List.of(named("k", "5")), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rag k=5", "rag(k=5) help", "foo", "//rag", "a b"})
    void whatIsNotOneKnownCommandIsRefused(String text) {
        assertThatThrownBy(() -> Command.parse(text, Known.COMMANDS))
                .isInstanceOf(FailureException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "rag(k=) ~ llama3+rag(k=▸)+help",
                "foo ~ llama3+▸foo+help",
                "/rag(a ~ llama3+/rag▸(a+help"
            })
    void aMistakeBehindAModelShowsItsPlaceInTheName(String first, String marked) {
        String name = "llama3+" + first + "+help";

        assertThatThrownBy(
                        () -> CommandsOfModel.parse(name, List.of(first, "help"), Known.COMMANDS))
                .hasMessageContaining(
                        ", at column "
                                + (marked.indexOf('▸') + 1)
                                + " of the model's name, marked ▸ in '"
                                + marked
                                + "'");
    }

    @Test
    void ofTwoEqualCommandsBehindAModelEachHasItsPlace() {
        List<Command> commands =
                CommandsOfModel.parse("rag+rag+rag", List.of("rag", "rag"), Known.COMMANDS);

        assertThat(commands)
                .extracting(command -> command.place().inMessage())
                .containsExactly(
                        ", at column 5 of the model's name, marked ▸ in 'rag+▸rag+rag'",
                        ", at column 9 of the model's name, marked ▸ in 'rag+rag+▸rag'");
    }

    private static CommandLine parse(String message) {
        return CommandLine.parse(message, Known.COMMANDS);
    }

    private static List<Command> lists(String... texts) {
        return Command.parseLists(List.of(texts), Known.COMMANDS);
    }

    private static List<Given> arguments(String message) {
        return parse(message).commands().getFirst().arguments();
    }

    private static Given named(String name, String value) {
        return new Given(Optional.of(name), value);
    }

    private static Given positional(String value) {
        return new Given(Optional.empty(), value);
    }
}
