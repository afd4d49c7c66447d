package dev.chasqui.application.policy;

import dev.chasqui.application.models.ModelMeaning;
import dev.chasqui.domain.text.NamePattern;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The policy of one configuration. Immutable.
 *
 * @param always the commands for every chat
 * @param ofKeys the commands for the chats of a key, by its name
 * @param ofModels the commands for the chats with certain models
 * @param ofVirtual the commands of each virtual model, also if there are none, by the name of the
 *     model with its tag
 * @param rules the rules, in order
 */
public record Policy(
        List<PolicyCommand> always,
        Map<String, List<PolicyCommand>> ofKeys,
        List<OfModel> ofModels,
        Map<String, List<PolicyCommand>> ofVirtual,
        List<PolicyRule> rules) {
    /** The policy that says nothing. */
    public static final Policy NONE =
            new Policy(List.of(), Map.of(), List.of(), Map.of(), List.of());

    /** The commands for the chats with the models that a pattern matches. */
    public record OfModel(NamePattern model, List<PolicyCommand> commands) {
        public OfModel {
            commands = List.copyOf(commands);
        }
    }

    public Policy {
        always = List.copyOf(always);
        ofKeys = Map.copyOf(ofKeys);
        ofModels = List.copyOf(ofModels);
        ofVirtual = Map.copyOf(ofVirtual);
        rules = List.copyOf(rules);
    }

    /** Returns true if nothing depends on the name of a model or on a rule. */
    public boolean isSilent() {
        return always.isEmpty()
                && ofKeys.isEmpty()
                && ofModels.isEmpty()
                && ofVirtual.isEmpty()
                && rules.isEmpty();
    }

    /** Applies the rules to a request, each once and in order. */
    public PolicyDecision decide(RequestFacts facts) {
        if (rules.isEmpty()) {
            return PolicyDecision.NONE;
        }
        List<PolicyRule> applied = new ArrayList<>();
        Map<String, String> skipped = new HashMap<>();
        Optional<String> model = Optional.empty();
        for (PolicyRule rule : rules) {
            if (rule.condition().holds(facts)) {
                applied.add(rule);
                if (rule.refusal().isPresent()) {
                    return new PolicyDecision(applied, model, rule.refusal(), skipped);
                }
                model = rule.model().isPresent() ? rule.model() : model;
                rule.skippedFor(facts.kind())
                        .forEach(name -> skipped.putIfAbsent(name, rule.origin()));
            }
        }
        return new PolicyDecision(applied, model, Optional.empty(), skipped);
    }

    /**
     * Returns the commands that run without being asked for, the outermost first: for all, for the
     * key, for the model, by rules.
     *
     * @param caller the name of the caller
     * @param model the meaning of the model that answers in the end
     */
    public List<PolicyCommand> commands(
            String caller, ModelMeaning model, PolicyDecision decision) {
        List<PolicyCommand> commands = new ArrayList<>(always);
        commands.addAll(ofKeys.getOrDefault(caller, List.of()));
        for (OfModel each : ofModels) {
            if (model.names().stream().anyMatch(each.model()::matchesAnyCase)) {
                commands.addAll(each.commands());
            }
        }
        decision.applied().forEach(rule -> commands.addAll(rule.agents()));
        return commands;
    }

    /** Returns the commands of a virtual model; none if the model is none. */
    public List<PolicyCommand> ofVirtual(ModelMeaning model) {
        return model.virtual()
                .map(name -> ofVirtual.getOrDefault(name, List.of()))
                .orElse(List.of());
    }

    /** Returns all commands of the config, for a check of them. */
    public List<PolicyCommand> all() {
        List<PolicyCommand> all = new ArrayList<>(always);
        ofKeys.values().forEach(all::addAll);
        ofModels.forEach(each -> all.addAll(each.commands()));
        rules.forEach(rule -> all.addAll(rule.agents()));
        ofVirtual.values().forEach(all::addAll);
        return all;
    }
}
