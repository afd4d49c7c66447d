package dev.chasqui.bootstrap.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.models.chat.completions.ChatCompletionMessage;

import dev.chasqui.bootstrap.PluginJars;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The data beside a reply's text that programs read through OpenAI's own Java SDK. */
class OpenAiSdkCitationsTest {
    private static final String QUESTION = "/rag /parallel(2 join=vote) How many days of leave?";

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aWholeReplyIsAnnotated(RealServer kind) throws IOException {
        try (Setting setting = new Setting(kind)) {
            OpenAiSdkClient.Reply reply = setting.ask(false);

            ChatCompletionMessage message = reply.message();
            List<ChatCompletionMessage.Annotation> annotations =
                    message.annotations().orElseThrow();
            assertThat(annotations).hasSize(1);
            ChatCompletionMessage.Annotation.UrlCitation citation =
                    annotations.getFirst().validate().urlCitation();
            assertThat(citation.title()).isEqualTo("leave.md");
            assertThat(citation.url())
                    .isEqualTo("/agents/rag/collections/handbook/documents/leave.md");
            assertThat(
                            message.content()
                                    .orElseThrow()
                                    .substring(
                                            (int) citation.startIndex(), (int) citation.endIndex()))
                    .isEqualTo("[1]");
            isTold(reply.whole()._allProperties());
        }
    }

    @ParameterizedTest
    @EnumSource(RealServer.class)
    void aStreamIsAnnotatedInOneChunk(RealServer kind) throws IOException {
        try (Setting setting = new Setting(kind)) {
            OpenAiSdkClient.Reply reply = setting.ask(true);

            List<JsonNode> annotations =
                    reply.chunks().stream()
                            .flatMap(chunk -> chunk.choices().stream())
                            .map(choice -> choice.delta()._allProperties().get("annotations"))
                            .filter(Objects::nonNull)
                            .map(value -> value.convert(JsonNode.class))
                            .toList();
            assertThat(annotations).hasSize(1);
            assertThat(annotations.getFirst().at("/0/url_citation/title").asText())
                    .isEqualTo("leave.md");
            assertThat(reply.message().content().orElseThrow())
                    .startsWith("Thirty [1].")
                    .endsWith("[1] leave.md");
            List<Map<String, JsonValue>> beside =
                    reply.chunks().stream()
                            .map(chunk -> chunk._allProperties())
                            .filter(members -> members.containsKey("chasqui"))
                            .toList();
            assertThat(beside).hasSize(1);
            isTold(beside.getFirst());
        }
    }

    private static void isTold(Map<String, JsonValue> members) {
        JsonNode chasqui =
                Objects.requireNonNull(
                        Objects.requireNonNull(members.get("chasqui")).convert(JsonNode.class));
        assertThat(chasqui.at("/citations/0/document").asText()).isEqualTo("leave.md");
        assertThat(chasqui.at("/citations/0/cited").asBoolean()).isTrue();
        assertThat(chasqui.at("/rag/collection").asText()).isEqualTo("handbook");
        assertThat(chasqui.at("/branches")).hasSize(2);
        assertThat(chasqui.at("/vote/agree").asInt()).isEqualTo(2);
    }

    /** A server whose model cites the only document, and a client of it. */
    private static final class Setting implements AutoCloseable {
        private final Stage stage;
        private final OpenAIClient client;

        Setting(RealServer kind) throws IOException {
            stage = new Stage(kind, PluginJars.RAG, PluginJars.PARALLEL).says("Thirty [1].");
            client = OpenAiSdkClient.to(stage.url());
            var _ = stage.collections().add("handbook", "leave.md", "Thirty days of leave.");
        }

        OpenAiSdkClient.Reply ask(boolean stream) {
            Question question = new Question(QUESTION, stream);
            return OpenAiSdkClient.reply(client, question, OpenAiSdkClient.params(question));
        }

        @Override
        public void close() {
            client.close();
            stage.close();
        }
    }
}
