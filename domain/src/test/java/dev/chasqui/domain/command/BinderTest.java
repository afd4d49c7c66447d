package dev.chasqui.domain.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.Argument;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class BinderTest {

    private enum Order {
        FIRST,
        BY_LENGTH
    }

    private record Parallel(
            @Argument(help = "how many", fallback = "3") int n,
            List<String> models,
            @Argument(fallback = "10s") Duration within,
            @Argument(fallback = "first") Order order,
            Optional<Double> weight,
            @Argument(fallback = "false") boolean strict,
            @Argument(fallback = "9000000000") long limit) {
        private Parallel {
            if (n < 1) {
                throw new IllegalArgumentException("n: " + n + " (expected: at least 1)");
            }
        }
    }

    private static final AgentType<Parallel> PARALLEL =
            new AgentType<>("parallel", "asks several", Parallel.class, none -> new Agent() {});

    private record Pair(String one, @Argument(fallback = "x") String other) {}

    private static final AgentType<Pair> PAIR =
            new AgentType<>("pair", "", Pair.class, none -> new Agent() {});

    @Test
    void whatIsNotGivenHasItsDefault() {
        assertThat(bind("/parallel"))
                .isEqualTo(
                        new Parallel(
                                3,
                                List.of(),
                                Duration.ofSeconds(10),
                                Order.FIRST,
                                Optional.empty(),
                                false,
                                9_000_000_000L));
    }

    @Test
    void valuesAreTypedByPositionAndByName() {
        assertThat(
                        bind(
                                "/parallel(2 models=a models=b within=500ms order=by_length"
                                        + " weight=0.5 strict=true limit=7)"))
                .isEqualTo(
                        new Parallel(
                                2,
                                List.of("a", "b"),
                                Duration.ofMillis(500),
                                Order.BY_LENGTH,
                                Optional.of(0.5),
                                true,
                                7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "(models=a,b order=by_length) ~ 3 ~ a,b",
                "(models=a b) ~ 3 ~ a,b",
                "(models=1,2 n=4) ~ 4 ~ 1,2",
                "(models=a n=4 b) ~ 4 ~ a,b",
                "(within=5s 2 a b) ~ 2 ~ a,b"
            })
    void valuesWithoutANameGoOnWithTheListThatWasNamedBeforeThem(
            String arguments, int n, String models) {
        Parallel bound = bind("/parallel" + arguments);

        assertThat(bound.n()).isEqualTo(n);
        assertThat(bound.models()).containsExactly(models.split(","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "(x) ~ n: 'x' (expected: a whole number)",
                "(n=99999999999) ~ n: '99999999999' (expected: a whole number)",
                "(n=1 n=2) ~ n: given twice (expected: one value)",
                "(model=a) ~ model: no such argument (expected: n, models,",
                "(model=a) ~ did you mean models?",
                "(within=10) ~ within: '10' (expected: a duration such as 500ms, 10s or 2m)",
                "(order=last) ~ order: 'last' (expected: one of first, by_length)",
                "(weight=NaN) ~ weight: 'NaN' (expected: a number)",
                "(weight=1e999) ~ weight: '1e999' (expected: a number)",
                "(strict=yes) ~ strict: 'yes' (expected: true or false)",
                "(0) ~ n: 0 (expected: at least 1)",
                "[/parallel] ~ it takes no brackets"
            })
    void aMistakeIsToldWithWhatTheCommandTakes(String arguments, String reason) {
        assertThatThrownBy(() -> bind("/parallel" + arguments))
                .isInstanceOf(FailureException.class)
                .hasMessageStartingWith("/parallel: ")
                .hasMessageContaining(reason)
                .hasMessageContaining(
                        "; /parallel takes n (a whole number, default 3: how many), models (a"
                                + " list, each a text), ");
    }

    @Test
    void aValueTooManyAndAMissingOneAreTold() {
        assertThatThrownBy(() -> CommandBinder.bind(command("/pair(a b c)"), PAIR))
                .hasMessageContaining(
                        "'c' is one value too many, at column 11, marked ▸ in '/pair(a b ▸c)';"
                                + " /pair takes one (a text, required)");
        assertThatThrownBy(() -> CommandBinder.bind(command("/pair"), PAIR))
                .hasMessageContaining("one: missing (expected: a text)");
    }

    @Test
    void anAgentThatTakesNothingSaysSo() {
        AgentType<?> plain = AgentType.of("plain", "", new Agent() {});

        assertThatThrownBy(() -> CommandBinder.bind(command("/plain(k=1)"), plain))
                .hasMessage(
                        "/plain: k: no such argument (expected: nothing), at column 8, marked ▸ in"
                                + " '/plain(▸k=1)'; /plain takes no arguments");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "/parallel(models=a n=x) ~ /parallel(models=a ▸n=x)",
                "/parallel(within=5s 0) ~ /parallel(within=5s ▸0)",
                "/parallel(n=1 2 n=3) ~ /parallel(n=1 2 ▸n=3)",
                "/parallel(2 modls=a) ~ /parallel(2 ▸modls=a)",
                "/parallel(2)[/pair] ~ /parallel(2)▸[/pair]"
            })
    void aMistakeShowsItsPlace(String text, String marked) {
        assertThatThrownBy(() -> bind(text))
                .hasMessageContaining(
                        ", at column "
                                + (marked.indexOf('▸') + 1)
                                + ", marked ▸ in '"
                                + marked
                                + "'; ");
    }

    @Test
    void aReasonOfTheAgentPointsAtTheArgumentThatItBeginsWith() {
        assertThat(CommandBinder.refused(command("/pair(a b)"), PAIR, "other: b is taken"))
                .hasMessageContaining("other: b is taken, at column 9,");
        assertThat(CommandBinder.refused(command("/pair(a)"), PAIR, "not now"))
                .hasMessageContaining("not now, at column 1,");
    }

    @Test
    void bracketsAreForAgentsThatTakeThem() {
        Command branching = command("/parallel(2)[/pair |]");

        assertThat(CommandBinder.bind(branching, PARALLEL.withBranches()).n()).isEqualTo(2);
    }

    @Test
    void anArgumentThatNobodyCanTypeIsRefusedBeforeItsFirstUse() {
        record WithPath(Path file) {}
        record WithMap(Map<String, Path> map) {}
        record WithSet(Set<String> set) {}
        record WithBadDefault(@Argument(fallback = "x") int n) {}

        assertThatThrownBy(() -> usageOf(WithPath.class)).hasMessageContaining("file: a path");
        assertThatThrownBy(() -> usageOf(WithMap.class)).hasMessageContaining("map: a path");
        assertThatThrownBy(() -> usageOf(WithSet.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set: java.util.Set<java.lang.String>");
        assertThatThrownBy(() -> usageOf(WithBadDefault.class))
                .hasMessage("the default of n: 'x' (expected: a whole number)");
    }

    private static <A extends Record> CommandUsage usageOf(Class<A> arguments) {
        return CommandUsage.of(new AgentType<>("x", "", arguments, none -> new Agent() {}));
    }

    private static Parallel bind(String text) {
        return CommandBinder.bind(command(text), PARALLEL);
    }

    private static Command command(String text) {
        return Command.parse(text, new Known(Set.of("parallel", "pair", "plain")));
    }

    private record Open(List<String> values, Map<String, String> named) {}

    @Test
    void aMapTakesEveryOtherNamedValue() {
        AgentType<Open> open = new AgentType<>("open", "", Open.class, none -> new Agent() {});

        assertThat(bindTo(open, "/open(a k=5 b values=c d style=\"x y\")"))
                .isEqualTo(new Open(List.of("a", "b", "c", "d"), Map.of("k", "5", "style", "x y")));
        assertThat(bindTo(open, "/open")).isEqualTo(new Open(List.of(), Map.of()));
        assertThatThrownBy(() -> bindTo(open, "/open(k=1 k=2)"))
                .hasMessageContaining("k: given twice");
    }

    @Test
    void aCommandHasAtMostAThousandArguments() {
        AgentType<Open> open = new AgentType<>("open", "", Open.class, none -> new Agent() {});
        StringBuilder command = new StringBuilder("/open(");
        for (int i = 0; i < 1_000; i++) {
            command.append("a").append(i).append("=1 ");
        }

        assertThat(bindTo(open, command + ")").named()).hasSize(1_000);
        assertThatThrownBy(() -> bindTo(open, command + "last=1)"))
                .hasMessageContaining("too many arguments (expected: at most 1000), at column 6897")
                .hasMessageContaining("\u25b8last=1");
    }

    private static <A extends Record> A bindTo(AgentType<A> type, String text) {
        return CommandBinder.bind(Command.parse(text, new Known(Set.of("open"))), type);
    }
}
