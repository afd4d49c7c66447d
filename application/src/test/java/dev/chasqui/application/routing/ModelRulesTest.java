package dev.chasqui.application.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.routing.health.HealthRules;
import dev.chasqui.application.routing.queue.QueueRules;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

class ModelRulesTest {
    private final ModelRules rules =
            new ModelRules(
                    Map.of(
                            "gpt-4o", rule("exact"),
                            "gpt-*", rule("short"),
                            "GPT-4*:latest", rule("long"),
                            "*", rule("any")));

    private static ModelRule rule(String fallback) {
        return new ModelRule(
                List.of(), List.of(fallback), Optional.empty(), Map.of(), OptionalInt.empty());
    }

    private String found(String model) {
        return rules.of(model).fallbacks().getFirst();
    }

    @Test
    void anExactNamePrecedesPatternsAndTheLongestOfThemCounts() {
        assertThat(found("gpt-4o")).isEqualTo("exact");
        assertThat(found("GPT-4O:latest")).isEqualTo("exact");
        assertThat(found("gpt-4o-mini")).isEqualTo("long");
        assertThat(found("gpt-4o-mini")).isEqualTo("long");
        assertThat(found("gpt-5:latest")).isEqualTo("short");
        assertThat(found("llama3")).isEqualTo("any");
        assertThat(new ModelRules(Map.of("a*", rule("x"))).of("b")).isSameAs(ModelRule.NONE);
    }

    @Test
    void messagesNameTheEntryOfTheConfig() {
        assertThat(rules.named("gpt-4o-mini")).isEqualTo("GPT-4*:latest");
        assertThat(rules.named("gpt-4o:latest")).isEqualTo("gpt-4o");
        assertThat(new ModelRules(Map.of("a*", rule("x"))).named("b")).isEqualTo("b");
    }

    @Test
    void aFallbackThatItsOwnPatternFitsIsAskedOnce() {
        Routing routing =
                new Routing(
                        new RoutingRules(
                                Strategy.PRIORITY,
                                Map.of(),
                                Map.of("gpt-*", rule("gpt-4o")),
                                HealthRules.USUAL,
                                QueueRules.NONE),
                        new Standings());

        assertThat(routing.fallbacks("gpt-5", UnaryOperator.identity())).containsExactly("gpt-4o");
        assertThat(routing.fallbacks("gpt-4o", UnaryOperator.identity())).isEmpty();
        assertThat(routing.fallbacks("llama3", UnaryOperator.identity())).isEmpty();
    }
}
