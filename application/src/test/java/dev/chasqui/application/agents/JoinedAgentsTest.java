package dev.chasqui.application.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.AgentGeneration;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;

import org.junit.jupiter.api.Test;

import java.util.List;

class JoinedAgentsTest {
    private final InstalledAgents jars = agents("of a jar", "shout", "foreign");
    private final InstalledAgents services = agents("of a service", "brief", "shout", "help");
    private final JoinedAgents joined =
            new JoinedAgents(
                    List.of(
                            new JoinedAgents.Source("a jar", jars),
                            new JoinedAgents.Source("a service", services)));

    private static InstalledAgents agents(String help, String... names) {
        return new InstalledAgents(
                List.of(names).stream()
                        .<AgentType<?>>map(name -> AgentType.of(name, help, new Agent() {}))
                        .toList());
    }

    @Test
    void theFirstSourceOfANameWins() {
        try (AgentGeneration now = joined.enter()) {
            assertThat(now.all())
                    .extracting(AgentType::name)
                    .containsExactly("brief", "foreign", "help", "shout");
            assertThat(now.find("shout")).map(AgentType::help).contains("of a jar");
            assertThat(now.find("brief")).map(AgentType::help).contains("of a service");
            assertThat(now.find("none")).isEmpty();
            assertThat(now.isTrusted("brief")).isTrue();
            assertThat(now.isTrusted("foreign")).isFalse();
            assertThat(now.isTrusted("none")).isFalse();
        }
    }

    @Test
    void whatIsNotInstalledIsReported() {
        try (AgentGeneration now = joined.enter()) {
            assertThat(now.refused())
                    .containsOnlyKeys("shout", "help")
                    .containsEntry(
                            "shout",
                            "the name is taken by a jar, so that of a service is not installed;"
                                    + " rename it");
        }
    }

    @Test
    void everySourceIsEnteredAndLeft() {
        try (AgentGeneration _ = joined.enter()) {
            assertThat(jars.inside()).hasValue(1);
            assertThat(services.inside()).hasValue(1);
        }
        assertThat(jars.inside()).hasValue(0);
        assertThat(services.inside()).hasValue(0);
    }
}
