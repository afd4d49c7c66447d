package dev.chasqui.domain.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.command.Command.Given;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Properties that hold for every text, tried on many; a failure names the seed that repeats it. */
class CommandLinePropertyTest {
    private static final int ROUNDS = 20_000;
    private static final List<String> NAMES = List.copyOf(Known.COMMANDS.names());
    private static final List<String> SCRAPS =
            List.of(
                    "/",
                    "//",
                    "rag",
                    "/rag",
                    "/help",
                    "(",
                    ")",
                    "[",
                    "]",
                    "|",
                    ",",
                    "=",
                    "\"",
                    "\\",
                    " ",
                    "\n",
                    "\t",
                    "\u00a0",
                    "k=5",
                    "x",
                    "/usr/bin",
                    "é",
                    "😀",
                    "\ud800",
                    "/rag(k=5)",
                    "/parallel[/rag | /help]",
                    "\"a b\"");

    @Test
    void aPrintedCommandLineParsesToItself() {
        forSeeds(
                random -> {
                    List<Command> run = run(random, 2);
                    String text = random.nextBoolean() ? "" : "What changed?";
                    String printed = printed(new CommandLine(run, text));

                    assertThat(CommandLine.parse(printed, Known.COMMANDS))
                            .as(printed)
                            .isEqualTo(new CommandLine(run, text));
                });
    }

    @Test
    void noTextIsLost() {
        forSeeds(
                random -> {
                    String message = garbage(random);
                    try {
                        CommandLine line = CommandLine.parse(message, Known.COMMANDS);
                        assertThat(essence(printed(line))).as(message).isEqualTo(essence(message));
                    } catch (FailureException refused) {
                        assertThat(refused.failure()).isInstanceOf(Failure.Invalid.class);
                        assertThat(CommandLine.strip(message, Known.COMMANDS)).isEqualTo(message);
                    }
                });
    }

    @Test
    void commandsBesideAMessageAreReadOrRefused() {
        forSeeds(
                random -> {
                    List<Command> run = run(random, 2);
                    String list =
                            run.stream().map(Command::toString).collect(Collectors.joining(", "));
                    assertThat(Command.parseLists(List.of(list), Known.COMMANDS)).isEqualTo(run);

                    String message = garbage(random);
                    try {
                        assertThat(Command.parseLists(List.of(message), Known.COMMANDS))
                                .isNotNull();
                    } catch (FailureException refused) {
                        assertThat(refused.failure()).isInstanceOf(Failure.Invalid.class);
                        assertThat(refused.getMessage()).doesNotContainPattern("\\p{Cc}");
                    }
                });
    }

    @Test
    void aTextIsReadInStepsProportionalToItsLength() {
        for (String scrap : SCRAPS) {
            for (String front :
                    List.of("", "/rag(", "/rag(\"", "/rag[", "/rag[/rag|", "/rag ", "rag,")) {
                CountedText text = new CountedText(front + scrap.repeat(10_000));
                attempt(() -> CommandParser.line(text, Known.COMMANDS));
                attempt(() -> CommandParser.list(text, 0, Known.COMMANDS));
                assertThat(text.steps())
                        .as(front + scrap + scrap + "…")
                        .isLessThan(12L * text.length() + 1_000);
            }
        }
    }

    private static void attempt(Runnable parsing) {
        try {
            parsing.run();
        } catch (FailureException refused) {
            assertThat(refused.failure()).isInstanceOf(Failure.Invalid.class);
        }
    }

    /** A text that counts the characters that are read or copied. */
    private static final class CountedText implements CharSequence {
        private final String text;
        private long steps;

        CountedText(String text) {
            this.text = text;
        }

        long steps() {
            return steps;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            steps++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            steps += end - start;
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            steps += text.length();
            return text;
        }
    }

    private interface Property {
        void holdsFor(SplittableRandom random);
    }

    private static void forSeeds(Property property) {
        long first = System.nanoTime();
        for (long seed = first; seed < first + ROUNDS; seed++) {
            try {
                property.holdsFor(new SplittableRandom(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("fails for seed " + seed, e);
            }
        }
    }

    private static String printed(CommandLine line) {
        StringBuilder text = new StringBuilder();
        line.commands().forEach(command -> text.append(command).append(' '));
        return text + line.text();
    }

    /**
     * Removes from a text all that may be written in several ways: space, quotes, commas, escapes.
     */
    private static String essence(String text) {
        return text.codePoints()
                .filter(c -> !Spelling.isSpace(c) && "\",\\/()[]|".indexOf(c) < 0)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String garbage(SplittableRandom random) {
        StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "" : "/rag");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(SCRAPS.get(random.nextInt(SCRAPS.size())));
        }
        return text.toString();
    }

    private static List<Command> run(SplittableRandom random, int depth) {
        return several(random, i -> command(random, depth));
    }

    private static Command command(SplittableRandom random, int depth) {
        List<Given> arguments =
                several(
                        random,
                        i ->
                                new Given(
                                        random.nextBoolean()
                                                ? Optional.of("k" + i)
                                                : Optional.empty(),
                                        value(random)));
        List<List<Command>> branches =
                depth == 0 ? List.of() : several(random, i -> run(random, depth - 1));
        if (branches.equals(List.of(List.of()))) {
            branches = List.of();
        }
        return new Command(NAMES.get(random.nextInt(NAMES.size())), arguments, branches);
    }

    private static String value(SplittableRandom random) {
        return String.join("", several(random, i -> SCRAPS.get(random.nextInt(SCRAPS.size()))));
    }

    private static <T> List<T> several(SplittableRandom random, IntFunction<T> make) {
        return IntStream.range(0, random.nextInt(4)).mapToObj(make).toList();
    }
}
