package dev.chasqui.bootstrap.check;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.KeyConfig;
import dev.chasqui.application.agents.HelpAgent;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.policy.Policy;
import dev.chasqui.application.port.AgentGeneration;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.command.CommandRight;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The check of the commands and rights of the config against the agents that are installed. It only
 * warns, since jars may come later.
 */
public final class PolicyCheck {
    private PolicyCheck() {}

    /**
     * Returns the warnings, each with the key that it is about.
     *
     * @param onFailure returns the config's answer to a failure of an agent
     */
    public static List<String> warnings(
            Config config,
            Policy policy,
            AgentGeneration agents,
            Function<String, Optional<OnFailure>> onFailure) {
        List<String> warnings = new ArrayList<>();
        policy.all()
                .forEach(
                        command ->
                                Pipelines.misfit(command, agents, onFailure)
                                        .ifPresent(
                                                why ->
                                                        warnings.add(
                                                                command.origin() + ": " + why)));
        for (int i = 0; i < config.keys().size(); i++) {
            addRights(config.keys().get(i), "keys[" + i + "].agents", agents, warnings);
        }
        return warnings;
    }

    private static void addRights(
            KeyConfig key, String path, AgentGeneration agents, List<String> warnings) {
        for (int i = 0; i < key.agents().size(); i++) {
            CommandRight right = CommandRight.parse(key.agents().get(i));
            Optional<AgentType<?>> type = agents.find(right.command());
            String where = path + "[" + i + "]: ";
            if (type.isPresent() && !right.command().equals(HelpAgent.NAME)) {
                right.misfits(type.get())
                        .forEach(
                                why ->
                                        warnings.add(
                                                where + why + ", so this right allows nothing"));
            }
        }
    }
}
