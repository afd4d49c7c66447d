package dev.chasqui.domain.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.Argument;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

class CommandRightsTest {
    enum Join {
        ALL,
        BEST_OF
    }

    record Arguments(
            Optional<String> collection,
            @Argument(fallback = "5") int k,
            List<String> models,
            Optional<Duration> within,
            Optional<Join> join,
            @Argument(fallback = "0.5") double share) {}

    private static final AgentType<Arguments> RAG =
            new AgentType<>("rag", "Looks up", Arguments.class, _ -> new Agent() {});

    private static final KnownCommands KNOWN =
            new KnownCommands() {
                @Override
                public boolean contains(String name) {
                    return name.equals("rag");
                }

                @Override
                public String usage(String name) {
                    return "";
                }
            };

    private static Optional<String> refusal(String command, String... rights) {
        return CommandRights.of(List.of(rights))
                .refusal(RAG, CommandBinder.bind(Command.parse(command, KNOWN), RAG));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "rag; rag(k=100)",
                "*; rag(k=100)",
                "rag(); rag(k=100)",
                "rag(k<=10); rag",
                "rag(k<=10); rag(k=10)",
                "rag(k<10); rag(k=9)",
                "rag(k>=2, k<=4); rag(k=3)",
                "rag(collection=handbook|notes k<=10); rag(notes 10)",
                "rag(collection=hand*); rag(handbook)",
                "rag(collection=\"a b\"|c); rag(\"a b\")",
                "rag(models=a|b); rag(models=a,b,a)",
                "rag(models?=a); rag",
                "rag(within<=2m); rag(within=90s)",
                "rag(join=best_of); rag(join=best_of)",
                "rag(share<=0.5); rag"
            })
    void aCommandWithinTheBoundsIsAllowed(String right, String command) {
        assertThat(refusal(command, right)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "rag(k<=10); rag(k=11); only as rag(k<=10): k is 11",
                "rag(k<=4); rag; only as rag(k<=4): k is 5",
                "rag(collection=handbook|notes); rag(secret);"
                        + " only as rag(collection=handbook|notes): collection is secret",
                "rag(collection=handbook); rag; only as rag(collection=handbook): collection is not"
                        + " given (expected: a value)",
                "rag(collection=Handbook); rag(handbook);"
                        + " only as rag(collection=Handbook): collection is handbook",
                "rag(collection=\"*\"); rag(x); only as rag(collection=\"*\"): collection is x",
                "rag(models=a); rag(models=a,b); only as rag(models=a): models is b",
                "rag(models=a); rag; only as rag(models=a): models is not given (expected: a"
                        + " value)",
                "rag(within<=2m); rag(within=121s); only as rag(within<=2m): within is 121000ms",
                "rag(kk<=3); rag; only as rag(kk<=3): the command has no kk",
                "rag(k<=ten); rag; only as rag(k<=ten): k is 5",
                "rag(collection<=b); rag(a); only as rag(collection<=b): collection is a"
            })
    void aCommandOutsideOfTheBoundsIsRefusedWithTheReason(
            String right, String command, String why) {
        assertThat(refusal(command, right)).contains(why);
    }

    @Test
    void anyOfSeveralRightsMayAllowACommand() {
        String[] rights = {"rag(collection=a k<=3)", "rag(collection=b k<=30)", "help"};

        assertThat(refusal("rag(a 3)", rights)).isEmpty();
        assertThat(refusal("rag(b 30)", rights)).isEmpty();
        assertThat(refusal("rag(a 30)", rights))
                .contains("only as rag(collection=a k<=3) or rag(collection=b k<=30): k is 30");
        assertThat(refusal("rag(a 30)", "rag(k<=3)", "rag")).isEmpty();
        assertThat(CommandRights.of(List.of(rights)).mayUse("guard")).isFalse();
        assertThat(CommandRights.of(List.of(rights)).bounded("help")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "rag(",
                "rag(k",
                "rag(k)",
                "rag(k=",
                "rag(k=)",
                "rag(k<=1|2)",
                "rag(k=1)x",
                "rag(=1)",
                "rag k",
                "/rag",
                "rag(k=\"1)",
                "**",
                "rag(k<>1)",
                "rag(k=1|)",
                "r\u0000g"
            })
    void aBadlyWrittenRightIsToldWithItsColumn(String right) {
        assertThatThrownBy(() -> CommandRight.parse(right))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s)column \\d+: .*");
    }

    @Test
    void theSpellingOfARightParsesToTheSameRight() {
        Random random = new Random(28);
        String letters = "ab*\"\\ |<>=(),?";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder value = new StringBuilder();
            random.ints(random.nextInt(5), 0, letters.length())
                    .forEach(at -> value.append(letters.charAt(at)));
            ArgumentBound bound =
                    new ArgumentBound(
                            "collection",
                            random.nextBoolean(),
                            ArgumentBound.Relation.EQUAL,
                            List.of(new ArgumentBound.Allowed(value.toString(), true)));
            CommandRight right = new CommandRight("rag", List.of(bound));

            assertThat(CommandRight.parse(right.toString())).isEqualTo(right);
            boolean own = right.refusal(RAG, arguments(value.toString())).isEmpty();
            assertThat(own).isTrue();
            assertThat(right.refusal(RAG, arguments(value + "x"))).isPresent();
        }
    }

    @Test
    void numbersAreWithinABoundExactlyIfTheyAreNotLarger() {
        Random random = new Random(28);
        for (int i = 0; i < 2_000; i++) {
            int k = random.nextInt(-50, 50);
            int most = random.nextInt(-50, 50);
            Optional<String> refusal = refusal("rag(k=" + k + ")", "rag(k<=" + most + ")");

            assertThat(refusal.isEmpty()).isEqualTo(k <= most);
        }
    }

    @Test
    void aRightThatCanNeverAllowAnythingIsKnown() {
        assertThat(CommandRight.parse("rag(kk<=3)").misfits(RAG)).containsExactly("/rag has no kk");
        assertThat(CommandRight.parse("rag(k<=ten)").misfits(RAG))
                .containsExactly("k: 'ten' is not a whole number");
        assertThat(CommandRight.parse("rag(collection<=b)").misfits(RAG))
                .containsExactly("collection is a text, which has no order");
        assertThat(CommandRight.parse("rag(k<=3 collection=a)").misfits(RAG)).isEmpty();
    }

    private record Brief(List<String> values, Map<String, String> named) {}

    private static final AgentType<Brief> BRIEF =
            new AgentType<>("rag", "Is a web service", Brief.class, _ -> new Agent() {});

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "rag(words<=10); rag(words=10); -",
                "rag(words<=10); rag(words=10.5); words is 10.5",
                "rag(words<=10); rag(words=NaN); words is NaN",
                "rag(words>=10); rag(words=many); words is many",
                "rag(words<=10); rag; words is not given (expected: a value)",
                "rag(words?<=10); rag; -",
                "rag(style=plain|s*); rag(style=short); -",
                "rag(style=plain|s*); rag(style=long); style is long",
                "rag(values=a); rag(b); values is b",
                "rag(named=short); rag(style=long); named has parts, on which there can be no bound"
            })
    void aBoundOnANamedValueOfAMapHolds(String right, String command, String why) {
        Brief arguments = CommandBinder.bind(Command.parse(command, KNOWN), BRIEF);

        assertThat(CommandRight.parse(right).refusal(BRIEF, arguments))
                .isEqualTo(Optional.ofNullable(why));
    }

    @Test
    void aBoundOnAMapItselfIsAMistake() {
        assertThat(CommandRight.parse("rag(named=short)").misfits(BRIEF))
                .containsExactly("named has parts, on which there can be no bound");
        assertThat(CommandRight.parse("rag(words<=few)").misfits(BRIEF))
                .containsExactly("words: 'few' is not a number");
        assertThat(CommandRight.parse("rag(words<=9 style=a)").misfits(BRIEF)).isEmpty();
    }

    private static Arguments arguments(String collection) {
        return new Arguments(
                Optional.of(collection), 5, List.of(), Optional.empty(), Optional.empty(), 0.5);
    }
}
