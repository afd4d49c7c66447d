package dev.chasqui.bootstrap.check;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.governance.KeyConfig;
import dev.chasqui.application.agents.HelpAgent;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.bulkhead.Bulkheads;
import dev.chasqui.application.policy.Policy;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.binding.NearestName;
import dev.chasqui.domain.command.CommandRight;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

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
        Set<String> names = new TreeSet<>(agents.disabledNames());
        agents.all().forEach(type -> names.add(type.name()));
        config.plugins().limits().keySet().stream()
                .filter(name -> agents.disabled(name).isEmpty())
                .forEach(name -> limit(name, names).ifPresent(warnings::add));
        return warnings;
    }

    /** Returns the warning of the limits of an agent that is not known; empty if it is. */
    static Optional<String> limit(String name, Set<String> known) {
        return name.equals(Bulkheads.OTHERS) || known.contains(name)
                ? Optional.empty()
                : Optional.of(
                        "plugins.limits."
                                + name
                                + ": there is no agent '"
                                + name
                                + "' so far"
                                + NearestName.find(name, known)
                                        .map(near -> " (did you mean '" + near + "'?)")
                                        .orElse("")
                                + "; until then it has no effect");
    }

    /**
     * Returns a warning for each rule that sends chats to a model that no backend has.
     *
     * @param known tells if a backend has a model of this name
     */
    public static List<String> ofModels(Config config, Predicate<String> known) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < config.pipeline().rules().size(); i++) {
            String where = "pipeline.rules[" + i + "].then.model: ";
            config.pipeline()
                    .rules()
                    .get(i)
                    .then()
                    .model()
                    .filter(model -> !known.test(model))
                    .ifPresent(
                            model ->
                                    warnings.add(
                                            where
                                                    + "no backend has the model '"
                                                    + model
                                                    + "' so far; requests that the rule is for"
                                                    + " fail until then"));
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
