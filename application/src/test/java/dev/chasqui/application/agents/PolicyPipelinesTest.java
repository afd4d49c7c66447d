package dev.chasqui.application.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.callers.KeyRights;
import dev.chasqui.application.models.ModelMeaning;
import dev.chasqui.application.policy.HeaderValues;
import dev.chasqui.application.policy.Policy;
import dev.chasqui.application.policy.PolicyCommand;
import dev.chasqui.application.policy.PolicyRule;
import dev.chasqui.application.policy.RuleCondition;
import dev.chasqui.application.policy.TextSize;
import dev.chasqui.domain.agent.Agent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.agent.Argument;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.text.NamePattern;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/** The agents that a policy adds to those that a request asks for. */
class PolicyPipelinesTest {
    private record Rag(@Argument(fallback = "5") int k) {}

    private static final Caller ANN = new Caller("ann", Caller.Role.USER, Set.of("rag(k<=10)"));

    private final InstalledAgents installed =
            new InstalledAgents(
                    List.of(
                            new AgentType<>("rag", "Looks up", Rag.class, _ -> new Agent() {}),
                            AgentType.of("guard", "Guards", new Agent() {}),
                            AgentType.of("tone", "Softens", new Agent() {}),
                            AgentType.of("shield", "Hides", new Agent() {}).nearModel(),
                            AgentType.of("open", "Is optional", new Agent() {})
                                    .withOnFailure(OnFailure.OPEN)));

    private Pipelines pipelines(Policy policy) {
        return new Pipelines(installed, policy, PolicyPipelinesTest::meaning);
    }

    /** Knows the alias smart of gpt-4, the virtual model helper over it, and model+command. */
    private static ModelMeaning meaning(String name) {
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

    private static List<PolicyCommand> commands(String key, String... texts) {
        return List.of(texts).stream().map(text -> new PolicyCommand(text, key)).toList();
    }

    private static final Policy EVERYWHERE =
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

    private static Policy always(String... texts) {
        return new Policy(
                commands("pipeline.agents[0]", texts), Map.of(), List.of(), Map.of(), List.of());
    }

    private static Policy rules(PolicyRule... rules) {
        return new Policy(List.of(), Map.of(), List.of(), Map.of(), List.of(rules));
    }

    private static ChatRequest chat(String model, String text) {
        return ChatRequest.of(model, false, Conversation.of(List.of(Message.of(Role.USER, text))));
    }

    private static RequestOrigin from(Caller caller) {
        return RequestOrigin.of(new KeyRights().enter(caller, "m"));
    }

    private PreparedChat prepare(Policy policy, String model, String text, String... asked) {
        return pipelines(policy).prepare(chat(model, text), from(ANN), List.of(asked));
    }

    private static Failure failure(Throwable thrown) {
        return ((FailureException) thrown).failure();
    }

    @Test
    void theOrderIsForAllForTheKeyForTheModelTheVirtualModelTheNameBesideTyped() {
        PreparedChat chat = prepare(EVERYWHERE, "helper+rag(1)", "/rag(3) Hi", "rag(2)");

        assertThat(chat.pipeline().names())
                .containsExactly("guard", "tone", "rag", "rag", "rag", "rag", "rag");
        assertThat(chat.request().model()).isEqualTo("helper");
        chat.pipeline().close();
        assertThat(installed.inside()).hasValue(0);
    }

    @Test
    void anAgentOfTheConfigThatStaysNearTheModelStandsBehindThoseOfTheCaller() {
        Policy policy =
                new Policy(
                        commands("pipeline.agents[0]", "/shield", "/guard"),
                        Map.of("ann", commands("keys[0].pipeline[0]", "/shield")),
                        List.of(),
                        Map.of("helper:latest", commands("virtual", "/tone")),
                        List.of());

        assertThat(prepare(policy, "helper+rag(1)", "/rag(3) Hi", "rag(2)").pipeline().names())
                .containsExactly("guard", "tone", "rag", "rag", "rag", "shield");
        Policy anyone = always("/shield");
        assertThat(
                        pipelines(anyone)
                                .prepare(
                                        chat("m", "/shield /tone Hi"),
                                        from(new Caller("bob", Caller.Role.USER, Set.of("*"))),
                                        List.of())
                                .pipeline()
                                .names())
                .containsExactly("tone", "shield");
    }

    @Test
    void anAliasOrAVirtualModelDoesNotAvoidTheAgentsOfItsModel() {
        for (String model : List.of("gpt-4", "smart", "helper", "smart+rag")) {
            assertThat(prepare(EVERYWHERE, model, "Hi").pipeline().names()).contains("rag");
        }
        assertThat(prepare(EVERYWHERE, "llama", "Hi").pipeline().names())
                .containsExactly("guard", "tone");
    }

    @Test
    void theConfigNeedsNoRightAndTheCallerDoes() {
        assertThatThrownBy(() -> prepare(Policy.NONE, "m", "/guard Hi"))
                .hasMessageContaining("the key 'ann' may not use /guard");
        assertThatThrownBy(() -> prepare(EVERYWHERE, "m+guard", "Hi"))
                .hasMessageContaining("the key 'ann' may not use /guard");
        assertThatThrownBy(() -> prepare(Policy.NONE, "m", "/rag(k=11) Hi"))
                .hasMessage(
                        "the key 'ann' may not use /rag so, but only as rag(k<=10): k is 11; /help"
                                + " lists what it may use")
                .satisfies(e -> assertThat(failure(e)).isInstanceOf(Failure.Forbidden.class));
        assertThat(prepare(Policy.NONE, "m", "/rag Hi").pipeline().names()).containsExactly("rag");
        assertThat(installed.inside().get()).isEqualTo(1);
    }

    @Test
    void theSameCommandWithTheSameArgumentsRunsOnceIfTheConfigHasItRun() {
        assertThat(prepare(always("/rag"), "m", "/rag(k=5) /rag(6) Hi").pipeline().names())
                .containsExactly("rag", "rag");
        assertThat(prepare(always("rag", "/rag(5)"), "m", "Hi").pipeline().names())
                .containsExactly("rag");
        assertThat(prepare(Policy.NONE, "m", "/rag /rag Hi").pipeline().names())
                .containsExactly("rag", "rag");
    }

    @Test
    void anAgentOfTheConfigThatIsNotThereFailsTheRequestWithItsKey() {
        assertThatThrownBy(() -> prepare(always("/gard"), "m", "Hi"))
                .hasMessage(
                        "agent 'gard' failed: it is not installed; put its jar into a folder of"
                                + " plug-ins ('pipeline.agents[0]' of the config has it run)")
                .satisfies(e -> assertThat(failure(e)).isInstanceOf(Failure.AgentFailed.class));
        assertThatThrownBy(() -> prepare(always("/rag(k=x)"), "m", "Hi"))
                .hasMessageStartingWith("agent 'rag' failed: /rag: k: 'x'")
                .satisfies(e -> assertThat(failure(e)).isInstanceOf(Failure.AgentFailed.class));
        assertThat(installed.inside()).hasValue(0);
    }

    @Test
    void anAgentThatMayBeSkippedIsSkippedAndNamed() {
        Pipeline pipeline = prepare(always("/open(k=1)", "/guard"), "m", "Hi").pipeline();

        assertThat(pipeline.names()).containsExactly("guard");
        assertThat(pipeline.skipped()).extracting(SkippedAgent::name).containsExactly("open");
    }

    @Test
    void requestsOnWhichNoAgentWorksAreRefusedUnlessTheAgentMayBeSkipped() {
        var text = Optional.of(new OtherRequests.Text("embeddings", () -> 3));
        PolicyRule skipping =
                new PolicyRule(
                        "pipeline.rules[0]",
                        RuleCondition.ALWAYS,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of("guard"));
        Policy excepted =
                new Policy(
                        always("/guard").always(),
                        Map.of(),
                        List.of(),
                        Map.of(),
                        List.of(skipping));

        assertThatThrownBy(() -> pipelines(always("/guard")).admit("m", text, from(ANN)))
                .hasMessageStartingWith(
                        "embeddings: 'pipeline.agents[0]' of the config has /guard run for every")
                .satisfies(e -> assertThat(failure(e)).isInstanceOf(Failure.Invalid.class));
        assertThatThrownBy(() -> pipelines(Policy.NONE).admit("m+rag", text, from(ANN)))
                .hasMessageContaining("no agent works on embeddings");
        assertThat(pipelines(always("/open")).admit("m", text, from(ANN)).pipeline().skipped())
                .extracting(SkippedAgent::name)
                .containsExactly("open");
        assertThat(pipelines(excepted).admit("m", text, from(ANN)).pipeline().skipped()).isEmpty();
        assertThat(pipelines(always("/guard")).admit("m+rag", Optional.empty(), from(ANN)).model())
                .isEqualTo("m");
        assertThat(installed.inside()).hasValue(0);
    }

    @Test
    void theConfigsAnswerToAFailureGoesBeforeThatOfTheAgent() {
        var text = Optional.of(new OtherRequests.Text("embeddings", () -> 3));
        Policy policy = always("/open(k=1)", "/guard(k=1)");
        Map<String, OnFailure> strict = Map.of("open", OnFailure.CLOSED);
        Map<String, OnFailure> lax = Map.of("guard", OnFailure.OPEN);

        assertThatThrownBy(() -> configured(always("/open"), strict).admit("m", text, from(ANN)))
                .hasMessageContaining("has /open run for every");
        assertThatThrownBy(
                        () ->
                                configured(always("/open(k=1)"), strict)
                                        .prepare(chat("m", "Hi"), from(ANN), List.of()))
                .satisfies(e -> assertThat(failure(e)).isInstanceOf(Failure.AgentFailed.class));
        assertThat(
                        configured(policy, lax)
                                .prepare(chat("m", "Hi"), from(ANN), List.of())
                                .pipeline()
                                .skipped())
                .extracting(SkippedAgent::name)
                .containsExactly("open", "guard");
        assertThat(
                        Pipelines.misfit(
                                policy.always().getFirst(),
                                installed.enter(),
                                name -> Optional.ofNullable(strict.get(name))))
                .hasValueSatisfying(why -> assertThat(why).contains("its requests fail"));
    }

    private Pipelines configured(Policy policy, Map<String, OnFailure> answers) {
        return new Pipelines(
                installed,
                policy,
                PolicyPipelinesTest::meaning,
                name -> Optional.ofNullable(answers.get(name)));
    }

    private static PolicyRule rule(RuleCondition condition, String model, String refusal) {
        return new PolicyRule(
                "pipeline.rules[0]",
                condition,
                commands("pipeline.rules[0].then.agents[0]", "/tone"),
                Optional.of(model).filter(text -> !text.isEmpty()),
                Optional.of(refusal).filter(text -> !text.isEmpty()),
                Set.of());
    }

    @Test
    void everyRuleThatHoldsAppliesAndTheLastModelCounts() {
        Policy policy =
                rules(
                        rule(RuleCondition.ALWAYS, "one", ""),
                        rule(model("gpt-*"), "helper", ""),
                        rule(model("helper"), "never", ""));

        PreparedChat chat = prepare(policy, "smart+rag(2)", "Hi");

        assertThat(chat.request().model()).isEqualTo("helper");
        assertThat(chat.pipeline().names()).containsExactly("tone", "rag");
        assertThat(prepare(policy, "llama", "Hi").request().model()).isEqualTo("one");
    }

    @Test
    void theModelOfARuleMayHaveCommandsThatNeedNoRight() {
        PreparedChat chat =
                prepare(rules(rule(RuleCondition.ALWAYS, "m+guard", "")), "gpt-4", "Hi");

        assertThat(chat.request().model()).isEqualTo("m");
        assertThat(chat.pipeline().names()).containsExactly("tone", "guard");
    }

    @Test
    void aRuleThatRefusesEndsTheEvaluation() {
        Policy policy =
                rules(
                        rule(model("gpt-*"), "", "Not that one."),
                        rule(RuleCondition.ALWAYS, "", "None."));

        assertThatThrownBy(() -> prepare(policy, "smart", "/rag(k=x) Hi"))
                .hasMessage("Not that one.")
                .satisfies(e -> assertThat(failure(e)).isInstanceOf(Failure.Forbidden.class));
        assertThatThrownBy(() -> pipelines(policy).admit("m", Optional.empty(), from(ANN)))
                .hasMessage("None.");
    }

    @Test
    void allConditionsOfARuleMustHold() {
        RuleCondition all =
                new RuleCondition(
                        Optional.of(new NamePattern("gpt-*")),
                        Optional.of(new NamePattern("a*")),
                        Optional.of(Dialect.OLLAMA),
                        OptionalLong.of(9),
                        Map.of("X-Team", new NamePattern("legal*")));
        Pipelines pipelines = pipelines(rules(rule(all, "", "")));
        HeaderValues legal = name -> name.equals("X-Team") ? List.of("b", "legal-2") : List.of();

        for (int wrong = -1; wrong < 5; wrong++) {
            Caller caller = wrong == 0 ? new Caller("bob", Caller.Role.USER, Set.of()) : ANN;
            PreparedChat chat =
                    pipelines.prepare(
                            chat(
                                    wrong == 1 ? "llama" : "smart",
                                    wrong == 2 ? "ninebytes" : "ninebytés"),
                            new RequestOrigin(
                                    new KeyRights().enter(caller, "m"),
                                    wrong == 3 ? Dialect.OPENAI : Dialect.OLLAMA,
                                    wrong == 4 ? HeaderValues.NONE : legal),
                            List.of());

            assertThat(chat.pipeline().names().size()).as("%s", wrong).isEqualTo(wrong < 0 ? 1 : 0);
        }
    }

    @Test
    void theSizeOfATextIsThatOfItsBytes() {
        Random random = new Random(28);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(20), 0, 0x11000)
                    .filter(c -> c < 0xD800 || c > 0xDFFF)
                    .forEach(text::appendCodePoint);
            assertThat(TextSize.of(text.toString()))
                    .isEqualTo(text.toString().getBytes(StandardCharsets.UTF_8).length);
        }
    }

    @Test
    void veryManyCommandsAreRefusedTogetherWithThoseOfTheConfig() {
        String[] many = new String[50_000];
        Arrays.fill(many, "rag");

        assertThatThrownBy(() -> prepare(always("/guard"), "m", "Hi", many))
                .hasMessage("50001 commands, some of them by the config (expected: at most 16)");
        assertThatThrownBy(() -> prepare(Policy.NONE, "m" + "+rag".repeat(17), "Hi"))
                .hasMessage("17 commands (expected: at most 16)");
    }

    @Test
    void aPlanTellsEachAgentWithItsOriginAndWhyItDoesNotRun() {
        try (Plan plan =
                pipelines(EVERYWHERE)
                        .plan(
                                chat("helper", "/rag(k=50) /rag(k=20) /rag Hi"),
                                from(ANN),
                                List.of())) {
            assertThat(plan.agents())
                    .extracting(PlannedAgent::origin)
                    .containsExactly(
                            "pipeline.agents[0]",
                            "keys[0].pipeline[0]",
                            "pipeline.models.GPT-*[0]",
                            "models.virtual.helper.agents[0]",
                            "typed",
                            "typed",
                            "typed");
            assertThat(plan.agents())
                    .extracting(agent -> agent.step().isPresent())
                    .containsExactly(true, true, true, true, false, false, true);
            assertThat(plan.agents().get(5).failure()).isPresent();
        }
        assertThat(installed.inside()).hasValue(0);
    }

    private static RuleCondition model(String pattern) {
        return new RuleCondition(
                Optional.of(new NamePattern(pattern)),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                Map.of());
    }
}
