package dev.chasqui.plugins.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.json.Json;
import dev.chasqui.plugins.branches.BranchTarget;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;

/** Tests of the plan that command and config make together. */
class ParallelPlanTest {

    @Test
    void withoutArgumentsTheAskedModelIsAskedThreeTimes() {
        ParallelPlan plan = plan("/parallel", Json.Obj.EMPTY);

        assertThat(plan.branches().targets("m", List.of()))
                .containsExactly(
                        new BranchTarget(1, "m", "", "m"),
                        new BranchTarget(2, "m", "", "m (2)"),
                        new BranchTarget(3, "m", "", "m (3)"));
        assertThat(plan.join()).isEqualTo(JoinKind.SYNTHESIZE);
        assertThat(plan.deadline()).isEqualTo(Duration.ofSeconds(60));
        assertThat(plan.aggregator()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "(2) ~ m m",
                "(models=a,b join=vote) ~ a b",
                "(n=3 models=a,b) ~ a b a",
                "(3 a b) ~ a b a"
            })
    void branchesAreDealtOverTheModels(String arguments, String models) {
        assertThat(plan("/parallel" + arguments, Json.Obj.EMPTY).branches().targets("m", List.of()))
                .extracting(BranchTarget::model)
                .containsExactly(models.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "'' ~ x y z x",
                "(2) ~ x y",
                "(models=a,b) ~ a b",
            })
    void whatACommandSaysGoesBeforeTheConfig(String arguments, String models) {
        Json.Obj section =
                Json.Obj.EMPTY
                        .with("n", Json.of(4))
                        .with(
                                "models",
                                new Json.Arr(List.of(Json.of("x"), Json.of("y"), Json.of("z"))))
                        .with("join", Json.of("vote"))
                        .with("deadline", Json.of("5s"))
                        .with("aggregator", Json.of("big"));

        ParallelPlan plan = plan("/parallel" + arguments, section);

        assertThat(plan.branches().targets("m", List.of()))
                .extracting(BranchTarget::model)
                .containsExactly(models.split(" "));
        assertThat(plan.join()).isEqualTo(JoinKind.VOTE);
        assertThat(plan.deadline()).isEqualTo(Duration.ofSeconds(5));
        assertThat(plan.aggregator()).contains("big");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "(0) ~ n: 0 (expected: 1 to 16)",
                "(17) ~ n: 17 (expected: 1 to 16)",
                "(n=2 models=a,b,c) ~ n: 2 (expected: at least 3, one for each of models)",
                "(a b) ~ n: 'a' (expected: a whole number)",
                "(deadline=0s) ~ deadline: 0s (expected: more than 0s, at most 60m)",
                "(deadline=2h) ~ deadline: 120m (expected: more than 0s, at most 60m)",
                "(join=best) ~ join: 'best' (expected: one of synthesize, vote, first, all)"
            })
    void aMistakeIsTold(String arguments, String message) {
        assertThatThrownBy(() -> plan("/parallel" + arguments, Json.Obj.EMPTY))
                .hasMessageContaining("/parallel: ")
                .hasMessageContaining(message);
    }

    @Test
    void aMistakeInTheConfigIsReportedWithItsKey() {
        assertThatThrownBy(() -> plan("/parallel", Json.Obj.EMPTY.with("n", Json.of(99))))
                .hasMessage("agents.parallel.n: 99 (expected: a number from 1 to 16)");
    }

    private static ParallelPlan plan(String command, Json.Obj section) {
        return ((ParallelAgent) ParallelCase.agent(command, section)).plan();
    }
}
