package dev.chasqui.bootstrap.check;

import dev.chasqui.adapters.config.AgentLimitsConfig;
import dev.chasqui.adapters.config.Reading;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.policy.PolicyCommand;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.OnFailure;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The check of the arguments of the commands that the config has run, as far as their agents are
 * known without a start. It only warns, and makes no agent: a rule in its constructor stays
 * unknown.
 *
 * @param reading receives the warnings
 */
record ArgumentsCheck(Reading reading) {

    /** Adds a warning for each command of a known agent that cannot run. */
    void check(SortedMap<String, AgentType<?>> known) {
        AgentGeneration agents = new KnownAgents(known);
        PipelineCheck.forEach(
                reading.found(),
                command -> {
                    if (known.containsKey(command.name())) {
                        check(command, agents);
                    }
                });
    }

    private void check(PolicyCommand command, AgentGeneration agents) {
        Pipelines.misfit(command, agents, this::onFailure)
                .ifPresent(why -> reading.warning(command.origin(), why));
    }

    private Optional<OnFailure> onFailure(String agent) {
        return Optional.ofNullable(reading.found().plugins().limits().get(agent))
                .flatMap(AgentLimitsConfig::onFailure);
    }

    /** The arguments of an agent of which nothing is known. */
    private record AnyArguments(List<String> values, Map<String, String> named) {}

    /**
     * The agents that are known; any other command is taken for one with any arguments, since it
     * may come later.
     */
    private record KnownAgents(SortedMap<String, AgentType<?>> known) implements AgentGeneration {
        @Override
        public Optional<AgentType<?>> find(String name) {
            AgentType<?> type = known.get(name);
            return Optional.of(type != null ? type : any(name));
        }

        private static AgentType<?> any(String name) {
            return new AgentType<>(name, "", AnyArguments.class, _ -> new Agent() {})
                    .withBranches();
        }

        @Override
        public Collection<AgentType<?>> all() {
            return known.values();
        }

        @Override
        public boolean isTrusted(String name) {
            return false;
        }
    }
}
