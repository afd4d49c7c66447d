package dev.chasqui.application.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.agent.Agent;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

class LazyAgentTest {
    @Test
    void theFirstUseMakesTheAgentForAll() {
        AtomicInteger made = new AtomicInteger();
        LazyAgent lazy =
                new LazyAgent(
                        () -> {
                            made.incrementAndGet();
                            return new Agent() {};
                        });
        assertThat(made).hasValue(0);

        Agent first = lazy.made();

        assertThat(lazy.made()).isSameAs(first);
        assertThat(made).hasValue(1);
    }
}
