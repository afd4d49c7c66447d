package dev.chasqui.application.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.policy.Policy;
import dev.chasqui.application.policy.PolicyRule;
import dev.chasqui.application.policy.RuleCondition;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.domain.agent.OnFailure;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The agents that a policy adds to those that a request asks for. */
class PolicyPipelinesTest extends PolicyCase {
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
                .hasMessageStartingWith(
                        "agent 'rag' failed: its arguments in the config do not fit")
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
        var text =
                Optional.of(new OtherRequests.Text(RequestKind.EMBEDDINGS, "embeddings", () -> 3));
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
        var text =
                Optional.of(new OtherRequests.Text(RequestKind.EMBEDDINGS, "embeddings", () -> 3));
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

    @Test
    void veryManyCommandsOfACallerAreRefused() {
        String[] many = new String[50_000];
        Arrays.fill(many, "rag");

        assertThatThrownBy(() -> prepare(always("/guard"), "m", "Hi", many))
                .hasMessage("50000 commands (expected: at most 16)");
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
}
