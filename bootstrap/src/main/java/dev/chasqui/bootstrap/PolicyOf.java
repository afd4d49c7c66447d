package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.governance.KeyConfig;
import dev.chasqui.adapters.config.governance.RuleConfig;
import dev.chasqui.application.policy.Policy;
import dev.chasqui.application.policy.PolicyCommand;
import dev.chasqui.application.policy.PolicyRule;
import dev.chasqui.application.policy.RuleCondition;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.text.NamePattern;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The conversion of the config to the policy for requests. */
final class PolicyOf {
    private PolicyOf() {}

    static Policy config(Config config) {
        return new Policy(
                commands(config.pipeline().agents(), "pipeline.agents"),
                ofKeys(config.keys()),
                config.pipeline().models().entrySet().stream()
                        .map(
                                entry ->
                                        new Policy.OfModel(
                                                new NamePattern(entry.getKey()),
                                                commands(
                                                        entry.getValue(),
                                                        "pipeline.models." + entry.getKey())))
                        .toList(),
                ofVirtual(config),
                rules(config.pipeline().rules()));
    }

    private static Map<String, List<PolicyCommand>> ofKeys(List<KeyConfig> keys) {
        Map<String, List<PolicyCommand>> ofKeys = new HashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            if (!keys.get(i).pipeline().isEmpty()) {
                ofKeys.put(
                        keys.get(i).name(),
                        commands(keys.get(i).pipeline(), "keys[" + i + "].pipeline"));
            }
        }
        return ofKeys;
    }

    private static Map<String, List<PolicyCommand>> ofVirtual(Config config) {
        Map<String, List<PolicyCommand>> ofVirtual = new HashMap<>();
        config.models()
                .virtual()
                .forEach(
                        (name, model) ->
                                ofVirtual.put(
                                        ModelName.withTag(name),
                                        commands(
                                                model.agents(),
                                                "models.virtual." + name + ".agents")));
        return ofVirtual;
    }

    private static List<PolicyRule> rules(List<RuleConfig> rules) {
        return IntStream.range(0, rules.size())
                .mapToObj(i -> rule(rules.get(i), "pipeline.rules[" + i + "]"))
                .toList();
    }

    private static PolicyRule rule(RuleConfig rule, String origin) {
        RuleConfig.Condition condition = rule.condition();
        return new PolicyRule(
                origin,
                new RuleCondition(
                        condition.model().map(NamePattern::new),
                        condition.key().map(NamePattern::new),
                        condition
                                .dialect()
                                .map(api -> new Dialect(api.name().toLowerCase(Locale.ROOT))),
                        condition
                                .larger()
                                .map(size -> OptionalLong.of(size.bytes()))
                                .orElseGet(OptionalLong::empty),
                        condition.header().entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey,
                                                entry -> new NamePattern(entry.getValue()))),
                        Set.copyOf(condition.kind())),
                commands(rule.then().agents(), origin + ".then.agents"),
                rule.then().model(),
                rule.then().refuse(),
                rule.then().skip().stream()
                        .map(name -> name.startsWith("/") ? name.substring(1) : name)
                        .collect(Collectors.toSet()));
    }

    private static List<PolicyCommand> commands(List<String> texts, String key) {
        return IntStream.range(0, texts.size())
                .mapToObj(i -> new PolicyCommand(texts.get(i).strip(), key + "[" + i + "]"))
                .toList();
    }
}
