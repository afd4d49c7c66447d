package dev.chasqui.application.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.OnFailure;

import org.junit.jupiter.api.Test;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class JoinedAgentsTest {
    private final InstalledAgents jars = agents("of a jar", "shout", "foreign");
    private final InstalledAgents services = agents("of a service", "brief", "shout", "help");
    private final JoinedAgents joined =
            new JoinedAgents(
                    List.of(
                            new JoinedAgents.Source("jar", "a jar", jars),
                            new JoinedAgents.Source("service", "a service", services)));

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
    void aNameThatTheFirstSourceHasDisabledIsDisabledInAll() {
        Agents first =
                new Agents() {
                    @Override
                    public AgentGeneration enter() {
                        return new Disabling(jars.enter());
                    }
                };
        JoinedAgents all =
                new JoinedAgents(
                        List.of(
                                new JoinedAgents.Source("jar", "a jar", first),
                                new JoinedAgents.Source("service", "a service", services)));

        try (AgentGeneration now = all.enter()) {
            assertThat(now.all()).extracting(AgentType::name).containsExactly("foreign", "help");
            assertThat(now.find("brief")).isEmpty();
            assertThat(now.disabled("brief")).contains(OnFailure.CLOSED);
            assertThat(now.find("shout")).as("disabled with its plug-in").isEmpty();
            assertThat(now.disabled("shout")).contains(OnFailure.OPEN);
            assertThat(now.disabled("foreign")).isEmpty();
            assertThat(now.disabled("gone")).isEmpty();
        }
        assertThat(jars.inside()).hasValue(0);
    }

    /** A generation in which the plug-in with /shout is disabled, and two other names. */
    private record Disabling(AgentGeneration given) implements AgentGeneration {
        @Override
        public Optional<AgentType<?>> find(String name) {
            return name.equals("shout") ? Optional.empty() : given.find(name);
        }

        @Override
        public Collection<AgentType<?>> all() {
            return given.all().stream()
                    .<AgentType<?>>map(type -> type)
                    .filter(type -> !type.name().equals("shout"))
                    .toList();
        }

        @Override
        public Optional<OnFailure> disabled(String name) {
            return name.equals("shout") ? Optional.of(OnFailure.OPEN) : Optional.empty();
        }

        @Override
        public Set<String> disabledNames() {
            return Set.of("brief", "gone");
        }

        @Override
        public boolean isTrusted(String name) {
            return given.isTrusted(name);
        }

        @Override
        public void close() {
            given.close();
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
