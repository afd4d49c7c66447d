package dev.chasqui.plugins.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.plugin.Plugin;
import dev.chasqui.plugin.testkit.ScriptedModel;
import dev.chasqui.plugin.testkit.ScriptedReply;
import dev.chasqui.plugin.testkit.TestPipeline;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

class RecipesTest {
    private static final String WORDS = "{\"words\": [\"Osprey\"]}";

    @TempDir private Path folder = Path.of("");

    @Test
    void theGuardRefusesAWordThatWouldLeave() {
        try (TestPipeline pipeline =
                TestPipeline.of(new GuardRecipe(), WORDS)
                        .withChain(chain -> chain.withZone(Zone.OPEN))) {
            assertThatThrownBy(() -> pipeline.start("/words what is Osprey?").read())
                    .isInstanceOf(FailureException.class)
                    .hasMessageContaining("'Osprey' may not leave this network");
            assertThat(pipeline.model().requests()).isEmpty();
            assertThat(pipeline.start("/words what is a hawk?").read().text())
                    .isEqualTo("what is a hawk?");
        }
    }

    @Test
    void itLetsTheWordGoToAModelOfThisNetwork() {
        try (TestPipeline pipeline = TestPipeline.of(new GuardRecipe(), WORDS)) {
            assertThat(pipeline.start("/words what is Osprey?").read().text())
                    .isEqualTo("what is Osprey?");
        }
    }

    @Test
    void theCacheAnswersARepeatedQuestion() {
        ScriptedModel model = ScriptedModel.saying("Blue", ".");
        try (TestPipeline pipeline = TestPipeline.of(new CacheRecipe()).withModel(model)) {
            for (int i = 0; i < 3; i++) {
                assertThat(pipeline.start("/remember which colour?").read().text())
                        .isEqualTo("Blue.");
            }
            assertThat(model.requests()).hasSize(1);
        }
    }

    @Test
    void itTellsTheAnswersOfDifferentAgentsApart() {
        ScriptedModel model = ScriptedModel.saying("Blue.");
        try (TestPipeline pipeline =
                TestPipeline.of(new CacheRecipe())
                        .with(new GuardRecipe(), WORDS)
                        .withModel(model)) {
            for (int i = 0; i < 2; i++) {
                pipeline.start("/remember which colour?").read();
                pipeline.start("/remember /words which colour?").read();
            }
            assertThat(model.requests()).hasSize(2);
        }
    }

    @Test
    void itKeepsNoReplyThatBroke() {
        Failure broke = new Failure.BackendBroke("model", "it ended", Optional.empty());
        ScriptedModel model =
                ScriptedModel.of(
                        ScriptedReply.text("Bl").thenFail(broke), ScriptedReply.text("Blue."));
        try (TestPipeline pipeline = TestPipeline.of(new CacheRecipe()).withModel(model)) {
            assertThatThrownBy(() -> pipeline.start("/remember which colour?").read())
                    .isInstanceOf(FailureException.class);
            assertThat(pipeline.start("/remember which colour?").read().text()).isEqualTo("Blue.");
        }
    }

    @Test
    void theToolLoopAsksAgainWithTheResult() {
        Plugin recipe = new ToolLoopRecipe(InstantSource.fixed(Instant.EPOCH));
        ScriptedModel model =
                ScriptedModel.of(
                        ScriptedReply.toolCall("call-1", "clock", "{}"),
                        ScriptedReply.text("It is 1970."));
        try (TestPipeline pipeline = TestPipeline.of(recipe).withModel(model)) {
            assertThat(pipeline.start("/clock what time is it?").read().text())
                    .isEqualTo("It is 1970.");

            ChatRequest second = model.requests().getLast();
            assertThat(second.messages())
                    .extracting(message -> message.role())
                    .containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL);
            assertThat(second.messages().getLast().text()).isEqualTo("1970-01-01T00:00:00Z");
            assertThat(second.messages().getLast().toolCallId()).contains("call-1");
        }
    }

    @Test
    void aModelThatCallsForeverGetsNoToolsInTheEnd() {
        ScriptedModel model =
                ScriptedModel.answering(
                        request ->
                                request.tools().isEmpty()
                                        ? ScriptedReply.text("Enough.")
                                        : ScriptedReply.toolCall("call", "clock", "{}"));
        try (TestPipeline pipeline = TestPipeline.of(new ToolLoopRecipe()).withModel(model)) {
            assertThat(pipeline.start("/clock what time is it?").read().text())
                    .isEqualTo("Enough.");
            assertThat(model.requests()).hasSize(5);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "A Llama.,A Alpaca.",
        "A Ll|ama.,A Alpaca.",
        "L|l|a|m|a,Alpaca",
        "LLlama Lla|ms Lla|ma,LAlpaca Llams Alpaca",
        "no animal|L,no animalL"
    })
    void aWordIsRewrittenWhereverItIsCut(String pieces, String text) {
        ScriptedModel model = ScriptedModel.saying(pieces.split("\\|"));
        try (TestPipeline pipeline = TestPipeline.of(new RewritingRecipe()).withModel(model)) {
            assertThat(pipeline.start("/alpaca x").read().text()).isEqualTo(text);
        }
    }

    @Test
    void theFirstModelsAnswerIsImprovedByTheSecond() {
        ScriptedModel model =
                ScriptedModel.answering(
                        request ->
                                ScriptedReply.text(
                                        request.model().equals("small") ? "draft" : "final"));
        try (TestPipeline pipeline = TestPipeline.of(new OtherModelRecipe()).withModel(model)) {
            assertThat(pipeline.start("/second(small) hello").read().text()).isEqualTo("final");
            assertThat(model.requests())
                    .extracting(ChatRequest::model)
                    .containsExactly("small", TestPipeline.MODEL);
            assertThat(model.requests().getLast().messages().getFirst().text())
                    .contains("<draft>\ndraft\n</draft>");
        }
    }

    @Test
    void backgroundWorkEndsWithThePlugin() throws IOException {
        Path file = Files.writeString(folder.resolve("notice.txt"), "closed on Monday");
        String section = "{\"file\": \"" + file + "\", \"every\": \"1ms\"}";
        try (TestPipeline pipeline = TestPipeline.of(new BackgroundRecipe(), section)) {
            pipeline.start("/notice hello").read();
            assertThat(pipeline.model().requests().getLast().messages())
                    .first()
                    .satisfies(told -> assertThat(told.text()).contains("closed on Monday"));
        }
        assertThat(List.of(file)).allSatisfy(read -> assertThat(read).exists());
    }
}
