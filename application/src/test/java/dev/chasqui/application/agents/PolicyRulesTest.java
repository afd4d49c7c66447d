package dev.chasqui.application.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.callers.KeyRights;
import dev.chasqui.application.policy.HeaderValues;
import dev.chasqui.application.policy.Policy;
import dev.chasqui.application.policy.RuleCondition;
import dev.chasqui.application.policy.TextSize;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
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

/** The rules of a policy, its bounds, and the words that callers are told. */
class PolicyRulesTest extends PolicyCase {
    @Test
    void anAgentIsSkippedForChatsOnlyIfTheRuleNamesThatKind() {
        assertThat(prepare(guardedBut(model("nomic*")), "nomic", "Hi").pipeline().names())
                .containsExactly("guard");
        assertThat(prepare(guardedBut(kind(RequestKind.CHAT)), "m", "Hi").pipeline().names())
                .isEmpty();
        var text =
                Optional.of(new OtherRequests.Text(RequestKind.EMBEDDINGS, "embeddings", () -> 3));
        Pipelines excepted = pipelines(guardedBut(kind(RequestKind.EMBEDDINGS)));
        assertThat(excepted.admit("m", text, from(ANN)).model()).isEqualTo("m");
        assertThatThrownBy(
                        () ->
                                pipelines(guardedBut(kind(RequestKind.RERANK)))
                                        .admit("m", text, from(ANN)))
                .hasMessageContaining("has /guard run for every request");
    }

    @Test
    void theAgentsOfAVirtualModelAreNotSkipped() {
        PreparedChat chat = prepare(guardedBut(kind(RequestKind.CHAT)), "helper", "Hi");

        assertThat(chat.pipeline().names()).containsExactly("guard");
    }

    @Test
    void theConfigMayHaveMoreCommandsThanACallerMayAskFor() {
        String[] many = new String[16];
        Arrays.setAll(many, i -> "/rag(" + i + ")");
        Policy policy =
                new Policy(
                        always(many).always(),
                        Map.of("ann", commands("keys[0].pipeline[0]", "/tone", "/guard")),
                        List.of(),
                        Map.of(),
                        List.of());

        assertThat(prepare(policy, "m", "Hi").pipeline().names()).hasSize(18);
        assertThat(prepare(policy, "m", "/rag(10) /rag(9) Hi").pipeline().names()).hasSize(18);
    }

    @Test
    void callersDoNotReadTheWordsOfTheConfigAndAdministratorsDo() {
        Policy policy = always("/rag(k=Bluebird)");

        assertThatThrownBy(() -> prepare(policy, "m", "Hi"))
                .hasMessageContaining("pipeline.agents[0]")
                .hasMessageNotContaining("Bluebird");
        try (Plan plan = pipelines(policy).plan(chat("m", "Hi"), from(ANN), List.of())) {
            assertThat(plan.agents().getFirst().why().orElseThrow()).contains("Bluebird");
        }
    }

    @Test
    void aMistakeInACommandThatTheCallerMayNotUseIsToldWithoutItsArguments() {
        assertThatThrownBy(() -> prepare(Policy.NONE, "m", "/rag("))
                .hasMessageContaining("takes k");
        assertThatThrownBy(
                        () ->
                                pipelines(Policy.NONE)
                                        .prepare(
                                                chat("m", "/rag("),
                                                from(new Caller("bob", Caller.Role.USER, Set.of())),
                                                List.of()))
                .hasMessageNotContaining("takes");
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
                        Map.of("X-Team", new NamePattern("legal*")),
                        Set.of(RequestKind.CHAT));
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
                                    KeyRights.of(caller),
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
}
