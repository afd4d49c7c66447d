package dev.chasqui.application.agents;

import dev.chasqui.application.callers.KeyRights;
import dev.chasqui.application.models.ModelMeaning;
import dev.chasqui.application.policy.Policy;
import dev.chasqui.application.policy.PolicyCommand;
import dev.chasqui.application.policy.PolicyRule;
import dev.chasqui.application.policy.RuleCondition;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.Argument;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.text.NamePattern;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The agents and policies of the tests about policies. */
abstract class PolicyCase {
    record Rag(@Argument(fallback = "5") int k) {}

    static final Caller ANN = new Caller("ann", Caller.Role.USER, Set.of("rag(k<=10)"));

    final InstalledAgents installed =
            new InstalledAgents(
                    List.of(
                            new AgentType<>("rag", "Looks up", Rag.class, _ -> new Agent() {}),
                            AgentType.of("guard", "Guards", new Agent() {}),
                            AgentType.of("tone", "Softens", new Agent() {}),
                            AgentType.of("shield", "Hides", new Agent() {}).nearModel(),
                            AgentType.of("open", "Is optional", new Agent() {})
                                    .withOnFailure(OnFailure.OPEN)));

    Pipelines pipelines(Policy policy) {
        return new Pipelines(installed, policy, PolicyCase::meaning);
    }

    /** Knows the alias smart of gpt-4, the virtual model helper over it, and model+command. */
    static ModelMeaning meaning(String name) {
        int plus = name.indexOf('+');
        String base = plus < 0 ? name : name.substring(0, plus);
        List<String> commands =
                plus < 0 ? List.of() : List.of(name.substring(plus + 1).split("\\+"));
        Set<String> names =
                switch (base) {
                    case "helper" -> Set.of("helper", "smart", "gpt-4");
                    case "smart" -> Set.of("smart", "gpt-4");
                    default -> Set.of(base);
                };
        return new ModelMeaning(
                base,
                commands,
                names,
                base.equals("helper") ? Optional.of("helper:latest") : Optional.empty());
    }

    static List<PolicyCommand> commands(String key, String... texts) {
        return List.of(texts).stream().map(text -> new PolicyCommand(text, key)).toList();
    }

    static final Policy EVERYWHERE =
            new Policy(
                    commands("pipeline.agents[0]", "/guard"),
                    Map.of("ann", commands("keys[0].pipeline[0]", "tone")),
                    List.of(
                            new Policy.OfModel(
                                    new NamePattern("GPT-*"),
                                    commands("pipeline.models.GPT-*[0]", "/rag(k=50)"))),
                    Map.of(
                            "helper:latest",
                            commands("models.virtual.helper.agents[0]", "/rag(40)")),
                    List.of());

    static Policy always(String... texts) {
        return new Policy(
                commands("pipeline.agents[0]", texts), Map.of(), List.of(), Map.of(), List.of());
    }

    static Policy rules(PolicyRule... rules) {
        return new Policy(List.of(), Map.of(), List.of(), Map.of(), List.of(rules));
    }

    static ChatRequest chat(String model, String text) {
        return ChatRequest.of(model, false, Conversation.of(List.of(Message.of(Role.USER, text))));
    }

    static RequestOrigin from(Caller caller) {
        return RequestOrigin.of(KeyRights.of(caller));
    }

    PreparedChat prepare(Policy policy, String model, String text, String... asked) {
        return pipelines(policy).prepare(chat(model, text), from(ANN), List.of(asked));
    }

    static Failure failure(Throwable thrown) {
        return ((FailureException) thrown).failure();
    }

    static Policy guardedBut(RuleCondition condition) {
        PolicyRule skipping =
                new PolicyRule(
                        "pipeline.rules[0]",
                        condition,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of("guard"));
        return new Policy(
                always("/guard").always(),
                Map.of(),
                List.of(),
                Map.of("helper:latest", commands("models.virtual.helper.agents[0]", "/guard")),
                List.of(skipping));
    }

    static RuleCondition kind(RequestKind... kinds) {
        return new RuleCondition(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                Map.of(),
                Set.of(kinds));
    }

    static PolicyRule rule(RuleCondition condition, String model, String refusal) {
        return new PolicyRule(
                "pipeline.rules[0]",
                condition,
                commands("pipeline.rules[0].then.agents[0]", "/tone"),
                Optional.of(model).filter(text -> !text.isEmpty()),
                Optional.of(refusal).filter(text -> !text.isEmpty()),
                Set.of());
    }

    static RuleCondition model(String pattern) {
        return new RuleCondition(
                Optional.of(new NamePattern(pattern)),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                Map.of(),
                Set.of());
    }
}
